"""Factories of objectives, figures of procedures, nonconforming outputs and feedback."""

import datetime as dt

import factory

from qms import clock, models
from qms.performance_enums import FeedbackKind, FeedbackStatus, ObjectiveStatus, OutputKind, OutputStatus
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_documents import DocumentFactory
from tests.factories_qms import ClauseFactory, UnitFactory, UserFactory


class ObjectiveFactory(TrackedFactory):
    """A proposed objective of this year; traits lead on."""

    class Meta:
        model = models.Objective

    class Params:
        approved = factory.Trait(
            status=ObjectiveStatus.APPROVED,
            approved_by=factory.SubFactory(UserFactory),
            approved_on=factory.LazyFunction(clock.today),
        )
        running = factory.Trait(approved=True, status=ObjectiveStatus.RUNNING)
        judged = factory.Trait(
            running=True,
            status=ObjectiveStatus.JUDGED,
            achievement="met",
            conclusion="Đạt",
            judged_on=factory.LazyFunction(clock.today),
        )
        dropped = factory.Trait(status=ObjectiveStatus.DROPPED)

    number = factory.Sequence("MT-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    title = "Hồ sơ giải quyết đúng hạn"
    definition = "Hồ sơ trả đúng hạn trên tổng hồ sơ đã trả"
    measure_unit = "%"
    owner = factory.SubFactory(UserFactory)
    proposed_by = factory.SubFactory(UserFactory)
    starts_on = dt.date(2020, 1, 1)
    ends_on = dt.date(2020, 12, 31)


class ObjectiveTargetFactory(TrackedFactory):
    """97 in 2020."""

    class Meta:
        model = models.ObjectiveTarget

    objective = factory.SubFactory(ObjectiveFactory)
    year = 2020
    value = 97


class MeasurementFactory(TrackedFactory):
    """The first quarter."""

    class Meta:
        model = models.Measurement

    objective = factory.SubFactory(ObjectiveFactory)
    period_from = dt.date(2020, 1, 1)
    period_to = dt.date(2020, 3, 31)
    value = 95
    as_of = dt.date(2020, 3, 31)
    recorded_by = factory.SubFactory(UserFactory)


class ObjectiveActionFactory(TrackedFactory):
    """An action of the plan."""

    class Meta:
        model = models.ObjectiveAction

    objective = factory.SubFactory(ObjectiveFactory)
    action = factory.SubFactory("tests.factories_actions.ActionFactory")


class ObjectiveClauseFactory(TrackedFactory):
    """A clause that it serves."""

    class Meta:
        model = models.ObjectiveClause

    record = factory.SubFactory(ObjectiveFactory)
    clause = factory.SubFactory(ClauseFactory)


class ObjectiveFileFactory(FileLinkFactory):
    """What shows a measurement."""

    class Meta:
        model = models.ObjectiveFile

    record = factory.SubFactory(ObjectiveFactory)
    name = "bang-so-lieu.pdf"


class ProcedureFigureFactory(TrackedFactory):
    """June."""

    class Meta:
        model = models.ProcedureFigure

    document = factory.SubFactory(DocumentFactory)
    unit = factory.SubFactory(UnitFactory)
    month = dt.date(2020, 6, 1)
    received = 20
    on_time = 19
    late = 1
    recorded_by = factory.SubFactory(UserFactory)


class NonconformingOutputFactory(TrackedFactory):
    """A dossier that came back late; traits lead on."""

    class Meta:
        model = models.NonconformingOutput

    class Params:
        decided = factory.Trait(
            status=OutputStatus.DECIDED,
            decision="Xin lỗi và hẹn lại ngày trả",
            decided_by=factory.SubFactory(UserFactory),
            decided_on=factory.LazyFunction(clock.today),
        )
        closed = factory.Trait(decided=True, status=OutputStatus.CLOSED)
        withdrawn = factory.Trait(status=OutputStatus.WITHDRAWN)

    number = factory.Sequence("DRKPH-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    dossier = "000.00.19.H26-200601-0001"
    kind = OutputKind.OVERDUE
    description = "Trả chậm hai ngày"
    found_on = factory.LazyFunction(clock.today)
    recorded_by = factory.SubFactory(UserFactory)


class OutputFileFactory(FileLinkFactory):
    """The apology slip."""

    class Meta:
        model = models.OutputFile

    record = factory.SubFactory(NonconformingOutputFactory)
    name = "phieu-xin-loi.pdf"


class PublishedProcedureFactory(TrackedFactory):
    """Decided and published."""

    class Meta:
        model = models.PublishedProcedure

    document = factory.SubFactory(DocumentFactory)
    decided_on = dt.date(2020, 5, 4)
    published_on = dt.date(2020, 5, 11)


class FeedbackFactory(TrackedFactory):
    """A complaint just received; traits lead on."""

    class Meta:
        model = models.Feedback

    class Params:
        assigned = factory.Trait(status=FeedbackStatus.ASSIGNED, handler=factory.SubFactory(UserFactory))
        answer_proposed = factory.Trait(
            assigned=True,
            status=FeedbackStatus.ANSWER_PROPOSED,
            answer="Chúng tôi xin lỗi",
            answer_by=factory.SelfAttribute("handler"),
        )
        answer_approved = factory.Trait(
            answer_proposed=True,
            status=FeedbackStatus.ANSWER_APPROVED,
            approved_by=factory.SubFactory(UserFactory),
        )
        answered = factory.Trait(
            answer_approved=True, status=FeedbackStatus.ANSWERED, answered_at=factory.LazyFunction(clock.now)
        )
        closed = factory.Trait(answered=True, status=FeedbackStatus.CLOSED, closed_on=factory.LazyFunction(clock.today))
        forwarded = factory.Trait(status=FeedbackStatus.FORWARDED, forwarded_to="Sở Tư pháp")
        refused = factory.Trait(status=FeedbackStatus.REFUSED, public_note="Đơn tố cáo gửi Thanh tra")

    number = factory.Sequence("PA-2020-X-{:04}".format)
    code = factory.Sequence("AB{:08}".format)
    unit = factory.SubFactory(UnitFactory)
    kind = FeedbackKind.COMPLAINT
    subject = "Trả hồ sơ chậm"
    body = "Hồ sơ của tôi trả chậm hai ngày"
    received_at = factory.LazyFunction(clock.now)
    recorded_by = factory.SubFactory(UserFactory)


class FeedbackSenderFactory(TrackedFactory):
    """Who wrote."""

    class Meta:
        model = models.FeedbackSender

    feedback = factory.SubFactory(FeedbackFactory)
    name = "Người dân"


class FeedbackFileFactory(FileLinkFactory):
    """What the sender attached."""

    class Meta:
        model = models.FeedbackFile

    record = factory.SubFactory(FeedbackFactory)
    name = "giay-hen.jpg"
