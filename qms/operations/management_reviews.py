"""Management reviews: planned with the agenda of the edition, inputs frozen, held, signed, closed, cancelled."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import ActionKind, ActionStatus, Role
from qms.history import bulk
from qms.history.recording import operation
from qms.models.actions import Action
from qms.models.management_reviews import ManagementReview, ReviewDecision, ReviewInput
from qms.models.organisation import QMSHolding
from qms.models.people import User
from qms.models.reach import remember_participation
from qms.models.standards import Clause
from qms.notices import notify
from qms.numbering import next_number
from qms.operations.actions import propose_actions
from qms.operations.issue_steps import people_over
from qms.operations.scheduled_steps import take_where_ready
from qms.operations.twice import written_just_now
from qms.reporting_enums import ReviewStatus
from qms.review_workflow import PREPARING, REVIEW, WRITING
from qms.reviewing.agendas import agenda_of, items_by_key
from qms.reviewing.gathering import Scope, gather
from qms.workflow import StepRefused, check_version

ALWAYS = ("title", "meeting_on", "place", "chair", "secretary")
"""What may be corrected until the minutes are signed."""
BEFORE = ("edition", "period_from", "period_to")
"""What may be corrected while it is planned: the figures follow it."""


@operation("plan_review")
def plan_review(review: ManagementReview, *, by: Any) -> ManagementReview:
    """Plan a review with the agenda of its edition. Tells who chairs it and its secretary."""
    policy.require(by, "qms.prepare_review", review)
    _check_plan(review)
    review.number = next_number("review", review.unit, review.meeting_on.year)
    review.prepared_by, review.status = by, ReviewStatus.PLANNED
    review.full_clean(exclude=["search_text"])
    review.save()
    _write_agenda(review)
    tell("review_planned", review, by, people=[review.chair, review.secretary])
    return review


def _check_plan(review: ManagementReview) -> None:
    faults = place_faults(review) + period_faults(review) + chair_faults(review)
    if not agenda_of(review.edition):
        faults.append(_("%(edition)s has no agenda for a management review.") % {"edition": review.edition})
    if faults:
        raise StepRefused(faults)


def place_faults(review: ManagementReview) -> list[str]:
    """A review is that of a unit that holds a QMS."""
    held = QMSHolding.objects.filter(unit=review.unit, valid_from__lte=max(clock.today(), review.meeting_on))
    if held.exclude(valid_to__lt=min(clock.today(), review.meeting_on)).exists():
        return []
    return [_("%(unit)s holds no QMS of its own: its holder reviews.") % {"unit": review.unit}]


def period_faults(review: ManagementReview) -> list[str]:
    """The period comes before the meeting, and ends after it begins."""
    if review.period_to < review.period_from:
        return [_("The period ends before it begins.")]
    if review.meeting_on < review.period_from:
        return [_("The meeting lies before the period that it reviews.")]
    return []


def chair_faults(review: ManagementReview) -> list[str]:
    """Top management over the unit chairs it."""
    if any(person.pk == review.chair_id for person in people_over(review.unit_id, Role.TOP)):
        return []
    return [_("%(person)s is not top management of %(unit)s.") % {"person": review.chair, "unit": review.unit}]


def _write_agenda(review: ManagementReview) -> None:
    """The agenda becomes the edition's: items of before end, the texts of items that stay are kept."""
    standing = {row.key: row for row in review.inputs.filter(ended_at=None)}
    wanted = agenda_of(review.edition)
    numbers = {item.clause for item in wanted}
    clauses = {one.number: one for one in Clause.objects.filter(edition=review.edition, number__in=numbers)}
    gone = list(standing.values())
    for row in gone:
        row.ended_at = clock.now()
    bulk.update(gone, ["ended_at"])
    bulk.create([
        ReviewInput(
            review=review, position=position, key=item.key, clause=clauses.get(item.clause), title=item.title_vi,
            text=standing[item.key].text if item.key in standing else "",
        )
        for position, item in enumerate(wanted)
    ])  # fmt: skip


@operation("edit_review", reason_required=True)
def edit_review(review: ManagementReview, *, by: Any) -> ManagementReview:
    """Correct a review before its minutes are signed; edition and period only while it is planned."""
    before = ManagementReview.objects.locked().get(pk=review.pk)
    policy.require(by, "qms.prepare_review", before)
    if before.status not in WRITING:
        raise StepRefused([_state_said(before)])
    remember_participation(before)
    edition_before, chair_before = before.edition_id, before.chair_id
    for name in (*ALWAYS, *(BEFORE if before.status == ReviewStatus.PLANNED else ())):
        setattr(before, name, getattr(review, name))
    _check_plan(before)
    before.full_clean(exclude=["search_text"])
    before.save()
    if before.edition_id != edition_before:
        _write_agenda(before)
    if before.chair_id != chair_before:
        tell("review_planned", before, by, people=[before.chair])
    return before


def _state_said(review: ManagementReview) -> str:
    return _("It is «%(state)s» and stays as it is.") % {"state": review.get_status_display()}


