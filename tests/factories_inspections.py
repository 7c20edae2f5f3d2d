"""Factories of inspections: programme to corrective action; traits give states whose guards hold."""

import datetime as dt

import factory

from inspections import models
from inspections.enums import (
    CauseMethod,
    FindingAnswer,
    FindingStatus,
    Grade,
    InspectionKind,
    InspectionStatus,
    NonconformityStatus,
    ProgrammeStatus,
    SimilarCases,
    Source,
)
from qms import clock
from tests.factories_base import ClauseReferenceFactory, FileLinkFactory, TrackedFactory, save
from tests.factories_qms import (
    ActionFactory,
    ClauseFactory,
    DocumentFactory,
    EditionFactory,
    UnitFactory,
    UserFactory,
)

today = factory.LazyFunction(clock.today)


def in_days(count):
    """A day so many days from today, read when the record is made."""
    return factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=count))


class ProgrammeFactory(TrackedFactory):
    class Meta:
        model = models.Programme

    class Params:
        approved = factory.Trait(
            status=ProgrammeStatus.APPROVED, approved_by=factory.SubFactory(UserFactory), approved_on=today
        )
        amended = factory.Trait(approved=True, status=ProgrammeStatus.AMENDED, issue=2)
        closed = factory.Trait(approved=True, status=ProgrammeStatus.CLOSED)

    number = factory.Sequence("CTĐG-2020-U-{:04d}".format)
    unit = factory.SubFactory(UnitFactory)
    year = 2020
    title = "Chương trình đánh giá nội bộ năm 2020"
    edition = factory.SubFactory(EditionFactory)
    prepared_by = factory.SubFactory(UserFactory)


class ProgrammeLineFactory(TrackedFactory):
    class Meta:
        model = models.ProgrammeLine

    programme = factory.SubFactory(ProgrammeFactory)
    unit = factory.SubFactory(UnitFactory)
    month = 7


class InspectionFactory(TrackedFactory):
    """An inspection; a trait per status. `ready=True` adds a session with inspector (the lead) and clause."""

    class Meta:
        model = models.Inspection

    class Params:
        planned = factory.Trait(status=InspectionStatus.PLANNED)
        notified = factory.Trait(status=InspectionStatus.NOTIFIED, notified_on=in_days(-14))
        in_progress = factory.Trait(notified=True, status=InspectionStatus.IN_PROGRESS, started_on=today)
        report_drafted = factory.Trait(
            in_progress=True,
            status=InspectionStatus.REPORT_DRAFTED,
            closing_meeting_on=today,
            conclusion="Hệ thống phù hợp.",
        )
        with_unit = factory.Trait(report_drafted=True, status=InspectionStatus.WITH_UNIT, sent_on=today)
        concluded = factory.Trait(
            with_unit=True,
            status=InspectionStatus.CONCLUDED,
            unit_comment="Nhất trí.",
            unit_commented_on=today,
            report_version=1,
            report_hash="0" * 64,
        )
        closed = factory.Trait(concluded=True, status=InspectionStatus.CLOSED)
        cancelled = factory.Trait(status=InspectionStatus.CANCELLED)
        superior = factory.Trait(kind=InspectionKind.SUPERIOR)

    number = factory.Sequence("ĐGNB-2020-U-{:04d}".format)
    kind = InspectionKind.INTERNAL
    title = "Đánh giá nội bộ phòng chuyên môn"
    unit = factory.SubFactory(UnitFactory)
    raised_by_unit = factory.SelfAttribute("unit")
    edition = factory.SubFactory(EditionFactory)
    lead = factory.SubFactory(UserFactory)
    starts_on = today
    ends_on = factory.SelfAttribute("starts_on")

    @factory.post_generation
    def ready(self, create, extracted, **kwargs):
        """Plan one session whose inspector is the lead, on one clause of the edition."""
        if create and extracted:
            session = SessionFactory(inspection=self, unit=self.unit)
            SessionInspectorFactory(session=session, user=self.lead)
            SessionClauseFactory(record=session, clause=ClauseFactory(edition=self.edition))


class InspectedUnitFactory(TrackedFactory):
    class Meta:
        model = models.InspectedUnit

    inspection = factory.SubFactory(InspectionFactory)
    unit = factory.SubFactory(UnitFactory)


class TeamMemberFactory(TrackedFactory):
    """A member of the team; the inspection's participation follows."""

    class Meta:
        model = models.TeamMember

    inspection = factory.SubFactory(InspectionFactory)
    user = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        member = super()._create(model_class, *args, **kwargs)
        save(member.inspection)
        return member


