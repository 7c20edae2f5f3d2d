"""What the registers know about everything that a draft names, read in a fixed number of queries."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.mentions import Mentions, key
from qms.enums import DocumentKind, ExternalStatus, IssueStatus
from qms.models import Citation, Clause, Document, DocumentClause, Edition, Issue
from qms.models.reach import inside_ancestors, inside_subtree

WRITTEN = re.compile(r"(\S+:\d{4}) +(\S+)")
Pair = tuple[str, str]
"""An edition such as 9001:2015 and the number of a clause."""


@dataclass
class Known:
    """Plain facts for the checks. Codes and numbers are keys: without spaces, in one case."""

    number: str = ""
    """The document's own."""
    states: dict[str, str] = field(default_factory=dict)
    """Of the documents cited: in_force, waiting or withdrawn."""
    listed_forms: set[str] = field(default_factory=set)
    """Forms that other documents in force list as theirs."""
    legal: dict[str, Pair] = field(default_factory=dict)
    """Of the legal texts cited: status outside, and what replaced it."""
    years: dict[str, bool] = field(default_factory=dict)
    """Editions that are loaded, and whether each is published by now."""
    clauses: set[Pair] = field(default_factory=set)
    """Those of the clauses named that exist."""
    cited_editions: set[str] = field(default_factory=set)
    """Editions of the clauses to which the document refers."""
    written_clauses: list[Pair] = field(default_factory=list)
    """References to a clause that has not been found."""

    def newer_than(self, edition: str) -> str:
        """The newest published edition of the same standard, when that is newer; else ""."""
        standard, year = edition.rsplit(":", 1)
        published = [code for code, out in self.years.items() if out and code.rsplit(":", 1)[0] == standard]
        newest = max(published, default="")
        return newest if edition in self.years and newest > f"{standard}:{year}" else ""

    def newest_cited(self) -> list[str]:
        """For each standard the newest edition to whose clauses the document refers."""
        newest: dict[str, str] = {}
        for edition in sorted(self.cited_editions):
            newest[edition.rsplit(":", 1)[0]] = edition
        return sorted(newest.values())


def known_about(document: Any, named: Mentions, today: dt.date) -> Known:
    """What there is to know about all that is named, as it stands within the document's own QMS."""
    units = units_of_system(document)
    known = Known(number=key(document.number))
    known.states = _states(units, named.codes, today)
    known.listed_forms = _listed_forms(document, units, named.codes, today)
    known.legal = _legal(units, named.legal | named.codes)
    _read_references(known, document)
    _read_editions(known, named, today)
    return known


def units_of_system(document: Any) -> QuerySet:
    """Keys of the units that belong to the same QMS as the document's."""
    above = inside_ancestors([document.unit_id])
    return inside_subtree(above)


def _spellings(codes: Any) -> set[str]:
    return {spelling for code in codes for spelling in (code, code.upper(), code.replace(" ", ""))}


def _states(units: QuerySet, codes: Any, today: dt.date) -> dict[str, str]:
    """A number given in several units counts as in force where one of them is. What comes from outside has no issues
    of ours: its own status is asked apart."""
    issues = Issue.objects.filter(document=OuterRef("pk"))
    rows = Document.objects.filter(unit_id__in=units, number__in=_spellings(codes), ended_at=None).annotate(
        working=Exists(Issue.objects.effective_on(today).filter(document=OuterRef("pk"))),
        ended=Exists(issues.filter(status=IssueStatus.WITHDRAWN, withdrawn_on__lte=today)),
    )
    states: dict[str, str] = {}
    columns = rows.order_by("working").values_list("number", "kind", "working", "ended")
    for number, kind, working, ended in columns:
        works = working or kind == DocumentKind.EXTERNAL
        states[key(number)] = "in_force" if works else "withdrawn" if ended else "waiting"
    return states


def _listed_forms(document: Any, units: QuerySet, codes: Any, today: dt.date) -> set[str]:
    rows = Citation.objects.filter(kind="form", code__in=_spellings(codes))
    rows = rows.filter(issue__in=Issue.objects.effective_on(today).filter(document__unit_id__in=units).values("pk"))
    return {key(code) for code in rows.exclude(issue__document=document).values_list("code", flat=True)}


def _legal(units: QuerySet, numbers: Any) -> dict[str, Pair]:
    spelled = _spellings(numbers)
    rows = Document.objects.filter(unit_id__in=units, kind=DocumentKind.EXTERNAL, ended_at=None)
    rows = rows.filter(Q(number__in=spelled) | Q(external_ref__in=spelled))
    found: dict[str, Pair] = {}
    for number, outside, status, by in rows.values_list("number", "external_ref", "external_status", "replaced_by"):
        for code in {key(number), key(outside)} - {""}:
            if found.get(code, ("", ""))[0] != ExternalStatus.IN_FORCE:
                found[code] = (status, by)
    return found


def _read_references(known: Known, document: Any) -> None:
    rows = DocumentClause.objects.filter(record=document, ended_at=None)
    for standard, year, written in rows.values_list(
        "clause__edition__standard__code", "clause__edition__year", "written_as"
    ):
        if standard:
            known.cited_editions.add(f"{standard}:{year}")
        elif found := WRITTEN.fullmatch(written.strip()):
            known.written_clauses.append((found[1], found[2]))


def _read_editions(known: Known, named: Mentions, today: dt.date) -> None:
    pairs = {*named.clauses, *known.written_clauses}
    codes = {*named.editions, *known.cited_editions, *(edition for edition, _number in pairs)}
    standards = {code.rsplit(":", 1)[0] for code in codes}
    rows = Edition.objects.filter(standard__code__in=standards)
    for standard, year, day in rows.values_list("standard__code", "year", "published_on"):
        known.years[f"{standard}:{year}"] = day <= today if day else year <= str(today.year)
    found = Clause.objects.filter(edition__standard__code__in=standards, number__in={number for _e, number in pairs})
    columns = ("edition__standard__code", "edition__year", "number")
    known.clauses = {(f"{standard}:{year}", number) for standard, year, number in found.values_list(*columns)}