def scope_of(review: ManagementReview, day: dt.date) -> Scope:
    """Whose figures are gathered, over which days, as of which day."""
    return Scope(review.unit_id, review.period_from, review.period_to, day)


def figures_of(review: ManagementReview, day: dt.date) -> dict[str, list[dict[str, Any]]]:
    """By key of an item: what the records say as of a day; for a preview, and to be frozen."""
    wanted = {key: item.gatherers for key, item in items_by_key(review.edition).items()}
    return gather(wanted, scope_of(review, day))


@transaction.atomic
def freeze_review(review: ManagementReview, *, by: Any, frozen_on: dt.date, **common: Any) -> ManagementReview:
    """Write the figures of a day into the inputs, once: what changes later changes nothing here. Tells the chair."""
    frozen: ManagementReview = REVIEW.apply("freeze", review, by=by, frozen_on=frozen_on, **common)
    _write_figures(frozen, by=by)
    tell("review_frozen", frozen, by, people=[frozen.chair, frozen.secretary])
    return frozen


@operation("gather_review_inputs")
def _write_figures(review: ManagementReview, *, by: Any) -> None:
    if review.frozen_on is None:
        return
    figures = figures_of(review, review.frozen_on)
    rows = list(review.inputs.filter(ended_at=None))
    for row in rows:
        row.figures = figures.get(row.key, [])
    bulk.update(rows, ["figures"])


@operation("write_review_input")
def write_input(
    row: ReviewInput, *, by: Any, text: str = "", opinion: str = "", version: int | None = None
) -> ReviewInput:
    """What is reported on an item, and what the meeting said of it; the frozen figures are not touched."""
    row = ReviewInput.objects.locked().get(pk=row.pk)
    check_version(row, version)
    review = ManagementReview.objects.locked().get(pk=row.review_id)
    policy.require(by, "qms.write_review", review)
    if faults := input_blockers(row):
        raise StepRefused(faults)
    row.text = text.strip()
    if review.status == ReviewStatus.HELD:
        row.opinion = opinion.strip()
    row.full_clean()
    row.save()
    return row


def input_blockers(row: ReviewInput) -> list[str]:
    """Why nothing is written on the item now."""
    return [] if row.review.status in WRITING else [_state_said(row.review)]


@transaction.atomic
def hold_review(
    review: ManagementReview,
    *,
    by: Any,
    meeting_on: dt.date,
    present: str,
    conclusion: str,
    absent: str = "",
    discussion: str = "",
    **common: Any,
) -> ManagementReview:
    """The meeting took place: who was there, what was said, what was concluded."""
    told = {"present": present, "absent": absent, "discussion": discussion, "conclusion": conclusion}
    given: dict[str, Any] = {name: text.strip() for name, text in told.items()}
    held: ManagementReview = REVIEW.apply("hold", review, by=by, meeting_on=meeting_on, **given, **common)
    tell("review_held", held, by, people=[held.chair])
    return held


@operation("write_review_minutes")
def write_minutes(
    review: ManagementReview,
    *,
    by: Any,
    present: str,
    conclusion: str,
    absent: str = "",
    discussion: str = "",
    version: int | None = None,
) -> ManagementReview:
    """Go on with the minutes until they are signed."""
    review = _held(review, by, version)
    for name, text in (
        ("present", present), ("absent", absent), ("discussion", discussion), ("conclusion", conclusion),
    ):  # fmt: skip
        setattr(review, name, text.strip())
    review.full_clean(exclude=["search_text"])
    review.save()
    return review


def minutes_blockers(review: ManagementReview) -> list[str]:
    """Why the minutes are not written now."""
    if review.status in PREPARING:
        return [_("Record the meeting first.")]
    return [] if review.status == ReviewStatus.HELD else [_state_said(review)]


def _held(review: ManagementReview, by: Any, version: int | None = None) -> ManagementReview:
    review = ManagementReview.objects.locked().get(pk=review.pk)
    check_version(review, version)
    policy.require(by, "qms.write_review", review)
    if faults := minutes_blockers(review):
        raise StepRefused(faults)
    remember_participation(review)
    return review


@operation("add_review_decision")
def add_decision(
    review: ManagementReview, *, by: Any, kind: str, text: str, unit: Any, owner: User, due_on: dt.date,
    details: str = "",
) -> ReviewDecision:  # fmt: skip
    """Write down a decision; it becomes an action when the minutes are signed. Sent twice within a moment it is one."""
    review = _held(review, by)
    told = {"kind": kind, "text": text.strip(), "unit": unit, "owner": owner, "due_on": due_on}
    before: ReviewDecision | None = written_just_now(review.decisions.filter(ended_at=None, **told))
    if before is not None:
        return before
    last = review.decisions.order_by("-position").values_list("position", flat=True).first() or 0
    decision = ReviewDecision(review=review, position=last + 1, details=details.strip(), **told)
    _save_decision(decision, review)
    return decision


