"""What proves a step from the records that qms itself keeps: the plan, people's competence, references, documents."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from qms import clock
from qms.enums import Role, StepState
from qms.models.management_reviews import ManagementReview
from qms.models.people import Competence, RoleAssignment
from qms.models.transition import HolderStep
from qms.registry import Proved, StepProof, registry
from qms.reporting_enums import ReviewStatus
from qms.review_workflow import OVER
from qms.transition.documents import Standing, standings
from qms.transition.holders import nearest_of
from qms.transition.plan import waiting
from qms.transition.steps import said

MONTHS = 2
"""For how long issues are applied before they count, where the step says nothing else."""


def plan_proof(step: Any, holders: Sequence[Any]) -> dict[int, Proved]:
    """The holder's plan is approved by its top management; in hand as soon as days are planned."""
    found = {
        one.pk: Proved(
            StepState.PROVED,
            one.plan_signed_on,
            said(_("Plan approved, to be complete on %(day)s"), day=_day(one.planned_end)),
            one.get_absolute_url(),
        )
        for one in holders
        if one.plan_signed_on is not None
    }
    waiting = [one.pk for one in holders if one.pk not in found]
    planned = HolderStep.objects.filter(holder__in=waiting, step__ended_at=None).exclude(planned_on=None)
    urls = {one.pk: one.get_absolute_url() for one in holders}
    for holder in planned.order_by().values_list("holder_id", flat=True).distinct():
        found[holder] = Proved(
            StepState.IN_HAND, None, said(_("Days are planned, the plan is not approved yet")), urls[holder]
        )
    return found


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"


def unit_holders(holders: Iterable[Any]) -> dict[int, int]:
    """By key of a unit of a holder's QMS: the key of the holder in the transition; one query."""
    by_unit = {one.unit_id: one.pk for one in holders}
    return {unit: by_unit[nearest] for unit, nearest in nearest_of(list(by_unit)).items()}


def training_proof(step: Any, holders: Sequence[Any]) -> dict[int, Proved]:
    """Every quality officer and inspector of the holder holds a valid competence in the new edition, or in any."""
    of_unit, today = unit_holders(holders), clock.today()
    roles = RoleAssignment.objects.standing_on(today).filter(role__in=[Role.OFFICER, Role.INSPECTOR])
    roles = roles.filter(unit_id__in=list(of_unit), user__is_active=True)
    people: dict[int, set[int]] = defaultdict(set)
    for unit, person in roles.order_by().values_list("unit_id", "user_id"):
        people[of_unit[unit]].add(person)
    since = _competent_since(holders[0].programme.to_edition_id, roles, today)
    return {holder: _trained(some, since) for holder, some in people.items()}


def _competent_since(edition_id: int, roles: Any, today: dt.date) -> dict[int, dt.date]:
    """Since when each of these people is competent for the edition: by a competence in it, or in every edition."""
    held = Competence.objects.standing_on(today).filter(
        Q(edition_id=edition_id) | Q(edition=None, standard__editions=edition_id), user_id__in=roles.values("user_id")
    )
    since: dict[int, dt.date] = {}
    for person, day in held.order_by().values_list("user_id", "valid_from"):
        since[person] = min(day, since.get(person, day))
    return since


def _trained(people: set[int], since: dict[int, dt.date]) -> Proved:
    days = [since[person] for person in people if person in since]
    state = StepState.PROVED if len(days) == len(people) else StepState.IN_HAND
    text = said(
        _("%(done)d of %(all)d officers and inspectors hold a valid competence"), done=len(days), all=len(people)
    )
    day = max(days) if state == StepState.PROVED else min(days, default=None)
    return Proved(state, day, text, reverse("people"), len(days), len(people))


def moved_proof(step: Any, holders: Sequence[Any]) -> dict[int, Proved]:
    """Nothing of the holder's references waits for a decision or to be carried over, as the plan counts."""
    counted = waiting(holders[0].programme, [one.unit_id for one in holders])
    found = {}
    for one in holders:
        left, every = counted.get(one.unit_id, (0, 0))
        if every:
            found[one.pk] = Proved(
                StepState.IN_HAND if left else StepState.PROVED,
                None,
                said(_("%(done)d of %(all)d references have followed"), done=every - left, all=every),
                reverse("transition_queue", args=[one.programme.uid]),
                every - left,
                every,
            )
    return found


def documents_proof(step: Any, holders: Sequence[Any]) -> dict[int, Proved]:
    """Each document that cites the old edition is re-issued without it, kept by decision, or withdrawn."""
    return {holder: _rewritten(holder, rows, holders) for holder, rows in _by_holder(holders).items()}