class IndependenceOverruleFactory(TrackedFactory):
    class Meta:
        model = models.IndependenceOverrule

    inspection = factory.SubFactory(InspectionFactory)
    user = factory.SubFactory(UserFactory)
    decided_by = factory.SubFactory(UserFactory)
    decided_on = today
    reason = "Không còn đánh giá viên khác."


class InspectionFileFactory(FileLinkFactory):
    class Meta:
        model = models.InspectionFile

    record = factory.SubFactory(InspectionFactory)


class SessionFactory(TrackedFactory):
    class Meta:
        model = models.Session

    inspection = factory.SubFactory(InspectionFactory)
    unit = factory.SelfAttribute("inspection.unit")
    day = factory.SelfAttribute("inspection.starts_on")


class SessionInspectorFactory(TrackedFactory):
    class Meta:
        model = models.SessionInspector

    session = factory.SubFactory(SessionFactory)
    user = factory.SubFactory(UserFactory)


class SessionDocumentFactory(TrackedFactory):
    class Meta:
        model = models.SessionDocument

    session = factory.SubFactory(SessionFactory)
    document = factory.SubFactory(DocumentFactory)


class SessionClauseFactory(ClauseReferenceFactory):
    class Meta:
        model = models.SessionClause

    record = factory.SubFactory(SessionFactory)


class ChecklistLineFactory(TrackedFactory):
    class Meta:
        model = models.ChecklistLine

    session = factory.SubFactory(SessionFactory)
    clause = factory.SubFactory(ClauseFactory)
    position = factory.Sequence(lambda number: number + 1)
    question_vi = "Hồ sơ quá hạn được xử lý thế nào?"
    question_en = "What happens to overdue dossiers?"


class ChecklistFileFactory(FileLinkFactory):
    class Meta:
        model = models.ChecklistFile

    record = factory.SubFactory(ChecklistLineFactory)


class AnswerConflictFactory(TrackedFactory):
    """An answer that inspector and phone sent while another came to stand."""

    class Meta:
        model = models.AnswerConflict

    line = factory.SubFactory(ChecklistLineFactory)
    sent_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(clock.now)
    base_version = 1
    standing_version = 2
    result = "conforming"


class EvidenceRequestFactory(TrackedFactory):
    """What the team asks the unit to send for a line."""

    class Meta:
        model = models.EvidenceRequest

    line = factory.SubFactory(ChecklistLineFactory)
    text = "Sổ theo dõi hồ sơ quý II."
    due_on = in_days(7)
    asked_by = factory.SubFactory(UserFactory)
    asked_on = today


class EvidenceFileFactory(FileLinkFactory):
    class Meta:
        model = models.EvidenceFile

    record = factory.SubFactory(EvidenceRequestFactory)


class FindingFactory(TrackedFactory):
    """A minor finding; a trait per status and for each other grade that tests need."""

    class Meta:
        model = models.Finding

    class Params:
        draft = factory.Trait(status=FindingStatus.DRAFT)
        confirmed = factory.Trait(status=FindingStatus.CONFIRMED, confirmed_on=today)
        answered = factory.Trait(
            confirmed=True,
            status=FindingStatus.ANSWERED,
            answer_kind=FindingAnswer.NOT_TAKEN_UP,
            answer_text="Đã có quy trình thay thế.",
            answered_on=today,
        )
        closed = factory.Trait(answered=True, status=FindingStatus.CLOSED, closed_on=today)
        withdrawn = factory.Trait(status=FindingStatus.WITHDRAWN)
        observation = factory.Trait(grade=Grade.OBSERVATION)
        major = factory.Trait(grade=Grade.MAJOR)

    number = factory.Sequence("PH-2020-U-{:04d}".format)
    inspection = factory.SubFactory(InspectionFactory, in_progress=True)
    unit = factory.SelfAttribute("inspection.unit")
    raised_by_unit = factory.SelfAttribute("inspection.raised_by_unit")
    grade = Grade.MINOR
    original_grade = factory.SelfAttribute("grade")
    requirement = "8.5.1"
    statement = "Hai hồ sơ trễ hạn không có phiếu xin lỗi."
    evidence = "Hồ sơ 12 và 31"
    recorded_by = factory.SelfAttribute("inspection.lead")
    recorded_on = today


class FindingClauseFactory(ClauseReferenceFactory):
    class Meta:
        model = models.FindingClause

    record = factory.SubFactory(FindingFactory)


class FindingFileFactory(FileLinkFactory):
    class Meta:
        model = models.FindingFile

    record = factory.SubFactory(FindingFactory)