@operation("edit_review_decision")
def edit_decision(
    decision: ReviewDecision, *, by: Any, kind: str, text: str, unit: Any, owner: User, due_on: dt.date,
    details: str = "", version: int | None = None,
) -> ReviewDecision:  # fmt: skip
    """Correct a decision until the minutes are signed."""
    review = _held(decision.review, by)
    decision = ReviewDecision.objects.locked().get(pk=decision.pk)
    check_version(decision, version)
    decision.kind, decision.text, decision.details = kind, text.strip(), details.strip()
    decision.unit, decision.owner, decision.due_on = unit, owner, due_on
    _save_decision(decision, review)
    return decision


def _save_decision(decision: ReviewDecision, review: ManagementReview) -> None:
    if decision.due_on < review.meeting_on:
        raise StepRefused([_("%(day)s lies before the meeting.") % {"day": f"{decision.due_on:%d/%m/%Y}"}])
    decision.full_clean()
    decision.save()


@operation("end_review_decision", reason_required=True)
def end_decision(decision: ReviewDecision, *, by: Any, version: int | None = None) -> ReviewDecision:
    """Take a decision out of the minutes; it stays in the history."""
    _held(decision.review, by)
    decision = ReviewDecision.objects.locked().get(pk=decision.pk)
    check_version(decision, version)
    decision.ended_at = clock.now()
    decision.save()
    return decision


def decision_blockers(decision: ReviewDecision) -> list[str]:
    """Why a decision is not changed now."""
    return minutes_blockers(decision.review)


@transaction.atomic
def sign_review(
    review: ManagementReview, *, by: Any, minutes_number: str = "", **common: Any
) -> ManagementReview:  # fmt: skip
    """Sign the minutes; each decision becomes an action. Tells the owners, the officers and who prepared it."""
    signed: ManagementReview = REVIEW.apply(
        "sign", review, by=by, minutes_number=minutes_number.strip(), signed_by=by, signed_on=clock.today(), **common
    )
    _make_actions(signed, by=by)
    tell("review_signed", signed, by, people=[signed.secretary, signed.prepared_by, *_officers(signed)])
    return signed


def _officers(review: ManagementReview) -> list[User]:
    return people_over(review.unit_id, Role.OFFICER)


@operation("make_review_actions")
def _make_actions(review: ManagementReview, *, by: Any) -> None:
    decisions = list(review.decisions.filter(ended_at=None).select_related("unit", "owner").order_by("position", "pk"))
    drafts = [_action(review, decision, by) for decision in decisions]
    propose_actions(drafts, by=by)
    for decision, action in zip(decisions, drafts, strict=True):
        decision.action = action
        notify("action_assigned", about=action, to=[action.owner], by=by, due=decision.due_on.isoformat())
    bulk.update(decisions, ["action"])


def _action(review: ManagementReview, decision: ReviewDecision, by: Any) -> Action:
    return Action(
        kind=ActionKind.REVIEW_DECISION, unit=decision.unit, raised_by_unit=review.unit, owner=decision.owner,
        title=decision.text, details=decision.details, due_on=decision.due_on, assigned_by=by, approver=by,
        status=ActionStatus.ASSIGNED, document_number=review.minutes_number, document_day=review.signed_on,
    )  # fmt: skip


@transaction.atomic
def cancel_review(review: ManagementReview, *, by: Any, reason: str, **common: Any) -> ManagementReview:
    """It does not take place. Tells who was to chair it and its secretary."""
    cancelled: ManagementReview = REVIEW.apply("cancel", review, by=by, reason=reason, **common)
    tell("review_cancelled", cancelled, by, people=[cancelled.chair, cancelled.secretary], reason=reason)
    return cancelled


def close_reviews(rows: Any = None) -> int:
    """Scheduled: close every signed review whose decisions are all verified or cancelled. Returns how many."""
    found = ManagementReview.objects.filter(status=ReviewStatus.SIGNED) if rows is None else rows
    waiting = ReviewDecision.objects.filter(ended_at=None).exclude(action__status__in=ActionStatus.ended_states())
    return take_where_ready(found.exclude(pk__in=waiting.order_by().values("review_id")), close_review)


@transaction.atomic
def close_review(review: ManagementReview, *, by: Any, **common: Any) -> ManagementReview:
    """The last decision is verified. Tells who chaired it and the officers."""
    closed: ManagementReview = REVIEW.apply("close", review, by=by, closed_on=clock.today(), **common)
    tell("review_closed", closed, by, people=[closed.chair, *_officers(closed)])
    return closed


def close_after_action(*, action: Action) -> None:
    """A verified action may be the last decision of its review."""
    if action.kind == ActionKind.REVIEW_DECISION:
        close_reviews(ManagementReview.objects.filter(status=ReviewStatus.SIGNED, decisions__action=action))


def tell(kind: str, review: ManagementReview, by: Any, *, people: Sequence[Any], **details: Any) -> None:
    day = f"{review.meeting_on:%d/%m/%Y}"
    notify(kind, about=review, to=list(people), by=by, title=review.title[:200], day=day, **details)
