"""The figures of periodic reports that the records of qms give; each counts the unit's own QMS, no other below it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.enums import ActionKind, ActionStatus, DocumentKind
from qms.measured_by_records import list_of
from qms.measured_queries import Counted, MeasuredQuery, declare_query
from qms.measured_records import Counting, added_up, declare_counting, inside
from qms.models.actions import Action
from qms.models.declarations import Declaration
from qms.models.documents import ONCE_APPROVED, Document, Issue
from qms.models.feedback import Feedback
from qms.models.management_reviews import ManagementReview
from qms.models.objectives import Objective
from qms.models.organisation import QMSHolding
from qms.models.outputs import NonconformingOutput, ProcedureFigure, PublishedProcedure
from qms.models.people import Competence
from qms.models.plans import CommitteeMeeting, PlanTask
from qms.models.training import Training, TrainingPerson
from qms.performance_enums import ObjectiveStatus, OutputStatus
from qms.reporting_enums import MeetingStatus, PlanStatus, ReviewStatus, TrainingResult, TrainingStatus

FIRST_OF_NEW = "2015"
DONE = (ActionStatus.DONE, ActionStatus.VERIFIED)


def holders(first: dt.date, last: dt.date) -> Any:
    """Holdings that stand on the last day."""
    return QMSHolding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=last), valid_from__lte=last)


def with_declaration(first: dt.date, last: dt.date) -> Q:
    """Holders with a declaration in force on the last day."""
    return Q(Exists(_in_force(last)))


def with_new_declaration(first: dt.date, last: dt.date) -> Q:
    """Those whose declaration names the edition of 2015 or a later one."""
    return Q(Exists(_in_force(last).filter(edition__year__gte=FIRST_OF_NEW)))


def _in_force(last: dt.date) -> Any:
    return Declaration.objects.in_force(last).filter(unit_id=OuterRef("unit_id"), edition__standard__code="9001")


def procedures(first: dt.date, last: dt.date) -> Any:
    """Administrative procedures that the register knows by the last day: documents with a code of a procedure."""
    coded = Issue.objects.filter(document_id=OuterRef("pk")).exclude(procedure_code="")
    return Document.objects.filter(Exists(coded), kind=DocumentKind.PROCEDURE, ended_at=None)


def held_in_qms(first: dt.date, last: dt.date) -> Q:
    """With an issue in force on the last day."""
    return Q(Exists(Issue.objects.effective_on(last).filter(document_id=OuterRef("pk"))))


def published(first: dt.date, last: dt.date) -> Q:
    """Published by the last day, as its issue or its own record says."""
    issues = Issue.objects.filter(document_id=OuterRef("pk"), published_on__lte=last)
    own = PublishedProcedure.objects.filter(document_id=OuterRef("pk"), published_on__lte=last)
    return Q(Exists(issues)) | Q(Exists(own))


def came(first: dt.date, last: dt.date) -> Any:
    """Issues that came into force in the period."""
    rows = Issue.objects.filter(status__in=ONCE_APPROVED, effective_on__range=(first, last))
    return rows.filter(document__ended_at=None).exclude(document__kind=DocumentKind.EXTERNAL)


def _earlier() -> Exists:
    before = Issue.objects.filter(status__in=ONCE_APPROVED, document_id=OuterRef("document_id")).filter(
        Q(effective_on__lt=OuterRef("effective_on")) | Q(effective_on=OuterRef("effective_on"), pk__lt=OuterRef("pk"))
    )
    return Exists(before)


def came_first(first: dt.date, last: dt.date) -> Any:
    """Those that are the first of their document."""
    return came(first, last).filter(~_earlier())


def came_again(first: dt.date, last: dt.date) -> Any:
    """Those that follow an earlier one."""
    return came(first, last).filter(_earlier())


def withdrawn(first: dt.date, last: dt.date) -> Any:
    """Issues withdrawn in the period."""
    rows = Issue.objects.filter(status__in=ONCE_APPROVED, withdrawn_on__range=(first, last))
    return rows.filter(document__ended_at=None).exclude(document__kind=DocumentKind.EXTERNAL)


def assigned(first: dt.date, last: dt.date) -> Any:
    """Assigned tasks due in the period."""
    rows = Action.objects.filter(kind=ActionKind.TASK, due_on__range=(first, last), ended_at=None)
    return rows.exclude(status=ActionStatus.CANCELLED)


def in_time(first: dt.date, last: dt.date) -> Q:
    """Done on the due day or before."""
    return Q(status__in=DONE, done_on__lte=F("due_on"))


def late(first: dt.date, last: dt.date) -> Any:
    """Assigned tasks done after their day, or not done though it has passed."""
    open_late = Q(due_on__lt=clock.today()) & ~Q(status__in=DONE)
    return assigned(first, last).filter(open_late | Q(status__in=DONE, done_on__gt=F("due_on")))


def plan_tasks(first: dt.date, last: dt.date) -> Any:
    """Tasks of approved yearly plans due in the period."""
    rows = PlanTask.objects.filter(due_on__range=(first, last), ended_at=None)
    return rows.filter(plan__status__in=[PlanStatus.APPROVED, PlanStatus.CLOSED])


def plan_task_in_time(first: dt.date, last: dt.date) -> Q:
    """Whose action was done by the task's day."""
    return Q(action__status__in=DONE, action__done_on__lte=F("due_on"))


