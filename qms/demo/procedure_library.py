"""The demonstration's documents, written short in YAML, spelt out: issues, earlier texts, clauses.

Pure: mappings in, plain drafts out, in the form that `bring_in_documents` takes, with units and clauses by code.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from qms.demo.library_sections import sections_of
from qms.demo.library_shared import Entry, Shared, with_time

REVIEW_YEARS = 3


def spelt_out(content: Entry, shared: Shared) -> list[dict[str, Any]]:
    """The drafts of one file: `documents` under the file's own `field`, `owner`, `kept_at` and clauses."""
    return [_draft({**content, **entry}, shared) for entry in content["documents"]]


def _draft(entry: Entry, shared: Shared) -> dict[str, Any]:
    issues = _issues(entry, shared)
    clauses = [("2008", number) for number in entry.get("clauses_2008", ())]
    if entry["issues"][-1].get("edition", "2015") == "2015":
        clauses += [("2015", number) for number in entry.get("clauses_2015", ())]
    return {
        "number": entry["code"],
        "kind": entry.get("kind", "procedure"),
        "owner": entry["owner"],
        "title_vi": entry["title_vi"],
        "title_en": entry["title_en"],
        "level": entry.get("level", ""),
        "shared": entry.get("shared", False),
        "review_due_on": _years_after(issues[-1]["effective_on"], entry.get("review_years", REVIEW_YEARS)),
        "clauses": clauses,
        "issues": issues,
        "sections": issues[-1]["sections"],
    }


def _years_after(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _issues(entry: Entry, shared: Shared) -> list[dict[str, Any]]:
    """Oldest first. Each earlier text is the next one's with `was` put back."""
    text, issues = dict(entry), []
    for number, issue in reversed(list(enumerate(entry["issues"]))):
        if number < len(entry["issues"]) - 1:
            text = put_back(text, issue.get("was", {}))
        issues.append(_issue(text, issue, shared))
    return issues[::-1]


def _issue(text: Entry, issue: Entry, shared: Shared) -> dict[str, Any]:
    number, _dot, amendment = str(issue["issue"]).partition(".")
    return {
        "issue_number": number,
        "amendment_number": amendment or "00",
        "title_vi": text["title_vi"],
        "title_en": text["title_en"],
        "signed_on": issue["signed"],
        "effective_on": issue["from"],
        "summary_of_change": issue["why"],
        "sections": sections_of({**text, "edition": issue.get("edition", "2015")}, issue["signed"], shared),
    }


def put_back(text: Entry, was: Entry) -> dict[str, Any]:
    """An earlier text from the next one: what it `was`, other `times`, rows to `drop` and to `add` after a row."""
    earlier = {**text, **was}
    steps = list(earlier.get("steps", ()))
    for place, time in _places(was.get("times")):
        steps[place - 1] = with_time(steps[place - 1], time)
    dropped = was.get("drop", ())
    added = dict(_places(was.get("add")))
    earlier["steps"] = [
        row
        for place, step in enumerate(steps, 1)
        for row in ([] if place in dropped else [step]) + ([added[place]] if place in added else [])
    ]
    earlier["dossier"] = [*earlier.get("dossier", ()), *was.get("dossier_more", ())]
    return earlier


def _places(values: Any) -> Iterable[tuple[int, str]]:
    return [(place, value) for place, value in (values or {}).items() if isinstance(place, int)]


def external(content: Entry) -> list[dict[str, Any]]:
    """The drafts of documents from outside: each with the text's own days and what the department uses it for."""
    return [_external({**content, **entry}) for entry in content["documents"]]


def _external(entry: Entry) -> dict[str, Any]:
    years = ("2008", "2015")
    issue = {"issue_number": "01", "signed_on": entry["signed"], "effective_on": entry["from"]}
    return {
        "number": entry["code"],
        "kind": "external",
        "owner": entry["owner"],
        "title_vi": entry["title_vi"],
        "title_en": entry["title_en"],
        "issued_by": entry["issuer"],
        "issued_on": entry["signed"],
        "external_status": entry["status"],
        "replaced_by": entry.get("replaced_by", ""),
        "status_checked_on": entry["checked"],
        "level": "",
        "shared": False,
        "clauses": [(year, number) for year in years for number in entry[f"clauses_{year}"]],
        "issues": [issue],
        "sections": {"contents": f"Cơ quan ban hành: {entry['issuer']}.\n\nSử dụng: {entry['use']}"},
    }
