"""What of checking and improving stands on a person's home page; each provider asks a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from inspections.enums import FindingStatus as F
from inspections.enums import Grade, ProgrammeStatus
from inspections.enums import NonconformityStatus as N
from inspections.guards import report_is_awaited
from inspections.models import Cause, CorrectiveAction, Finding, Nonconformity, Programme, TeamMember
from inspections.operations.corrective_action import PLANNING
from inspections.refused_causes import REFUSED, last_operation
from inspections.tables.nonconformity_views import effects_to_judge
from qms import clock
from qms.enums import ActionStatus, Role
from qms.models.reach import inside_subtree
from qms.policy import Text
from qms.registry import WorkItem

MOST = 100  # items a provider gives
TITLE = 160  # characters


def over(user: Any, field: str, *roles: str) -> Q:
    """Records whose unit stands at or below one where a role is held, inside its QMS."""
    return Q(**{f"{field}__in": inside_subtree(user.authority.units_as(*roles))})


def managed(user: Any, field: str = "unit_id") -> Q:
    """Records of units that the person manages; top management manages the holder itself."""
    return over(user, field, Role.MANAGER) | Q(**{f"{field}__in": user.authority.units_as(Role.TOP)})


def headed(user: Any, field: str) -> Q:
    """Records raised by bodies whose head the person is."""
    return over(user, field, Role.TOP) | Q(**{f"{field}__in": user.authority.units_as(Role.MANAGER)})


def item(record: Any, group: str, note: Text, title: str, due: Any = None, *, number: str = "") -> WorkItem:
    """An item that opens the record."""
    return WorkItem(
        group=group,
        title=title if len(title) <= TITLE else f"{title[: TITLE - 1]}…",
        url=record.get_absolute_url(),
        number=number or record.number,
        kind=str(record._meta.verbose_name).capitalize(),
        due=due,
        unit=record.unit.name,
        note=note,
    )


def _first(rows: Any, order: str) -> Any:
    return rows.filter(ended_at=None).select_related("unit").order_by(order, "pk")[:MOST]


def nonconformities_to_decide(user: Any) -> Iterable[WorkItem]:
    """To accept or dispute, disputes to settle, plans to approve, withdrawals to confirm."""
    people = user.authority.person_ids
    raised, lead = "raised_by_unit_id", Q(lead_id__in=people)
    decide = Q(status=N.RECORDED) & managed(user)
    decide |= Q(status=N.DISPUTED) & headed(user, raised) & ~Q(raised_by_id__in=people)
    not_mine = Q(proposed_by=None) | ~Q(proposed_by_id__in=people)
    decide |= Q(status=N.PLAN_PROPOSED) & (lead | over(user, raised, Role.OFFICER)) & not_mine
    asked = Q(withdrawal_asked_by__isnull=False) & ~Q(withdrawal_asked_by_id__in=people)
    withdraw = asked & (lead | over(user, raised, Role.OFFICER, Role.TOP))
    rows = Nonconformity.objects.filter(decide | withdraw, status__in=N.open_states())
    notes = {
        N.RECORDED: _("Accept or dispute it"),
        N.DISPUTED: _("Settle the dispute"),
        N.PLAN_PROPOSED: _("Approve or refuse the plan"),
    }
    for record in _first(rows.annotate(own=_yes(decide)).select_related("inspection"), "answer_due_on"):
        note = notes.get(record.status, "") if record.own else _("Confirm the withdrawal")
        runs = record.status == N.RECORDED and not report_is_awaited(record)
        due = record.answer_due_on if runs else None
        yield item(record, "decide", note, record.fact, due)


def _yes(condition: Q) -> Any:
    return Exists(Nonconformity.objects.filter(condition, pk=OuterRef("pk")))


def nonconformities_to_do(user: Any) -> Iterable[WorkItem]:
    """To put right, to analyse and plan (manager or whom they named), to report as implemented (manager)."""
    mine = managed(user)
    handled = mine | Q(handler_id__in=user.authority.person_ids)
    unfinished = CorrectiveAction.objects.filter(nonconformity=OuterRef("pk"), loop=OuterRef("loop")).exclude(
        action__status__in=ActionStatus.ended_states()
    )
    done = Q(status=N.IN_PROGRESS) & mine & ~Exists(unfinished)
    rows = Nonconformity.objects.filter(Q(status__in=[N.ACCEPTED, N.CONTAINED]) & handled | done)
    notes = {
        N.ACCEPTED: _("Record the correction"),
        N.CONTAINED: _("Find the causes and propose a plan"),
        N.IN_PROGRESS: _("Every action is verified: report it as implemented"),
    }
    for record in _first(rows, "due_on"):
        yield item(record, "do", notes[N(record.status)], record.fact, record.due_on)


def effects_to_verify(user: Any) -> Iterable[WorkItem]:
    """Checks of the effect by the named verifier: today, or coming; never by who took part."""
    rows = Nonconformity.objects.filter(effects_to_judge(user))
    today = clock.today()
    for record in _first(rows, "check_on"):
        waits = record.check_on is not None and record.check_on > today
        yield item(record, "coming" if waits else "do", _("Verify the effect"), record.fact, record.check_on)


def causes_to_settle(user: Any) -> Iterable[WorkItem]:
    """Causes of plans being made: others' to confirm, one's own that were refused to write anew."""
    people, unit = user.authority.person_ids, "nonconformity__unit_id"
    allowed = managed(user, unit) | over(user, unit, Role.OFFICER, Role.INSPECTOR)
    allowed |= Q(nonconformity__handler_id__in=people) | Q(nonconformity__lead_id__in=people)
    wrote = Cause.history.filter(operation="write_cause", history_user_id__in=people).values("id")
    others = allowed & ~Q(author_id__in=people) & ~Q(pk__in=wrote) & ~Q(last=REFUSED)
    sent_back = Q(author_id__in=people, last=REFUSED)
    rows = Cause.objects.filter(ended_at=None, confirmed_by=None, nonconformity__status__in=PLANNING)
    rows = rows.filter(nonconformity__ended_at=None).annotate(last=last_operation()).filter(others | sent_back)
    for cause in rows.select_related("nonconformity__unit").order_by("pk")[:MOST]:
        if cause.loop != cause.nonconformity.loop:
            continue
        if cause.last == REFUSED:
            note = _("Refused for lack of evidence: write the cause anew")
            yield item(cause.nonconformity, "do", note, cause.text)
        else:
            yield item(cause.nonconformity, "decide", _("Confirm the cause"), cause.text)


def findings_to_decide(user: Any) -> Iterable[WorkItem]:
    """Drafts to confirm (lead), observations and opportunities to answer (the unit's manager, never the team)."""
    people = user.authority.person_ids
    team = Q(inspection__lead_id__in=people) | Q(inspection__in=_on_team(people))
    confirm = Q(status=F.DRAFT, inspection__lead_id__in=people)
    answer = Q(status=F.CONFIRMED, grade__in=Grade.answered_by_unit()) & managed(user) & ~team
    for record in _first(Finding.objects.filter(confirm | answer), "answer_due_on"):
        note = _("Confirm the finding") if record.status == F.DRAFT else _("Answer the finding")
        yield item(record, "decide", note, record.statement, record.answer_due_on)


def _on_team(people: Iterable[int]) -> Any:
    return TeamMember.objects.filter(user_id__in=people, ended_at=None).values("inspection_id")


def programmes_to_approve(user: Any) -> Iterable[WorkItem]:
    """Drafts that somebody else prepared."""
    rows = Programme.objects.filter(over(user, "unit_id", Role.TOP), status=ProgrammeStatus.DRAFT)
    rows = rows.exclude(prepared_by_id__in=user.authority.person_ids)
    for record in rows.select_related("unit").order_by("pk")[:MOST]:
        yield item(record, "decide", _("Approve the programme"), record.title)
