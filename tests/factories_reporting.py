"""Factories of yearly plans, meetings, management reviews and periodic reports."""

import datetime as dt

import factory

from qms import clock, models
from qms.reporting_enums import MeetingStatus, PlanStatus, ReportStatus, ReviewStatus, TrainingStatus
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_qms import EditionFactory, UnitFactory, UserFactory


class WorkPlanFactory(TrackedFactory):
    """A draft plan of the reform for 2020; traits lead on."""

    class Meta:
        model = models.WorkPlan

    class Params:
        approved = factory.Trait(
            status=PlanStatus.APPROVED,
            approved_by=factory.SubFactory(UserFactory),
            approved_on=factory.LazyFunction(clock.today),
        )
        closed = factory.Trait(approved=True, status=PlanStatus.CLOSED, closed_on=factory.LazyFunction(clock.today))
        abandoned = factory.Trait(status=PlanStatus.ABANDONED)

    number = factory.Sequence("KH-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    year = 2020
    kind = "reform"
    title = "Kế hoạch cải cách hành chính năm 2020"
    prepared_by = factory.SubFactory(UserFactory)


class PlanTaskFactory(TrackedFactory):
    """A task due in June."""

    class Meta:
        model = models.PlanTask

    plan = factory.SubFactory(WorkPlanFactory)
    group = "procedures"
    title = "Rà soát thủ tục hành chính"
    unit = factory.SelfAttribute("plan.unit")
    owner = factory.SubFactory(UserFactory)
    due_on = dt.date(2020, 6, 30)


class WorkPlanFileFactory(FileLinkFactory):
    """A file of a yearly plan."""

    class Meta:
        model = models.WorkPlanFile

    record = factory.SubFactory(WorkPlanFactory)


class CommitteeMeetingFactory(TrackedFactory):
    """A planned meeting; traits lead on."""

    class Meta:
        model = models.CommitteeMeeting

    class Params:
        held = factory.Trait(status=MeetingStatus.HELD, minutes="Đã họp")
        concluded = factory.Trait(
            held=True,
            status=MeetingStatus.CONCLUDED,
            notice_number="01/TB",
            signed_by=factory.SubFactory(UserFactory),
            signed_on=factory.LazyFunction(clock.today),
        )
        closed = factory.Trait(concluded=True, status=MeetingStatus.CLOSED, closed_on=factory.LazyFunction(clock.today))
        cancelled = factory.Trait(status=MeetingStatus.CANCELLED)

    number = factory.Sequence("HB-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    committee = "Ban chỉ đạo cải cách hành chính"
    title = "Phiên họp quý II"
    held_on = dt.date(2020, 7, 1)
    chair = factory.SubFactory(UserFactory)
    prepared_by = factory.SubFactory(UserFactory)


class MeetingConclusionFactory(TrackedFactory):
    """A conclusion that nobody owns."""

    class Meta:
        model = models.MeetingConclusion

    meeting = factory.SubFactory(CommitteeMeetingFactory)
    text = "Đẩy nhanh tiến độ"


class CommitteeMeetingFileFactory(FileLinkFactory):
    """A file of a meeting."""

    class Meta:
        model = models.CommitteeMeetingFile

    record = factory.SubFactory(CommitteeMeetingFactory)


class ManagementReviewFactory(TrackedFactory):
    """A planned review of the year 2019; traits lead on."""

    class Meta:
        model = models.ManagementReview

    class Params:
        frozen = factory.Trait(status=ReviewStatus.FROZEN, frozen_on=factory.LazyFunction(clock.today))
        held = factory.Trait(frozen=True, status=ReviewStatus.HELD, discussion="Đã thảo luận", conclusion="Phù hợp")
        signed = factory.Trait(
            held=True,
            status=ReviewStatus.SIGNED,
            signed_by=factory.SubFactory(UserFactory),
            signed_on=factory.LazyFunction(clock.today),
        )
        closed = factory.Trait(signed=True, status=ReviewStatus.CLOSED, closed_on=factory.LazyFunction(clock.today))
        cancelled = factory.Trait(status=ReviewStatus.CANCELLED)

    number = factory.Sequence("XX-2019-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    edition = factory.SubFactory(EditionFactory)
    title = "Xem xét của lãnh đạo năm 2019"
    period_from = dt.date(2019, 1, 1)
    period_to = dt.date(2019, 12, 31)
    meeting_on = dt.date(2020, 1, 15)
    chair = factory.SubFactory(UserFactory)
    secretary = factory.SubFactory(UserFactory)
    prepared_by = factory.SubFactory(UserFactory)


class ReviewInputFactory(TrackedFactory):
    """One item of the agenda."""

    class Meta:
        model = models.ReviewInput

    review = factory.SubFactory(ManagementReviewFactory)
    key = factory.Sequence("item-{}".format)
    title = "Kết quả đánh giá nội bộ"


class ReviewDecisionFactory(TrackedFactory):
    """A decision about improvement."""

    class Meta:
        model = models.ReviewDecision

    review = factory.SubFactory(ManagementReviewFactory)
    kind = "improvement"
    text = "Đào tạo lại đánh giá viên nội bộ"
    unit = factory.SelfAttribute("review.unit")
    owner = factory.SubFactory(UserFactory)
    due_on = dt.date(2020, 9, 30)


class ManagementReviewFileFactory(FileLinkFactory):
    """A file of a review."""

    class Meta:
        model = models.ManagementReviewFile

    record = factory.SubFactory(ManagementReviewFactory)


class ReportFormFactory(TrackedFactory):
    """A form without sections."""

    class Meta:
        model = models.ReportForm

    code = factory.Sequence("form-{}".format)
    title_vi = "Báo cáo định kỳ"
    title_en = "Periodic report"


class ReportSectionFactory(TrackedFactory):
    """A section."""

    class Meta:
        model = models.ReportSection

    form = factory.SubFactory(ReportFormFactory)
    position = factory.Sequence(int)
    number = factory.Sequence("{}".format)
    title_vi = "Chỉ đạo điều hành"
    title_en = "Leadership"


class ReportLineFactory(TrackedFactory):
    """A typed number."""

    class Meta:
        model = models.ReportLine

    form = factory.SubFactory(ReportFormFactory)
    section = factory.SubFactory(ReportSectionFactory, form=factory.SelfAttribute("..form"))
    position = factory.Sequence(int)
    key = factory.Sequence("line-{}".format)
    title_vi = "Số văn bản đã ban hành"
    title_en = "Documents issued"
    kind = "count"


class PeriodSchemeFactory(TrackedFactory):
    """A duty of each quarter."""

    class Meta:
        model = models.PeriodScheme

    code = factory.Sequence("scheme-{}".format)
    title_vi = "Báo cáo quý"
    title_en = "Quarterly report"
    superior = factory.SubFactory(UnitFactory)
    rhythm = "quarterly"
    form = factory.SubFactory(ReportFormFactory)


class ReportPeriodFactory(TrackedFactory):
    """The second quarter of 2020."""

    class Meta:
        model = models.ReportPeriod

    scheme = factory.SubFactory(PeriodSchemeFactory)
    code = "2020-Q2"
    figures_from = dt.date(2020, 4, 1)
    figures_to = dt.date(2020, 6, 30)
    opens_on = dt.date(2020, 6, 15)
    due_on = dt.date(2020, 7, 10)


class PeriodicReportFactory(TrackedFactory):
    """An open report; traits lead on."""

    class Meta:
        model = models.PeriodicReport

    class Params:
        filled = factory.Trait(status=ReportStatus.FILLED, filled_by=factory.SubFactory(UserFactory))
        submitted = factory.Trait(
            filled=True,
            status=ReportStatus.SUBMITTED,
            document_number="01/BC",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_on=factory.LazyFunction(clock.today),
        )
        returned = factory.Trait(
            submitted=True,
            status=ReportStatus.RETURNED,
            returned_why="Thiếu số liệu",
            returned_on=factory.LazyFunction(clock.today),
        )
        accepted = factory.Trait(
            submitted=True,
            status=ReportStatus.ACCEPTED,
            accepted_by=factory.SubFactory(UserFactory),
            accepted_on=factory.LazyFunction(clock.today),
        )
        excused = factory.Trait(status=ReportStatus.EXCUSED)

    number = factory.Sequence("BC-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    period = factory.SubFactory(ReportPeriodFactory)
    superior = factory.SelfAttribute("period.scheme.superior")
    form = factory.SelfAttribute("period.scheme.form")
    period_code = factory.SelfAttribute("period.code")
    figures_from = factory.SelfAttribute("period.figures_from")
    figures_to = factory.SelfAttribute("period.figures_to")
    due_on = factory.SelfAttribute("period.due_on")
    opened_on = factory.SelfAttribute("period.opens_on")


class ReportFigureFactory(TrackedFactory):
    """A figure as counted."""

    class Meta:
        model = models.ReportFigure

    report = factory.SubFactory(PeriodicReportFactory)
    line = factory.SubFactory(ReportLineFactory, form=factory.SelfAttribute("..report.form"))
    numerator = 3


class ReportTextFactory(TrackedFactory):
    """A text."""

    class Meta:
        model = models.ReportText

    report = factory.SubFactory(PeriodicReportFactory)
    section = factory.SubFactory(ReportSectionFactory, form=factory.SelfAttribute("..report.form"))
    text = "Đã ban hành kế hoạch"


class PeriodicReportFileFactory(FileLinkFactory):
    """An annex."""

    class Meta:
        model = models.PeriodicReportFile

    record = factory.SubFactory(PeriodicReportFactory)


class ConsolidationFactory(TrackedFactory):
    """What was added up for the second quarter."""

    class Meta:
        model = models.Consolidation

    class Params:
        signed = factory.Trait(
            status="signed",
            signed_by=factory.SubFactory(UserFactory),
            signed_on=factory.LazyFunction(clock.today),
        )

    number = factory.Sequence("TH-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    form = factory.SubFactory(ReportFormFactory)
    code = "2020-Q2"
    figures_from = dt.date(2020, 4, 1)
    figures_to = dt.date(2020, 6, 30)
    as_of = dt.date(2020, 7, 15)
    prepared_by = factory.SubFactory(UserFactory)


class ConsolidatedReportFactory(TrackedFactory):
    """A report in a consolidation."""

    class Meta:
        model = models.ConsolidatedReport

    consolidation = factory.SubFactory(ConsolidationFactory)
    report = factory.SubFactory(PeriodicReportFactory)


class ConsolidatedFigureFactory(TrackedFactory):
    """A sum."""

    class Meta:
        model = models.ConsolidatedFigure

    consolidation = factory.SubFactory(ConsolidationFactory)
    line = factory.SubFactory(ReportLineFactory, form=factory.SelfAttribute("..consolidation.form"))
    numerator = 3


class ConsolidationFileFactory(FileLinkFactory):
    """A file of a consolidated report."""

    class Meta:
        model = models.ConsolidationFile

    record = factory.SubFactory(ConsolidationFactory)


class TrainingFactory(TrackedFactory):
    """A planned training; traits lead on."""

    class Meta:
        model = models.Training

    class Params:
        held = factory.Trait(status=TrainingStatus.HELD, held_on=factory.LazyFunction(clock.today))
        judged = factory.Trait(
            held=True,
            status=TrainingStatus.JUDGED,
            effect="Đã kiểm tra bằng bài tập",
            judged_by=factory.SubFactory(UserFactory),
            judged_on=factory.LazyFunction(clock.today),
        )
        cancelled = factory.Trait(status=TrainingStatus.CANCELLED)

    number = factory.Sequence("DT-2020-X-{:04}".format)
    unit = factory.SubFactory(UnitFactory)
    title = "Đào tạo đánh giá viên nội bộ"
    reason = "edition"
    planned_on = dt.date(2020, 8, 1)
    prepared_by = factory.SubFactory(UserFactory)


class TrainingPersonFactory(TrackedFactory):
    """A person who is to come."""

    class Meta:
        model = models.TrainingPerson

    training = factory.SubFactory(TrainingFactory)
    user = factory.SubFactory(UserFactory)


class TrainingFileFactory(FileLinkFactory):
    """A file of a training."""

    class Meta:
        model = models.TrainingFile

    record = factory.SubFactory(TrainingFactory)
