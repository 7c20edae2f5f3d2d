"""Trainings on the home page and in the calendar; as evidence of 7.2; how they are kept and packed."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, IntegerField, Max, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms import clock
from qms.due_days import DueSource
from qms.enums import Role
from qms.models.reach import inside_subtree, participated
from qms.models.standards import Clause, in_language
from qms.models.training import Training
from qms.packing.sections import of_units, under
from qms.registry import ClauseEvidence, PackSection, RetainedKind, WorkItem
from qms.reporting_enums import TrainingStatus
from qms.reports.trainings import TrainingReport
from qms.work_of_plans import COLUMNS

MOST = 100  # items a provider gives
SOON = dt.timedelta(days=14)
TO_JUDGE = dt.timedelta(days=60)
"""How long after a training its effectiveness is judged."""
CLAUSES = {"2008": "6.2.2"}
"""Where competence stands in an edition; from 2015 on it is 7.2."""


def training_work(user: Any) -> Iterable[WorkItem]:
    """For who keeps trainings: to hold and to judge. For who is named: to come. One query."""
    for row in training_rows(user).order_by("day", "number")[:MOST]:
        yield training_item(dict(zip(COLUMNS, row, strict=True)))


def training_rows(user: Any) -> Any:
    """The rows of it, in the columns that the home page asks for in one query with plans and meetings."""
    soon = clock.today() + SOON
    kept = inside_subtree(user.authority.units_as(Role.OFFICER, Role.MANAGER))
    waits = Q(status=TrainingStatus.PLANNED, planned_on__lte=soon) | Q(status=TrainingStatus.HELD)
    named = Q(status=TrainingStatus.PLANNED, id__in=participated(user, Training, "trained"))
    rows = Training.objects.filter((waits & Q(unit_id__in=kept)) | named).annotate(
        record_kind=Value("training"),
        day=Coalesce("held_on", "planned_on"),
        year_of=Cast(Value(None), IntegerField()),
        chair_key=Case(When(unit_id__in=kept, then=Value(1)), default=Value(0), output_field=BigIntegerField()),
    )
    return rows.order_by().values_list(*COLUMNS)


def training_item(told: dict[str, Any]) -> WorkItem:
    """What the home page says of one; `chair_key` tells who keeps it from who only comes."""
    group, due, note = _what(told["status"], told["day"], bool(told["chair_key"]))
    return WorkItem(
        group=group, title=told["title"][:160], url=reverse("training", args=[told["uid"]]), number=told["number"],
        kind=_("Training"), due=due, unit=in_language(told["unit__name_vi"], told["unit__name_en"]), note=note,
    )  # fmt: skip


def _what(status: str, day: dt.date, keeps: bool) -> tuple[str, dt.date, str]:
    if status == TrainingStatus.HELD:
        return "decide", day + TO_JUDGE, _("Judge how effective it was")
    if keeps and day <= clock.today():
        return "do", day, _("Record who came and the results")
    return "coming", max(day, clock.today()), _("Training to come")


DAYS = DueSource(
    name="training",
    label=gettext_lazy("Training"),
    report=TrainingReport,
    day="planned_on",
    waiting=lambda: Q(status=TrainingStatus.PLANNED),
    own=lambda user: Q(id__in=participated(user, Training)),
    text=lambda record: record.title,
    owner=lambda record: str(record.prepared_by),
    related=("unit", "prepared_by"),
)


def shown_by_trainings(holder: Any, editions: Collection[Any]) -> Iterable[ClauseEvidence]:
    """How many trainings the holder's QMS held and judged, under the clause on competence."""
    numbers = {"7.2", *CLAUSES.values()}
    clauses = Clause.objects.filter(edition__in=editions, edition__standard__code="9001", number__in=numbers)
    found = [one for one in clauses.select_related("edition") if one.number == CLAUSES.get(one.edition.year, "7.2")]
    if not found:
        return
    held = Training.objects.filter(
        status__in=[TrainingStatus.HELD, TrainingStatus.JUDGED], unit_id__in=inside_subtree(frozenset({holder.unit_id}))
    )
    judged = Count("pk", filter=Q(status=TrainingStatus.JUDGED))
    counted = held.order_by().aggregate(number=Count("pk"), judged=judged, last=Max("held_on"))
    if not counted["number"]:
        return
    text = ngettext(
        "%(count)d training held, %(judged)d judged", "%(count)d trainings held, %(judged)d judged", counted["number"]
    )
    url = f"{reverse('trainings')}?unit={holder.unit_id}"
    for clause in found:
        told = text % {"count": counted["number"], "judged": counted["judged"]}
        yield ClauseEvidence(clause.pk, clause.edition_id, told, url, counted["last"])


RETAINED = RetainedKind(
    Training,
    gettext_lazy("Trainings"),
    closed=lambda: Q(status__in=[TrainingStatus.JUDGED, TrainingStatus.CANCELLED]),
    ended=lambda: Coalesce("judged_on", "planned_on"),
    recorded=lambda: F("planned_on"),
    files=[("qms.trainingfile", "record_id")],
    words=("ho so dao tao", "ke hoach dao tao", "ket qua dao tao"),
)

SECTION = PackSection(
    Training,
    gettext_lazy("Trainings and their results"),
    of_units(Training),
    71,
    day="planned_on",
    parts=(("qms.trainingperson", "training"),),
)

PACK_CLAUSES = [under("7.2")]