def meetings(first: dt.date, last: dt.date) -> Any:
    """Meetings of steering committees held in the period."""
    held = [MeetingStatus.HELD, MeetingStatus.CONCLUDED, MeetingStatus.CLOSED]
    return CommitteeMeeting.objects.filter(held_on__range=(first, last), status__in=held)


def feedback(first: dt.date, last: dt.date) -> Any:
    """Feedback received in the period."""
    begins = clock.end_of(first - dt.timedelta(days=1))
    return Feedback.objects.filter(received_at__gte=begins, received_at__lt=clock.end_of(last), ended_at=None)


def outputs(first: dt.date, last: dt.date) -> Any:
    """Nonconforming outputs found in the period."""
    rows = NonconformingOutput.objects.filter(found_on__range=(first, last), ended_at=None)
    return rows.exclude(status=OutputStatus.WITHDRAWN)


def reviews(first: dt.date, last: dt.date) -> Any:
    """Management reviews whose minutes were signed in the period."""
    signed = [ReviewStatus.SIGNED, ReviewStatus.CLOSED]
    return ManagementReview.objects.filter(signed_on__range=(first, last), status__in=signed)


def objectives(first: dt.date, last: dt.date) -> Any:
    """Objectives that ran in the period, with their latest result."""
    from qms.reports.objectives import with_latest  # noqa: PLC0415 - reports stand on the registry

    rows = Objective.objects.filter(starts_on__lte=last, ends_on__gte=first, ended_at=None)
    return with_latest(rows.filter(status__in=[ObjectiveStatus.RUNNING, ObjectiveStatus.JUDGED]))


def met(first: dt.date, last: dt.date) -> Q:
    """Judged as met, or whose latest figure reaches the target."""
    return Q(result_now="met")


def competences(first: dt.date, last: dt.date) -> Any:
    """Competences in ISO 9001 gained in the period, of people who work in the unit on the last day."""
    rows = Competence.objects.filter(valid_from__range=(first, last), standard__code="9001")
    there = Q(user__memberships__valid_to=None) | Q(user__memberships__valid_to__gte=last)
    return rows.filter(there, user__memberships__valid_from__lte=last).distinct()


def trainings(first: dt.date, last: dt.date) -> Any:
    """Trainings held in the period."""
    held = [TrainingStatus.HELD, TrainingStatus.JUDGED]
    return Training.objects.filter(held_on__range=(first, last), status__in=held)


def people_trained(first: dt.date, last: dt.date) -> Any:
    """Who came to them, once for each training."""
    came = [TrainingResult.PASSED, TrainingResult.FAILED]
    return TrainingPerson.objects.filter(
        ended_at=None, training__held_on__range=(first, last), result__in=came
    ).exclude(training__status=TrainingStatus.CANCELLED)


def sums(part: tuple[str, ...], whole: tuple[str, ...] = ()) -> Callable[..., dict[int, Counted]]:
    """Sums of columns of the procedures' figures whose month lies in the period."""

    def count(units: list[int], first: dt.date, last: dt.date) -> dict[int, Counted]:
        rows = ProcedureFigure.objects.filter(month__range=(first, last), ended_at=None, unit_id__in=inside(units))
        names = dict.fromkeys((*part, *whole))
        asked: Any = rows.order_by().values("unit_id").annotate(**{f"sum_{name}": Sum(name) for name in names})
        of_unit = {
            row["unit_id"]: (sum(row[f"sum_{one}"] for one in part), sum(row[f"sum_{one}"] for one in whole))
            for row in asked
        }
        return added_up(units, of_unit)

    return count


MONTHS = list_of("procedure_figures", month_from="{first}", month_to="{last}")
DOSSIERS = (
    (
        "dossiers_received", _("Dossiers received"),
        _("Dossiers that the months of the period count as received."),
        _("dossiers received"), "", ("received",), (),
    ),
    (
        "dossier_complaints", _("Complaints about dossiers"),
        _("Complaints that the months of the period count."),
        _("complaints"), "", ("complaints",), (),
    ),
    (
        "dossiers_in_time", _("Dossiers done early or on time, of the unit's own QMS"),
        _("Dossiers that the months of the period count as done early or on time, of all done in these months."),
        _("dossiers done early or on time"), _("dossiers done"), ("early", "on_time"), ("early", "on_time", "late"),
    ),
    (
        "dossiers_by_post", _("Dossiers by the public post"),
        _("Dossiers that the months of the period count as by the public post, of all received in these months."),
        _("dossiers by post"), _("dossiers received"), ("by_post",), ("received",),
    ),
    (
        "dossiers_at_level_3", _("Dossiers online at level 3"),
        _("Dossiers that the months of the period count as online at level 3, of all received in these months."),
        _("dossiers online at level 3"), _("dossiers received"), ("online_3",), ("received",),
    ),
    (
        "dossiers_at_level_4", _("Dossiers online at level 4, of the unit's own QMS"),
        _("Dossiers that the months of the period count as online at level 4, of all received in these months."),
        _("dossiers online at level 4"), _("dossiers received"), ("online_4",), ("received",),
    ),
)  # fmt: skip