def _by_holder(holders: Sequence[Any]) -> dict[int, list[Standing]]:
    of_unit = unit_holders(holders)
    rows: dict[int, list[Standing]] = defaultdict(list)
    for one in standings(holders[0].programme, of_unit, clock.today()):
        rows[of_unit[one.unit_id]].append(one)
    return rows


def _rewritten(holder: int, rows: list[Standing], holders: Sequence[Any]) -> Proved:
    done = [one for one in rows if one.done]
    days = [one.on for one in done if one.on is not None]
    ready = len(done) == len(rows)
    text = said(
        _("%(done)d of %(all)d documents re-issued, kept by decision or withdrawn"), done=len(done), all=len(rows)
    )
    day = max(days, default=None) if ready else min(days, default=None)
    state = StepState.PROVED if ready else StepState.IN_HAND
    return Proved(state, day, text, f"{_url(holder, holders)}#documents", len(done), len(rows))


def _url(holder: int, holders: Sequence[Any]) -> str:
    return next(one.get_absolute_url() for one in holders if one.pk == holder)


def applied_proof(step: Any, holders: Sequence[Any]) -> dict[int, Proved]:
    """The re-issued documents have been in force for some months."""
    months = _months(step)
    return {
        holder: proved
        for holder, rows in _by_holder(holders).items()
        if (proved := _applied(rows, months, _url(holder, holders))) is not None
    }


def _months(step: Any) -> int:
    asked = (step.settings or {}).get("months", MONTHS)
    return asked if isinstance(asked, int) and 0 <= asked <= 120 else MONTHS


def _applied(rows: list[Standing], months: int, url: str) -> Proved | None:
    issued = [one for one in rows if one.issued and one.on is not None]
    if not issued:
        return None
    today = clock.today()
    ripe = [one for one in issued if months_after(one.on, months) <= today]
    ready = len(ripe) == len(issued) and all(one.done for one in rows)
    text = ngettext_lazy(
        "%(done)d of %(all)d new issues in force for %(months)d month",
        "%(done)d of %(all)d new issues in force for %(months)d months",
        "months",
    )
    last = max(months_after(one.on, months) for one in issued)
    settled = max([last, *(one.on for one in rows if one.on is not None)])
    day = settled if ready else min(one.on for one in issued if one.on)
    told = said(text, done=len(ripe), all=len(issued), months=months)
    state = StepState.PROVED if ready else StepState.IN_HAND
    return Proved(state, day, told, f"{url}#documents", len(ripe), len(issued))


def months_after(day: dt.date | None, months: int) -> dt.date:
    """The same day so many months later, or the month's last."""
    assert day is not None, "asked of issues in force only"
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


def review_proof(step: Any, holders: Sequence[Any]) -> dict[int, Proved]:
    """Top management reviewed by the new edition since the holder began, and signed the minutes; one query."""
    by_unit = {one.unit_id: one for one in holders}
    rows = ManagementReview.objects.filter(unit_id__in=list(by_unit), edition_id=holders[0].programme.to_edition_id)
    found: dict[int, Proved] = {}
    for review in rows.exclude(status=ReviewStatus.CANCELLED).order_by("meeting_on", "pk"):
        holder = by_unit[review.unit_id]
        before = found.get(holder.pk)
        if review.meeting_on >= holder.began_on and (before is None or before.state != StepState.PROVED):
            found[holder.pk] = _reviewed(review)
    return found


def _reviewed(review: ManagementReview) -> Proved:
    day, url = _day(review.meeting_on), review.get_absolute_url()
    if review.status in OVER:
        return Proved(StepState.PROVED, review.signed_on, said(_("Reviewed on %(day)s, minutes signed"), day=day), url)
    text = said(_("A review of %(day)s is planned or not signed yet"), day=day)
    return Proved(StepState.IN_HAND, None, text, url)


def register_proofs() -> None:
    """The steps that qms itself can prove."""
    by_key = {
        "plan": (_("Approved plan"), _("Plan a day for each step; top management approves the plan."), plan_proof),
        "training": (
            _("Competence of people"),
            _("Every quality officer and inspector needs a valid competence for the new edition."),
            training_proof,
        ),
        "moved": (
            _("References carried over"),
            _("Nothing of the holder's references may wait for a decision or to be carried over."),
            moved_proof,
        ),
        "documents": (
            _("Documents rewritten"),
            _("Re-issue each document that cites the old edition, keep it by decision, or withdraw it."),
            documents_proof,
        ),
        "applied": (
            _("New issues applied"),
            _("The new issues have to be in force for some time; there is nothing to do but wait."),
            applied_proof,
        ),
        "review": (
            _("Management review"),
            _("Hold a management review by the new edition, after the move began, and sign its minutes."),
            review_proof,
        ),
    }
    for key, (title, hint, prove) in by_key.items():
        registry.step_proofs.setdefault(key, StepProof(title, hint, prove))
