"""Pages of the gap assessment, of audits compared across editions, and of what became of a document."""

from django.urls import reverse

from inspections.models import Inspection
from qms.models import Clause, ClauseWorkAction, Document, TransitionHolder
from tests.journeys.screen import Screen


def clause_work_screens():
    """Each page once."""
    whole, begun = (TransitionHolder.objects.get(unit__code=code, ended_at=None) for code in ("SLĐ-01", "SLĐ-79"))
    yield from lists(whole, begun)
    yield from clauses(whole, begun)
    yield from compared(whole)
    document = Document.objects.filter(unit__code__startswith="SLĐ-01", number="QT-36").first()
    yield Screen("clauses-became", reverse("document_became", args=[document.uid]))


def lists(whole, begun):
    """All judged, some judged, filtered, as of a day, seen by an inspector."""
    address = reverse("clause_works", args=[whole.uid])
    yield Screen("clauses-list", address)
    yield Screen("clauses-gaps", f"{address}?show=gaps")
    yield Screen("clauses-nothing", f"{address}?q=khong+co+dau")
    yield Screen("clauses-as-of", f"{address}?as_of=2019-08-31")
    yield Screen("clauses-inspector", address, "lead1")
    yield Screen("clauses-stranger", address, "officer2", 404)
    yield Screen("clauses-begun", f"{reverse('clause_works', args=[begun.uid])}?show=open", "officer2")
    yield Screen("clauses-actions", reverse("clause_works_actions", args=[whole.uid]))
    yield Screen("clauses-confirm", reverse("clause_works_confirm", args=[begun.uid]), "officer2")


def clauses(whole, begun):
    """Judged and not, with its form; an action for a gap, and the action's own page."""
    gap = ClauseWorkAction.objects.filter(work__holder=whole).latest("pk")
    yield Screen("clauses-gap", gap.work.get_absolute_url())
    yield Screen("clauses-gap-reader", gap.work.get_absolute_url(), "lead1")
    for step in ("judge", "action"):
        yield Screen(f"clauses-{step}", reverse("clause_work_step", args=[whole.uid, gap.work.clause.uid, step]))
    yield Screen("clauses-action-of-gap", gap.action.get_absolute_url())
    still = Clause.objects.get(edition=begun.programme.to_edition, number="8.5.1")
    yield Screen("clauses-to-judge", reverse("clause_work", args=[begun.uid, still.uid]), "officer2")
    refused = reverse("clause_work_step", args=[begun.uid, still.uid, "action"])
    yield Screen("clauses-no-gap", refused, "officer2", 409)


def compared(whole):
    """Two audits, all of them together, and the inspection that leads there."""
    address = reverse("holder_comparison", args=[whole.uid])
    yield Screen("clauses-compared", address)
    yield Screen("clauses-together", f"{address}?old=all&new=all&show=better")
    concluded = Inspection.objects.filter(unit__code__startswith="SLĐ-01", status="concluded", kind="internal").first()
    yield Screen("clauses-inspection", concluded.get_absolute_url())
