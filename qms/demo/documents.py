"""The demonstration's controlled documents: one department's whole library, part of it in two further places."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.library_shared import Entry, Shared
from qms.demo.procedure_library import external, spelt_out
from qms.demo.stage import Stage
from qms.enums import DocumentKind
from qms.operations import documents
from qms.operations.bringing_documents import bring_in_documents
from qms.operations.data_files import read_yaml

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
BROUGHT_IN = moment(dt.date(2020, 6, 8), 9)
"""After the last signature of the library."""
WRITTEN_FOR = "SLĐ-01"

PLACES = {
    "SLĐ-01": ("officer1", "head1", "manager1"),
    "SLĐ-79": ("officer2", "head2", "manager2"),
    "VP": ("officer", "director", "vp-manager"),
}
"""Reviewer, approver, and the author where the owner's manager has no account of the usual name."""


def library() -> list[dict[str, Any]]:
    """Every document of the department for which the library was written, units and clauses by code."""
    laws = shared()
    entries = [entry for path in _files() for entry in spelt_out(read_yaml(path), laws)]
    return entries + external(read_yaml(FOLDER / "external_documents.yaml"))


def texts() -> dict[str, Entry]:
    """What the files say of each document of the library in short, by its number: the text now in force."""
    contents = [read_yaml(path) for path in _files()]
    return {entry["code"]: {**content, **entry} for content in contents for entry in content["documents"]}


def _files() -> list[Path]:
    procedures = [path for path in sorted((FOLDER / "procedures").glob("*.yaml")) if path.stem != "shared"]
    return [*procedures, FOLDER / "system_documents.yaml"]


def build_documents(stage: Stage) -> None:
    """Bring in the library where it is used, and leave one draft waiting for the head's signature."""
    entries = library()
    drafts = [_draft(stage, place, entry) for place in PLACES for entry in _used(place, entries)]
    with clock.at(BROUGHT_IN):
        bring_in_documents(drafts, by=stage.system, reason="Chuyển từ sổ tài liệu giấy.")
    stage.counts["Document"] = len(drafts)
    _waiting(stage)


def shared() -> Shared:
    """What all procedures draw on."""
    return Shared.of(read_yaml(FOLDER / "procedures" / "shared.yaml"))


def _used(place: str, entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everything in the first department; elsewhere what is shared, in an office only the system's own."""
    for entry in entries:
        if place == WRITTEN_FOR or (entry["shared"] and not (place == "VP" and entry["level"])):
            yield entry


def _draft(stage: Stage, place: str, entry: dict[str, Any]) -> dict[str, Any]:
    reviewer, approver, _author = PLACES[place]
    owner = "VP" if place == "VP" else entry["owner"].replace(WRITTEN_FOR, place)
    return entry | {
        "unit": stage.units[owner],
        "author": _author_of(stage, place, owner),
        "reviewer": stage.people[reviewer],
        "approved_by": stage.people[approver],
        "clauses": [stage.clauses[clause] for clause in entry["clauses"]],
    }


def _author_of(stage: Stage, place: str, owner: str) -> Any:
    """The manager of the unit that owns the document: never one of its inspectors."""
    usual = PLACES[place][2]
    name = f"{usual}-{owner.rpartition('-')[2].lower()}"
    return stage.people.get(name, stage.people[usual])


def _waiting(stage: Stage) -> None:
    """A reviewed issue that waits for approval in the first department."""
    (entry,) = spelt_out(read_yaml(FOLDER / "drafts.yaml"), shared())
    author, officer = stage.people["manager1-ncc"], stage.people["officer1"]
    with clock.at(moment(dt.date(2020, 7, 6), 9)):
        document = documents.create_document(
            by=stage.system,
            number=entry["number"],
            kind=DocumentKind.PROCEDURE,
            unit=stage.units[entry["owner"]],
            title_vi=entry["title_vi"],
            title_en=entry["title_en"],
            clauses=[stage.clauses[clause] for clause in entry["clauses"]],
            author=author,
            sections=entry["sections"],
        )
    issue = document.issues.get()
    with clock.at(moment(dt.date(2020, 7, 8), 10)):
        issue = documents.submit_issue(
            issue, by=author, effective_on=dt.date(2020, 8, 1), summary_of_change="Ban hành lần đầu."
        )
    with clock.at(moment(dt.date(2020, 7, 10), 15)):
        documents.review_issue(issue, by=officer)
