"""The demonstration's controlled documents: the same procedures in two departments and the ministry's office."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import DocumentKind
from qms.operations import documents
from qms.operations.data_files import read_yaml

FILE = Path(settings.BASE_DIR) / "fixtures" / "demo" / "procedures.yaml"
BROUGHT_IN = moment(dt.date(2019, 9, 4), 9)
WRITTEN_FOR = "SLĐ-01"

PLACES = {
    "SLĐ-01": ("officer1", "head1", "manager1"),
    "SLĐ-79": ("officer2", "head2", "manager2"),
    "VP": ("officer", "director", "vp-manager"),
}
"""Reviewer, approver, and the author where the owner's manager has no account of the usual name."""


def build_documents(stage: Stage) -> None:
    """Bring in every procedure where it is used, and leave one draft waiting for the head's signature."""
    entries = read_yaml(FILE)["procedures"]
    drafts = [_draft(stage, place, entry) for place in PLACES for entry in entries if _used(place, entry)]
    with clock.at(BROUGHT_IN):
        documents.bring_in_documents(drafts, by=stage.system, reason="Chuyển từ sổ tài liệu giấy.")
    stage.counts["Document"] = len(drafts)
    _waiting(stage, entries[0])


def _used(place: str, entry: dict[str, Any]) -> bool:
    return place != "VP" or entry["kind"] == "system"


def _draft(stage: Stage, place: str, entry: dict[str, Any]) -> dict[str, Any]:
    reviewer, approver, _author = PLACES[place]
    owner = "VP" if place == "VP" else entry["owner"].replace(WRITTEN_FOR, place)
    clauses = [stage.clauses[("2008", number)] for number in entry["clauses_2008"]]
    clauses += [stage.clauses[("2015", number)] for number in entry["clauses_2015"]]
    return {
        "number": entry["code"],
        "kind": DocumentKind.PROCEDURE,
        "unit": stage.units[owner],
        "title_vi": entry["title_vi"],
        "title_en": entry["title_en"],
        "author": _author_of(stage, place, owner),
        "reviewer": stage.people[reviewer],
        "approved_by": stage.people[approver],
        "clauses": clauses,
        "sections": entry,
        "issues": [
            issue | {"summary_of_change": issue["change_summary_vi"]} for issue in [*entry["earlier_issues"], entry]
        ],
    }


def _author_of(stage: Stage, place: str, owner: str) -> Any:
    """The manager of the unit that owns the document: never one of its inspectors."""
    usual = PLACES[place][2]
    name = f"{usual}-{owner.rpartition('-')[2].lower()}"
    return stage.people.get(name, stage.people[usual])


def _waiting(stage: Stage, entry: dict[str, Any]) -> None:
    """A reviewed issue that waits for approval in the first department."""
    author, officer = stage.people["manager1-ncc"], stage.people["officer1"]
    with clock.at(moment(dt.date(2020, 7, 6), 9)):
        document = documents.create_document(
            by=stage.system,
            number="QT-09",
            kind=DocumentKind.PROCEDURE,
            unit=stage.units["SLĐ-01-NCC"],
            title_vi="Xác nhận hồ sơ người có công",
            title_en="Certifying dossiers of national devotees",
            clauses=[stage.clauses[("2015", "8.5.1")], stage.clauses[("2015", "8.6")]],
            author=author,
            sections=entry,
        )
    issue = document.issues.get()
    with clock.at(moment(dt.date(2020, 7, 8), 10)):
        issue = documents.submit_issue(
            issue, by=author, effective_on=dt.date(2020, 8, 1), summary_of_change="Ban hành lần đầu."
        )
    with clock.at(moment(dt.date(2020, 7, 10), 15)):
        documents.review_issue(issue, by=officer)
