"""Which facts a reader gets: from the conclusion on those that were frozen, before it what the records say now."""

from dataclasses import dataclass
from typing import Any

from inspections.enums import InspectionStatus as I
from inspections.models import ReportVersion
from inspections.parts_seen import OPENED, units_seen
from inspections.report_facts import report_facts
from inspections.report_words import in_words


@dataclass(frozen=True)
class Reading:
    """A report as one person reads it. `version` is None where it is told from the records as they stand."""

    facts: dict[str, Any]
    version: ReportVersion | None
    copy: str
    """What this copy is: "", "draft", "comment" (with the units) or "superseded"."""
    whole: bool = True

    @property
    def from_records(self) -> bool:
        """A concluded report of which nothing was frozen: it stands on the records as they are now."""
        return self.version is None and self.copy == ""

    @property
    def content_hash(self) -> str:
        """The hash of exactly these facts; none before the conclusion."""
        return self.version.content_hash if self.version else ""

    def words(self, language: str) -> dict[str, Any]:
        """The facts in one language."""
        return dict(in_words(self.facts, language))


def has_report(inspection: Any) -> bool:
    """From the visit on there is a report, be it a draft that fills."""
    return inspection.status in (I.IN_PROGRESS, I.REPORT_DRAFTED, I.WITH_UNIT, *OPENED)


def versions_of(inspection: Any) -> list[ReportVersion]:
    """Every concluded version, the latest first."""
    return list(inspection.report_versions.select_related("concluded_by").order_by("-number"))


def version_reading(version: ReportVersion) -> Reading:
    """One concluded version as it was frozen."""
    return Reading(version.facts, version, "superseded" if version.superseded_on else "")


def reading(inspection: Any, user: Any) -> Reading:
    """The report as it stands for the person."""
    if inspection.status in OPENED:
        version = inspection.report_versions.filter(superseded_on=None).order_by("-number").first()
        return version_reading(version) if version is not None else Reading(report_facts(inspection), None, "")
    seen = units_seen(inspection, user)
    copy = "comment" if inspection.status == I.WITH_UNIT else "draft"
    return Reading(report_facts(inspection, seen), None, copy, seen is None)
