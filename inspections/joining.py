"""Findings that one nonconformity answers together: the main one, and those joined to it."""

from collections.abc import Iterable
from typing import Any

from inspections.enums import FindingStatus, Grade

STRICTEST = (Grade.MAJOR, Grade.MINOR)


def main_of(finding: Any) -> Any:
    """The finding that stands for the group: the one that this is joined to, or itself."""
    return finding.joined_to if finding.joined_to_id else finding


def nonconformity_of(finding: Any) -> Any:
    """The nonconformity that answers the finding, raised from itself or from the one it is joined to; or None."""
    return getattr(main_of(finding), "nonconformity", None)


def joined_with(main: Any) -> list[Any]:
    """The findings joined to a main one that still stand, in the order of their recording."""
    rows = main.joined.exclude(status=FindingStatus.WITHDRAWN).filter(ended_at=None)
    return list(rows.select_related("inspection", "unit").order_by("pk"))


def group_of(main: Any) -> list[Any]:
    """The main finding and those joined to it."""
    return [main, *joined_with(main)]


def findings_of(nonconformity: Any) -> list[Any]:
    """Every finding that a nonconformity answers, the main one first."""
    return group_of(nonconformity.finding) if nonconformity.finding_id else []


def stands_in_group(finding: Any) -> bool:
    """Whether one nonconformity answers it together with others."""
    return bool(finding.joined_to_id) or bool(finding.pk and joined_with(finding))


def strictest(findings: Iterable[Any]) -> str:
    """The strictest grade among nonconforming findings."""
    grades = {finding.grade for finding in findings}
    return next((grade.value for grade in STRICTEST if grade in grades), Grade.MINOR.value)


def told_together(findings: list[Any], field: str, instead: str = "") -> str:
    """One text of all: a single finding's as it is, several in lines that begin with their number."""
    texts = [(one.number, getattr(one, field) or (getattr(one, instead) if instead else "")) for one in findings]
    if len(texts) == 1:
        return texts[0][1]
    return "\n".join(f"{number}: {text}" for number, text in texts if text)
