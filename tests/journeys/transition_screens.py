"""Pages of a transition between editions; each with who opens it."""

from django.urls import reverse

from qms import clock
from qms.models import Citation, ClauseDecision, Document, Issue, TransitionProgramme, TransitionRun
from qms.transition.plan import plan
from qms.transition.queue_items import items_of
from tests.journeys.screen import Screen


def transition_screens():
    """Each page once."""
    programme = TransitionProgramme.objects.get()
    yield from programmes(programme)
    yield from queue(programme)
    yield from decisions(programme)
    yield from documents()


def programmes(programme):
    """List, record, forms; as the leading officer, a department's officer, a reader."""
    yield Screen("transitions", reverse("transitions"), "officer")
    yield Screen("transitions-nothing", f"{reverse('transitions')}?q=khong+co+dau", "officer")
    yield Screen("transition-new", reverse("transition_new"), "officer")
    for who in ("officer", "director", "officer1", "reader1"):
        yield Screen(f"transition-{who}", programme.get_absolute_url(), who)
    yield Screen("transition-as-of", f"{programme.get_absolute_url()}?as_of=2019-12-31", "officer")
    yield Screen("transition-edit", reverse("transition_edit", args=[programme.uid]), "officer")
    yield Screen("transition-take_in", reverse("transition_step", args=[programme.uid, "take_in"]), "officer", 409)
    for step in ("group", "end_holders", "deadline", "step", "close"):
        yield Screen(f"transition-{step}", reverse("transition_step", args=[programme.uid, step]), "officer")
    step, deadline = programme.steps.get(key="applied"), programme.deadlines.first()
    for name in ("change", "end"):
        yield Screen(f"transition-part-{name}", reverse("transition_part", args=[step.uid, name]), "officer")
        yield Screen(
            f"transition-deadline-{name}", reverse("transition_deadline", args=[deadline.uid, name]), "officer"
        )


def queue(programme):
    """What moves, the queue, one case, one record of it, carrying over, undoing for a holder."""
    for name in ("transition_preview", "transition_queue", "transition_apply", "transition_undo"):
        for who in ("officer", "officer1"):
            yield Screen(f"{name}-{who}", reverse(name, args=[programme.uid]), who)
    address = reverse("transition_queue", args=[programme.uid])
    yield Screen("transition-queue-all-ticked", f"{address}?tick=all", "officer1")
    yield Screen("transition-queue-decided", f"{address}?show=decided", "officer1")
    yield Screen("transition-queue-nothing", f"{address}?show=ready&group=automatic", "officer2")
    decide = reverse("clause_decide", args=[programme.uid])
    items = [one for one in items_of(plan(programme).cases) if one.asks]
    yield Screen("clause-decide", f"{decide}?item={items[0].key}", "officer")
    yield Screen("clause-decide-department", f"{decide}?item={items[0].key}", "officer1")
    yield Screen("clause-decide-other", f"{decide}?item=1.qms.documentclause.procedure.0", "officer2", 404)


def decisions(programme):
    """Decisions and runs: lists, records, ending, undoing, what was undone."""
    for name in ("clause_decisions", "transition_runs"):
        yield Screen(name, reverse(name, args=[programme.uid]), "officer")
    ended = f"{reverse('clause_decisions', args=[programme.uid])}?show=ended"
    yield Screen("clause-decisions-ended", ended, "officer1")
    own = ClauseDecision.objects.filter(unit__code="SLĐ-79", ended_at=None).first()
    everybody = ClauseDecision.objects.filter(unit=programme.unit).first()
    yield Screen("clause-decision", own.get_absolute_url(), "officer2")
    yield Screen("clause-decision-above", everybody.get_absolute_url(), "officer1")
    yield Screen("clause-decision-other", own.get_absolute_url(), "officer1", 404)
    for step in ("end", "undo"):
        yield Screen(f"clause-decision-{step}", reverse("clause_decision_step", args=[own.uid, step]), "officer2")
    alone = ClauseDecision.objects.filter(record_id__isnull=False).first()
    yield Screen("clause-decision-record", alone.get_absolute_url())
    run = TransitionRun.objects.filter(unit__code="SLĐ-01", kind="apply").first()
    undone = TransitionRun.objects.filter(kind="undo").first()
    yield Screen("transition-run", run.get_absolute_url())
    yield Screen("transition-run-undo", reverse("transition_run_step", args=[run.uid, "undo"]))
    yield Screen("transition-run-undone", undone.get_absolute_url())


def documents():
    """A document that moved, one whose text names the old edition, keeping one as it is."""
    moved = Document.objects.get(number="QT-01", unit__code__startswith="SLĐ-01")
    yield Screen("transition-document-moved", moved.get_absolute_url())
    cites = Citation.objects.filter(kind="edition", code="9001:2008").values("issue_id")
    issue = Issue.objects.effective_on(clock.today()).filter(pk__in=cites, document__unit__code__startswith="SLĐ-01")
    named = issue.order_by("pk").first().document
    yield Screen("transition-document-old", named.get_absolute_url())
    yield Screen("transition-document-keep", reverse("document_keep", args=[named.uid, "keep"]))
