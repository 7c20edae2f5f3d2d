"""The table of holders and criteria of the reform index in a year: page, workbook and CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.history.standing import day_shown
from qms.models.organisation import Unit
from qms.models.standards import Edition
from qms.par.criteria import Criterion, criteria_of
from qms.par.holders import holders_seen
from qms.par.proofs import NOTHING, PROVED
from qms.par.standing import HolderYear, Judged, stand
from qms.par.words import lacking_said, look, state_said
from qms.reports.declaration import Column, Empty, Report
from qms.reports.organisation import search_folded
from qms.tables.par import ParFilter, ParTable


@dataclass(frozen=True)
class Share:
    """Of how many holders that owe a criterion how many prove it."""

    criterion: Criterion
    done: int
    all: int

    @property
    def rate(self) -> str:
        """In per cent with one decimal."""
        return f"{100 * self.done / self.all:.1f}" if self.all else ""


class ParReport(Report):
    """Holders within reach, each with the state of every criterion in the year."""

    name = "par-evidence"
    as_form = True
    title = _("Evidence for the reform index")
    intro = _(
        "Which criteria about ISO 9001 each unit that holds a system proves for the year, counted from the records: "
        "proofs that stand of proofs that are owed."
    )
    model = Unit
    filterset_class = ParFilter
    row_template = "qms/par/row.html"
    order = ("sort_key", "id")
    empty = Empty(
        _("No unit that holds a system is within your reach."),
        _("The evidence is kept by the people of a holder, and seen by those above it."),
    )

    def __init__(self, year: int, edition: Edition | None) -> None:
        self.year, self.edition = year, edition
        self.criteria = criteria_of(edition) if edition is not None else []
        self.owed = [one for one in self.criteria if one.kinds]
        self.standing: Mapping[int, HolderYear] = {}
        more = [
            (f"c{place}", tables.Column(verbose_name=one.clause.number, orderable=False))
            for place, one in enumerate(self.owed)
        ]
        self.table_class = partial(ParTable, extra_columns=more)
        self.columns = (*HEAD, *(_column(self, place) for place in range(len(self.owed))), _lacking(self))

    def visible(self, user: Any) -> Any:
        return holders_seen(user, self.year)

    def narrow(self, rows: Any) -> Any:
        """Every holder's standing is read at once: rows are counted, filtered and sorted by it."""
        self.standing = stand(self.criteria, rows.values_list("pk", flat=True), self.year)
        counts = [When(pk=key, then=Value(proved(one))) for key, one in self.standing.items()]
        return rows.annotate(proved=Case(*counts, default=Value(0), output_field=IntegerField()))

    def search(self, rows: Any, text: str, as_of: Any) -> Any:
        return search_folded(rows, text)

    def records(self, rows: Any, as_of: Any) -> list[Any]:
        """The page's holders with their standing and address."""
        records = list(rows)
        for unit in records:
            found = self.standing[unit.pk]
            unit.cells = [(judged, look(judged.state)) for judged in found.owed]
            unit.lacking = [str(proof.kind.title) for proof in found.lacking]
            unit.address = holder_url(unit, self.year, self.edition)
            unit.told_proofs = (proved(found), owed(found))
        return records

    def keep(self, rows: Any, show: str, lacks: str) -> Any:
        """Those of a state, or that lack a kind of proof."""
        if show:
            rows = rows.filter(pk__in=[key for key, one in self.standing.items() if is_proved(one) == (show == PROVED)])
        if lacks:
            rows = rows.filter(
                pk__in=[k for k, one in self.standing.items() if lacks in {p.kind.key for p in one.lacking}]
            )
        return rows

    def shares(self, keys: set[int]) -> list[Share]:
        """For each criterion, how many of these holders prove it: what the index itself asks."""
        told = []
        for place, criterion in enumerate(self.owed):
            found = [self.standing[key].owed[place].state for key in keys]
            told.append(Share(criterion, found.count(PROVED), len(found) - found.count(NOTHING)))
        return told


def is_proved(found: HolderYear) -> bool:
    """Whether nothing that is owed is lacking."""
    return not found.lacking


def proved(found: HolderYear) -> int:
    """How many proofs stand."""
    return sum(one.done for one in found.owed)


def owed(found: HolderYear) -> int:
    """How many proofs are owed."""
    return sum(one.all for one in found.owed)


def holder_url(unit: Unit, year: int, edition: Edition | None) -> str:
    """The holder's page for the year, by the set; of the past day that is shown."""
    day = day_shown()
    asked = {"year": year} | ({"set": edition.uid} if edition else {}) | ({"as_of": day.isoformat()} if day else {})
    return f"{reverse('par_holder', args=[unit.uid])}?{urlencode(asked)}"


HEAD = (
    Column(_("Unit code"), "code", width=14),
    Column(_("QMS holder"), "name", width=45),
    Column(_("Kind of unit"), "kind", width=24),
)


def _column(report: ParReport, place: int) -> Column:
    def said(unit: Unit) -> str:
        judged: Judged = report.standing[unit.pk].owed[place]
        return f"{state_said(judged.state)} ({judged.done}/{judged.all})"

    return Column(str(report.owed[place].clause), said, width=26)


def _lacking(report: ParReport) -> Column:
    def said(unit: Unit) -> str:
        return "\n".join(lacking_said(proof) for proof in report.standing[unit.pk].lacking)

    return Column(_("What is lacking"), said, width=60)
