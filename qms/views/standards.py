"""Standards: editions, a clause tree with what it asks for, and the table between two editions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property

from qms.correspondences.hanging import hanging_on
from qms.correspondences.rows import standing_rows
from qms.correspondences.trees import Trees, trees_of
from qms.correspondences.versions import versions_of
from qms.correspondences.words import basis_shown, degree_shown, relation_shown
from qms.models.standards import Clause, Correspondence, Edition
from qms.reports.correspondences import CorrespondenceReport
from qms.views.register import RegisterView


def standards(request: HttpRequest) -> HttpResponse:
    """The editions, and which of them correspond."""
    editions = list(Edition.objects.select_related("standard").order_by("standard__code", "year"))
    by_key = {edition.pk: edition for edition in editions}
    standing = Correspondence.objects.filter(ended_at=None)
    pairs = standing.order_by().values_list("from_edition_id", "to_edition_id").distinct()
    tables = [
        {"label": f"{by_key[one].code} → {by_key[two].code}", "url": correspondence_url(by_key[one], by_key[two])}
        for one, two in sorted(pairs)
    ]
    return render(request, "qms/standards/list.html", {"editions": editions, "tables": tables})


def correspondence_url(one: Edition, two: Edition) -> str:
    """The page of the table between two editions."""
    return reverse("correspondence", args=[one.uid, two.uid])


def edition_called(uid: Any) -> Edition:
    """The edition of that uid, or 404."""
    return get_object_or_404(Edition.objects.select_related("standard"), uid=uid)


def edition(request: HttpRequest, uid: Any) -> HttpResponse:
    """The clause tree of an edition with the documented information that each clause asks for."""
    found = edition_called(uid)
    clauses = list(Clause.objects.filter(edition=found).prefetch_related("demands").order_by("position"))
    clause: Any  # the template reads its depth
    for clause in clauses:
        clause.depth = min(clause.number.count("."), 4)
    return render(request, "qms/standards/edition.html", {"edition": found, "clauses": clauses})


class CorrespondenceWorkshop(RegisterView):
    """Two clause trees and the table between them: what leads where, on what evidence, and what still hangs on it."""

    template_name = "qms/correspondences/workshop.html"

    @cached_property
    def pair(self) -> tuple[Edition, Edition]:
        """The two editions of the address."""
        return edition_called(self.kwargs["from_uid"]), edition_called(self.kwargs["to_uid"])

    def get_report(self) -> CorrespondenceReport:
        return CorrespondenceReport(*self.pair)

    def more(self, report: Any, context: dict[str, Any]) -> dict[str, Any]:
        one, two = self.pair
        rows = list(standing_rows(one.pk, two.pk))
        trees = trees_of(one, two, rows)
        shown: Any
        for shown in context["rows"]:
            dress(shown)
        return {
            "one": one,
            "two": two,
            "trees": trees,
            "counts": counted(rows),
            "version": versions_of(one.pk, two.pk).first(),
            "may_correct": report.may_correct(self.request.user),
            "any_hanging": give_hanging(trees, one, self.request.user),
            "yaml_url": reverse("correspondence_file", args=[one.uid, two.uid]),
        }


def dress(row: Any) -> None:
    """What a row's template shows, in words."""
    row.degree_shown = degree_shown(row.change_degree)
    row.evidence_shown = basis_shown(row.basis)


def counted(rows: list[Correspondence]) -> list[tuple[str, str, int]]:
    """(relation, its label, how many rows) of the relations that are met."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.relation] = found.get(row.relation, 0) + 1
    return sorted(((name, relation_shown(name), count) for name, count in found.items()), key=lambda one: -one[2])


def give_hanging(trees: Trees, one: Edition, user: Any) -> bool:
    """Say on each old clause what still hangs on it; whether anything does."""
    hanging = hanging_on(one.pk, user)
    for node in trees.old:
        node.hanging = hanging.get(node.clause.pk)
        if node.hanging is not None:
            node.hanging.told = told(node.hanging)
    return bool(hanging)


def told(hanging: Any) -> str:
    """Records by kind in words, as the link's explanation."""
    return "; ".join(f"{kind.title}: {below}" for _name, kind, _near, below in hanging.kinds)
