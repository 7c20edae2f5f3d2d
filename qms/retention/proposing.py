"""The usual periods as proposals: what the holder's procedures say of their records, else what is customary."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms import clock
from qms.evidence_enums import RetentionStart
from qms.folding import fold
from qms.models.documents import Issue
from qms.models.issue_lines import KeptRecord
from qms.models.organisation import Unit
from qms.models.retention import RetentionRule
from qms.registry import registry
from qms.retention.due import rules_of, units_of

CUSTOMARY = 5  # years: more than one cycle of certification and inspection
FOR_GOOD = ("vinh vien", "permanent")
YEARS = re.compile(r"(\d{1,3}) *(?:nam|year)")


@dataclass(frozen=True)
class Proposed:
    """A rule not set yet, and how it is told."""

    rule: RetentionRule
    said: str


def years_in(text: str) -> tuple[bool, int | None]:
    """Whether a period written in words says something, and its years; None for good."""
    words = fold(text)
    if any(one in words for one in FOR_GOOD):
        return True, None
    found = YEARS.search(words)
    return (True, int(found.group(1))) if found else (False, None)


def kept_lines(holder: Unit) -> list[KeptRecord]:
    """Lines on records in the procedures in force of the holder's units."""
    issues = Issue.objects.effective_on(clock.today()).filter(document__unit__in=units_of(holder))
    rows = KeptRecord.objects.filter(issue__in=issues.values("pk")).select_related("issue__document")
    return list(rows.defer("issue__body", "issue__body_html", "issue__body_text").order_by("pk"))


def lines_of(label: str, lines: list[KeptRecord]) -> list[KeptRecord]:
    """The lines that name records of a kind."""
    words = registry.retained_kinds[label].words
    return [line for line in lines if any(word in fold(line.name) for word in words)]


def _longest(lines: list[KeptRecord]) -> tuple[int | None, str] | None:
    """The longest period that the lines give, and the document that gives it."""
    told = [(years_in(line.retention), line) for line in lines]
    said = [(years, line) for (says, years), line in told if says]
    if not said:
        return None
    years, line = max(said, key=lambda one: 10_000 if one[0] is None else one[0])
    return years, f"{line.issue.document.number}: {line.name}"[:300]


def proposed(holder: Unit) -> list[Proposed]:
    """A rule for each kind that has none yet."""
    standing, lines = rules_of(holder), kept_lines(holder)
    found = []
    for label, kind in registry.retained_kinds.items():
        if label in standing:
            continue
        years, basis = _longest(lines_of(label, lines)) or (CUSTOMARY, "")
        rule = RetentionRule(unit=holder, kind=label, years=years, basis=basis, counted_from=RetentionStart.ENDED)
        found.append(Proposed(rule, _said(str(kind.title), rule)))
    return found


def _said(title: str, rule: RetentionRule) -> str:
    if rule.years is None:
        kept = _("for good")
    else:
        kept = ngettext("%(count)d year", "%(count)d years", rule.years) % {"count": rule.years}
    source = rule.basis or _("customary; no procedure of the unit says")
    return f"{title}: {kept} ({source})"
