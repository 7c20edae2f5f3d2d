"""Factories of qms: units, people, standards, documents, actions; traits give states."""

import datetime as dt
import hashlib
import uuid

import factory

from qms import clock, models
from qms.documents import body_hash
from qms.enums import (
    ActingForm,
    ActionKind,
    ActionStatus,
    DocumentKind,
    InformationKind,
    IssueStatus,
    Obligation,
    Relation,
    Rhythm,
    Role,
    UnitKind,
)
from qms.operations.organisation import rebuild_paths
from tests.factories_base import LONG_AGO, ClauseReferenceFactory, FileLinkFactory, TrackedFactory

PASSWORD = "a-long-test-password"


class TreeFactory(TrackedFactory):
    """A part of the tree of units; the closure is rebuilt after each."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        record = super()._create(model_class, *args, **kwargs)
        rebuild_paths()
        return record


class UnitFactory(TreeFactory):
    class Meta:
        model = models.Unit

    code = factory.Sequence("U-{}".format)
    name_vi = factory.LazyAttribute(lambda unit: f"Phòng {unit.code}")
    name_en = factory.LazyAttribute(lambda unit: f"Division {unit.code}")
    kind = UnitKind.DIVISION
    valid_from = LONG_AGO


class HoldingFactory(TreeFactory):
    class Meta:
        model = models.QMSHolding

    unit = factory.SubFactory(UnitFactory)
    obligation = Obligation.OBLIGED
    rhythm = Rhythm.SIX_MONTHLY
    valid_from = LONG_AGO


class UserFactory(TrackedFactory):
    """A person with the password PASSWORD. A trait per role gives that role in `unit`, with membership there."""

    class Meta:
        model = models.User

    class Params:
        reader = factory.Trait(role=Role.READER)
        officer = factory.Trait(role=Role.OFFICER)
        inspector = factory.Trait(role=Role.INSPECTOR)
        manager = factory.Trait(role=Role.MANAGER)
        top = factory.Trait(role=Role.TOP)
        auditor = factory.Trait(role=Role.AUDITOR)
        admin = factory.Trait(role=Role.ADMIN)

    username = factory.Sequence("person{}".format)
    full_name = factory.LazyAttribute(lambda user: f"Nguyễn Văn {user.username.capitalize()}")
    position_vi = "Chuyên viên"
    position_en = "Officer"
    unit = None
    role = None

    @classmethod
    def _create(cls, model_class, *args, unit=None, role=None, **kwargs):
        user = model_class(**kwargs)
        user.set_password(PASSWORD)
        kwargs["password"] = user.password
        person = super()._create(model_class, *args, **kwargs)
        if role:
            unit = unit or UnitFactory()
            RoleFactory(user=person, unit=unit, role=role)
        if unit:
            MembershipFactory(user=person, unit=unit)
        return person


class MembershipFactory(TrackedFactory):
    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    valid_from = LONG_AGO


class RoleFactory(TrackedFactory):
    class Meta:
        model = models.RoleAssignment

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.READER
    valid_from = LONG_AGO


class ActingForFactory(TrackedFactory):
    class Meta:
        model = models.ActingFor

    deputy = factory.SubFactory(UserFactory)
    principal = factory.SubFactory(UserFactory)
    form = ActingForm.KT
    basis = "Quyết định số 12/QĐ-SLĐ"
    valid_from = LONG_AGO


class StandardFactory(TrackedFactory):
    class Meta:
        model = models.Standard

    code = factory.Sequence("T{}".format)
    name_vi = factory.LazyAttribute(lambda standard: f"Bộ tiêu chí {standard.code}")
    name_en = factory.LazyAttribute(lambda standard: f"Criteria {standard.code}")


class EditionFactory(TrackedFactory):
    class Meta:
        model = models.Edition

    standard = factory.SubFactory(StandardFactory)
    year = "2015"
    name_vi = factory.LazyAttribute(lambda edition: f"{edition.standard.code}:{edition.year}")


class ClauseFactory(TrackedFactory):
    class Meta:
        model = models.Clause

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(lambda number: number + 1)
    number = factory.LazyAttribute(lambda clause: f"8.{clause.position}")
    title_vi = "Kiểm soát việc cung cấp dịch vụ"
    title_en = "Control of service provision"


class InformationDemandFactory(TrackedFactory):
    class Meta:
        model = models.InformationDemand

    clause = factory.SubFactory(ClauseFactory)
    kind = InformationKind.MAINTAIN
    text_vi = "phạm vi của hệ thống"


class CorrespondenceFactory(TrackedFactory):
    class Meta:
        model = models.Correspondence

    from_clause = factory.SubFactory(ClauseFactory)
    to_clause = factory.SubFactory(ClauseFactory)
    from_edition = factory.SelfAttribute("from_clause.edition")
    to_edition = factory.SelfAttribute("to_clause.edition")
    relation = Relation.EQUIVALENT


class CompetenceFactory(TrackedFactory):
    class Meta:
        model = models.Competence

    user = factory.SubFactory(UserFactory)
    standard = factory.SubFactory(StandardFactory)
    basis = "Chứng chỉ đánh giá viên nội bộ"
    valid_from = LONG_AGO


class StoredFileFactory(TrackedFactory):
    class Meta:
        model = models.StoredFile

    sha256 = factory.Sequence(lambda number: hashlib.sha256(str(number).encode()).hexdigest())
    size = 10
    media_type = "application/pdf"
    stored_name = factory.LazyAttribute(lambda file: f"{file.sha256[:2]}/{file.sha256}")


class DocumentFactory(TrackedFactory):
    class Meta:
        model = models.Document

    number = factory.Sequence("QT-{:02d}".format)
    kind = DocumentKind.PROCEDURE
    unit = factory.SubFactory(UnitFactory)
    title_vi = "Quy trình tiếp nhận hồ sơ"
    title_en = "Receiving dossiers"
    author = factory.SubFactory(UserFactory)


class IssueFactory(TrackedFactory):
    """An issue with content; a trait per status."""

    class Meta:
        model = models.Issue

    class Params:
        in_review = factory.Trait(status=IssueStatus.IN_REVIEW, reviewer=factory.SubFactory(UserFactory))
        reviewed = factory.Trait(
            status=IssueStatus.REVIEWED,
            reviewer=factory.SubFactory(UserFactory),
            reviewed_at=factory.LazyFunction(clock.now),
        )
        approved = factory.Trait(
            reviewed=True,
            status=IssueStatus.APPROVED,
            approved_by=factory.SubFactory(UserFactory),
            signed_on=factory.LazyFunction(clock.today),
            effective_on=factory.LazyFunction(clock.today),
        )
        withdrawn = factory.Trait(
            approved=True, status=IssueStatus.WITHDRAWN, withdrawn_on=factory.LazyFunction(clock.today)
        )
        abandoned = factory.Trait(status=IssueStatus.ABANDONED)

    document = factory.SubFactory(DocumentFactory)
    issue_number = factory.Sequence(lambda number: f"{number + 1:02d}")
    title_vi = factory.SelfAttribute("document.title_vi")
    title_en = factory.SelfAttribute("document.title_en")
    author = factory.SelfAttribute("document.author")
    status = IssueStatus.DRAFT
    body = factory.LazyFunction(lambda: [{"type": "purpose", "value": "Tiếp nhận đúng hạn."}])
    body_html = "<h2>Mục đích</h2><p>Tiếp nhận đúng hạn.</p>"
    body_text = "Mục đích Tiếp nhận đúng hạn."

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs["status"] != IssueStatus.DRAFT and not kwargs.get("content_hash"):
            kwargs["content_hash"] = body_hash(model_class(**kwargs))
        return super()._create(model_class, *args, **kwargs)


class DocumentClauseFactory(ClauseReferenceFactory):
    class Meta:
        model = models.DocumentClause

    record = factory.SubFactory(DocumentFactory)


class ActionFactory(TrackedFactory):
    """An action owed in a month; a trait per status."""

    class Meta:
        model = models.Action

    class Params:
        proposed = factory.Trait(status=ActionStatus.PROPOSED)
        assigned = factory.Trait(status=ActionStatus.ASSIGNED)
        in_progress = factory.Trait(status=ActionStatus.IN_PROGRESS)
        done = factory.Trait(
            status=ActionStatus.DONE, evidence="Biên bản kèm theo", done_on=factory.LazyFunction(clock.today)
        )
        verified = factory.Trait(
            done=True,
            status=ActionStatus.VERIFIED,
            verified_by=factory.SubFactory(UserFactory),
            verified_on=factory.LazyFunction(clock.today),
        )
        cancelled = factory.Trait(status=ActionStatus.CANCELLED)

    number = factory.Sequence("HĐ-2020-U-{:04d}".format)
    kind = ActionKind.CORRECTIVE
    title = "Tập huấn lại bộ phận một cửa"
    unit = factory.SubFactory(UnitFactory)
    raised_by_unit = factory.SelfAttribute("unit")
    owner = factory.SubFactory(UserFactory)
    assigned_by = factory.SubFactory(UserFactory)
    due_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=30))
    original_due_on = factory.SelfAttribute("due_on")
    status = ActionStatus.PROPOSED


class ActionHelperFactory(TrackedFactory):
    class Meta:
        model = models.ActionHelper

    action = factory.SubFactory(ActionFactory)
    user = factory.SubFactory(UserFactory)


class ActionExtensionFactory(TrackedFactory):
    class Meta:
        model = models.ActionExtension

    action = factory.SubFactory(ActionFactory, in_progress=True)
    asked_by = factory.SelfAttribute("action.owner")
    asked_on = factory.LazyFunction(clock.today)
    from_day = factory.SelfAttribute("action.due_on")
    to_day = factory.LazyAttribute(lambda extension: extension.from_day + dt.timedelta(days=10))
    why = "Chờ kinh phí"


class ActionFileFactory(FileLinkFactory):
    class Meta:
        model = models.ActionFile

    record = factory.SubFactory(ActionFactory)


class SignatureFactory(TrackedFactory):
    class Meta:
        model = models.Signature

    kind = "qms.action"
    record_uid = factory.LazyFunction(uuid.uuid4)
    step = "approve"
    signer = factory.SubFactory(UserFactory)
    name = "Nguyễn Văn A"
    meaning = "Approved"
    signed_at = factory.LazyFunction(clock.now)
    content_hash = "0" * 64
