"""Objectives on the home page, in reminders, in the calendar, as clause evidence; what keeps and packs them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Max, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock
from qms.batches import batched
from qms.due_days import DueSource
from qms.enums import Role
from qms.models.actions import Action
from qms.models.objectives import Measurement, Objective, ObjectiveAction, ObjectiveClause
from qms.models.reach import inside_subtree
from qms.objective_periods import GRACE, missing, periods_of
from qms.packing.sections import of_units, under
from qms.performance_enums import ObjectiveStatus
from qms.registry import ClauseEvidence, MovingKind, Owed, PackSection, RetainedKind, WorkItem
from qms.reports.objectives import ObjectiveReport

MOST = 100  # items a provider gives
CHUNK = 500
STANDING = (ObjectiveStatus.PROPOSED, ObjectiveStatus.APPROVED, ObjectiveStatus.RUNNING)
OVER = (ObjectiveStatus.JUDGED, ObjectiveStatus.DROPPED)
GRACE_DAYS = dt.timedelta(days=GRACE)


def measured_days(keys: Collection[int]) -> dict[int, set[dt.date]]:
    """By key of an objective: the last days of its measured periods; one query."""
    found: dict[int, set[dt.date]] = defaultdict(set)
    rows = Measurement.objects.filter(objective_id__in=keys, ended_at=None).order_by()
    for key, last in rows.values_list("objective_id", "period_to"):
        found[key].add(last)
    return found


def running() -> Any:
    """Objectives that are measured."""
    return Objective.objects.filter(status=ObjectiveStatus.RUNNING, ended_at=None)


def _item(group: str, objective: Any, due: dt.date | None, note: str) -> WorkItem:
    return WorkItem(
        group=group, title=objective.title[:160], url=objective.get_absolute_url(), number=objective.number,
        kind=_("Quality objective"), due=due, unit=objective.unit.name, note=note,
    )  # fmt: skip


def objective_work(user: Any) -> Iterable[WorkItem]:
    """Figures for their owner to record, proposals to approve, what has ended to judge; one query and the figures'."""
    rows = list(_asking(user).select_related("unit").order_by("ends_on", "pk")[: 3 * MOST])
    owned = [one for one in rows if one.owned and one.status == ObjectiveStatus.RUNNING]
    measured = measured_days([one.pk for one in owned])
    for one in owned:
        waiting = missing(one, measured[one.pk], clock.today() + GRACE_DAYS)
        if waiting:
            text = _("Record the figure of %(period)s") % {"period": waiting[0].label}
            yield _item("do", one, waiting[0].ends + GRACE_DAYS, text)
    for one in rows:
        if one.status == ObjectiveStatus.PROPOSED:
            yield _item("decide", one, one.starts_on, _("Approve it, or drop it"))
        elif one.judging:
            yield _item("decide", one, one.ends_on + 2 * GRACE_DAYS, _("Judge what it came to"))


def _asking(user: Any) -> Any:
    """Running ones that are the person's own or over in their units, and what top management may approve."""
    authority = user.authority
    owned = Q(owner_id__in=authority.person_ids)
    kept = inside_subtree(authority.units_as(Role.OFFICER, Role.MANAGER))
    over = Q(unit_id__in=kept, ends_on__lt=clock.today())
    approving = Q(status=ObjectiveStatus.PROPOSED, unit_id__in=inside_subtree(authority.units_as(Role.TOP)))
    approving &= ~Q(proposed_by_id__in=authority.person_ids)
    rows = Objective.objects.filter((Q(status=ObjectiveStatus.RUNNING) & (owned | over)) | approving, ended_at=None)
    return rows.annotate(owned=_yes(owned), judging=_yes(over))


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def figures_owed(first: dt.date, last: dt.date) -> Iterable[Owed]:
    """A figure for each period that has ended, a fortnight after its end; two queries for 500 objectives."""
    rows = running().filter(starts_on__lte=last)
    for keys in batched(list(rows.order_by("pk").values_list("pk", flat=True)), CHUNK):
        measured = measured_days(keys)
        for one in Objective.objects.filter(pk__in=keys).order_by("pk"):
            for period in periods_of(one, last):
                due = period.ends + GRACE_DAYS
                if first <= due <= last and period.ends not in measured[one.pk]:
                    yield Owed(
                        one, one.unit_id, due, one.owner_id, period.ends, f"{one.title} ({period.label})",
                        part=f"figure {period.code}",
                    )  # fmt: skip


ENDS = DueSource(
    name="objective",
    label=gettext_lazy("End of an objective"),
    report=ObjectiveReport,
    day="ends_on",
    waiting=lambda: Q(status__in=STANDING),
    own=lambda user: Q(owner_id__in=user.authority.person_ids),
    text=lambda record: record.title,
    owner=lambda record: str(record.owner),
    related=("unit", "owner"),
)


def shown_by_objectives(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """How many objectives of the holder's QMS serve a clause."""
    cited = ObjectiveClause.objects.filter(
        ended_at=None, clause__edition__in=editions, record__ended_at=None,
        record__unit_id__in=inside_subtree(frozenset({holder.unit_id})),
    ).exclude(record__status=ObjectiveStatus.DROPPED)  # fmt: skip
    rows = cited.order_by().values("clause_id", "clause__edition_id")
    for row in rows.annotate(number=Count("record_id", distinct=True), last=Max("record__approved_on")):
        text = ngettext("%(count)d quality objective", "%(count)d quality objectives", row["number"])
        url = f"{reverse('objectives')}?unit={holder.unit_id}"
        yield ClauseEvidence(
            row["clause_id"], row["clause__edition_id"], text % {"count": row["number"]}, url, row["last"]
        )


def moving_objectives() -> Any:
    """References of objectives that are neither judged nor dropped."""
    return ObjectiveClause.objects.filter(ended_at=None).exclude(record__status__in=OVER)


MOVING = MovingKind(ObjectiveClause, gettext_lazy("Quality objectives"), moving_objectives)

RETAINED = RetainedKind(
    Objective,
    gettext_lazy("Quality objectives"),
    closed=lambda: Q(status__in=OVER),
    ended=lambda: Coalesce("judged_on", "ends_on"),
    recorded=lambda: F("starts_on"),
    clauses=(ObjectiveClause, "id"),
    files=[("qms.objectivefile", "record_id")],
    words=("muc tieu chat luong",),
)

SECTION = PackSection(
    Objective,
    gettext_lazy("Quality objectives and their figures"),
    of_units(Objective),
    44,
    day="approved_on",
    parts=(("qms.objectivetarget", "objective"), ("qms.measurement", "objective")),
)

PACK_CLAUSES = [under("6.2", "6.2.1", "9.1", "9.1.1")]


def clauses_of_plan_actions(scope: Any, keys: list[int]) -> dict[int, set[int]]:
    """Actions of a plan answer to the clauses of their objective."""
    served: dict[int, set[int]] = defaultdict(set)
    for rows in scope.rows_of(ObjectiveAction, "action", keys):
        for action, objective in rows.values_list("action_id", "objective_id"):
            served[objective].add(action)
    found: dict[int, set[int]] = defaultdict(set)
    for rows in scope.rows_of(ObjectiveClause, "record", sorted(served)):
        for objective, clause in rows.filter(ended_at=None, clause__isnull=False).values_list("record_id", "clause_id"):
            for action in served[objective]:
                found[action].add(clause)
    return found


ACTION = Action._meta.label_lower