SHARES = (
    (
        "holders_declared", _("Holders that declared a QMS"),
        _("Units that hold a QMS on the last day of the period, of which those with a declaration of conformity in"
          " force on that day."),
        _("units with a declaration in force"), Counting(holders, with_declaration), _("units that hold a QMS"),
    ),
    (
        "holders_moved", _("Holders that moved to ISO 9001:2015"),
        _("Units that hold a QMS on the last day of the period, of which those whose declaration in force on that day"
          " names ISO 9001:2015 or a later edition."),
        _("units with a declaration under 9001:2015 or later"), Counting(holders, with_new_declaration),
        _("units that hold a QMS"),
    ),
    (
        "procedures_in_qms", _("Administrative procedures under the QMS"),
        _("Documents with the code of an administrative procedure, of which those with an issue in force on the last"
          " day of the period."),
        _("procedures in force"), Counting(procedures, held_in_qms), _("procedures in the register"),
    ),
    (
        "procedures_published", _("Administrative procedures published"),
        _("Documents with the code of an administrative procedure, of which those that were published by the last day"
          " of the period."),
        _("procedures published"), Counting(procedures, published), _("procedures in the register"),
    ),
    (
        "assigned_tasks_on_time", _("Assigned tasks done on time, of the unit's own QMS"),
        _("Assigned tasks whose due day lies in the period, of which those done on that day or before; cancelled ones"
          " are left out, days after the cut-off are not counted."),
        _("tasks done by their due day"), Counting(assigned, in_time), _("tasks due in the period"),
    ),
    (
        "plan_tasks_on_time", _("Tasks of the yearly plan done on time"),
        _("Tasks of approved yearly plans whose due day lies in the period, of which those whose action was done on"
          " that day or before."),
        _("tasks done by their day"), Counting(plan_tasks, plan_task_in_time), _("tasks due in the period"),
    ),
    (
        "objectives_met", _("Objectives met"),
        _("Objectives that ran in the period, of which those judged as met, or, while they run, whose latest figure"
          " reaches the target of its year."),
        _("objectives met"), Counting(objectives, met), _("objectives that ran"),
    ),
)  # fmt: skip

NUMBERS = (
    (
        "assigned_tasks_late", _("Assigned tasks late"),
        _("Assigned tasks whose due day lies in the period and that were done after it, or not at all though it had"
          " passed at the cut-off."),
        _("tasks late"), Counting(late),
    ),
    (
        "steering_meetings", _("Meetings of the steering committee"),
        _("Meetings of steering committees held in the period."), _("meetings"), Counting(meetings),
    ),
    (
        "documents_new", _("Documents issued anew"),
        _("Issues that came into force in the period and are the first of their document; documents from outside are"
          " left out."),
        _("first issues"), Counting(came_first, unit="document__unit_id"),
    ),
    (
        "documents_amended", _("Documents amended"),
        _("Issues that came into force in the period and follow an earlier one of the same document."),
        _("further issues"), Counting(came_again, unit="document__unit_id"),
    ),
    (
        "documents_withdrawn", _("Documents withdrawn"), _("Issues withdrawn from use in the period."),
        _("issues withdrawn"), Counting(withdrawn, unit="document__unit_id"),
    ),
    (
        "feedback_received", _("Feedback received"),
        _("Feedback of citizens and organisations received in the period, whatever became of it."),
        _("feedback received"), Counting(feedback),
    ),
    (
        "outputs_found", _("Nonconforming outputs found"),
        _("Nonconforming outputs found in the period; withdrawn ones are left out."), _("outputs"), Counting(outputs),
    ),
    (
        "reviews_held", _("Management reviews held"),
        _("Management reviews whose minutes were signed in the period."), _("reviews"), Counting(reviews),
    ),
    (
        "competences_gained", _("Competences in ISO 9001 gained"),
        _("Competences in ISO 9001 that begin in the period, of people who work in the unit on its last day."),
        _("competences"), Counting(competences, unit="user__memberships__unit_id"),
    ),
    (
        "trainings_held", _("Trainings held"), _("Trainings held in the period, judged already or not."),
        _("trainings"), Counting(trainings),
    ),
    (
        "people_trained", _("People trained"), _("People who came to trainings held in the period, once for each."),
        _("people"), Counting(people_trained, unit="training__unit_id"),
    ),
)  # fmt: skip


def declare() -> None:
    """Make them known."""
    for name, title, definition, numerator, counting, denominator in SHARES:
        declare_counting(name, title, definition, numerator, counting, denominator)
    for name, title, definition, numerator, counting in NUMBERS:
        declare_counting(name, title, definition, numerator, counting)
    for name, title, definition, numerator, of, part, whole in DOSSIERS:
        unit = "%" if whole else ""
        declare_query(MeasuredQuery(name, title, definition, numerator, of or title, sums(part, whole), MONTHS, unit))