class NonconformityFactory(TrackedFactory):
    """A minor nonconformity; a trait per status, with the causes and actions that the status needs."""

    class Meta:
        model = models.Nonconformity

    class Params:
        recorded = factory.Trait(status=NonconformityStatus.RECORDED)
        disputed = factory.Trait(status=NonconformityStatus.DISPUTED, dispute="Hồ sơ đã được gia hạn.")
        accepted = factory.Trait(status=NonconformityStatus.ACCEPTED, accepted_on=today)
        contained = factory.Trait(
            accepted=True, status=NonconformityStatus.CONTAINED, correction="Gửi phiếu xin lỗi.", correction_on=today
        )
        plan_proposed = factory.Trait(
            contained=True,
            status=NonconformityStatus.PLAN_PROPOSED,
            similar_cases=SimilarCases.NONE,
            criterion="Không còn hồ sơ trễ hạn trong 3 tháng.",
            check_on=today,
            proposed_by=factory.SubFactory(UserFactory),
        )
        in_progress = factory.Trait(
            plan_proposed=True,
            status=NonconformityStatus.IN_PROGRESS,
            approved_by=factory.SubFactory(UserFactory),
            verifier=factory.SubFactory(UserFactory),
        )
        effectiveness_check = factory.Trait(in_progress=True, status=NonconformityStatus.EFFECTIVENESS_CHECK)
        closed = factory.Trait(
            effectiveness_check=True,
            status=NonconformityStatus.CLOSED,
            effect_evidence="Sổ theo dõi quý III",
            closed_on=today,
        )
        withdrawn = factory.Trait(
            status=NonconformityStatus.WITHDRAWN, withdrawal_asked_by=factory.SubFactory(UserFactory)
        )
        major = factory.Trait(grade=Grade.MAJOR)

    number = factory.Sequence("KPH-2020-U-{:04d}".format)
    source = Source.OWN_REPORT
    unit = factory.SubFactory(UnitFactory)
    raised_by_unit = factory.SelfAttribute("unit")
    raised_by = factory.SubFactory(UserFactory)
    raised_on = today
    lead = factory.SubFactory(UserFactory)
    grade = Grade.MINOR
    original_grade = factory.SelfAttribute("grade")
    requirement = "TCVN ISO 9001:2015, 8.5.1"
    fact = "Hai hồ sơ trễ hạn không có phiếu xin lỗi."
    evidence = "Hồ sơ 12 và 31"
    due_on = in_days(60)
    answer_due_on = in_days(7)

    @factory.post_generation
    def planned(self, create, extracted, **kwargs):
        """Add the confirmed cause and its action that states from "plan proposed" on stand on."""
        needs = NonconformityStatus
        action_status = {
            needs.PLAN_PROPOSED: {},
            needs.IN_PROGRESS: {"assigned": True},
            needs.EFFECTIVENESS_CHECK: {"verified": True},
            needs.CLOSED: {"verified": True},
        }.get(self.status)
        if create and extracted is not False and action_status is not None:
            action = ActionFactory(unit=self.unit, raised_by_unit=self.raised_by_unit, **action_status)
            cause = CauseFactory(nonconformity=self, confirmed=True)
            CorrectiveActionFactory(nonconformity=self, cause=cause, action=action)


class NonconformityClauseFactory(ClauseReferenceFactory):
    class Meta:
        model = models.NonconformityClause

    record = factory.SubFactory(NonconformityFactory)


class NonconformityFileFactory(FileLinkFactory):
    class Meta:
        model = models.NonconformityFile

    record = factory.SubFactory(NonconformityFactory)


class CauseFactory(TrackedFactory):
    """A cause, 5 whys where the nonconformity is major; `confirmed=True` has somebody else confirm it."""

    class Meta:
        model = models.Cause

    class Params:
        confirmed = factory.Trait(
            confirmed_by=factory.SubFactory(UserFactory), confirmed_on=today, evidence="Sổ theo dõi hồ sơ"
        )

    nonconformity = factory.SubFactory(NonconformityFactory)
    method = factory.LazyAttribute(
        lambda cause: CauseMethod.FIVE_WHYS if cause.nonconformity.grade == Grade.MAJOR else CauseMethod.SENTENCE
    )
    text = "Quy trình không nói ai gửi phiếu."
    author = factory.SubFactory(UserFactory)


class CorrectiveActionFactory(TrackedFactory):
    class Meta:
        model = models.CorrectiveAction

    nonconformity = factory.SelfAttribute("cause.nonconformity")
    cause = factory.SubFactory(CauseFactory)
    action = factory.SubFactory(ActionFactory)
