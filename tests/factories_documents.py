"""Factories of the records around controlled documents: decisions, reviewing, reading, requests, copies, care."""

import factory

from qms import clock, models
from qms.documents import CONTENT_FILE
from qms.enums import (
    ChangeKind,
    ChangeRequestStatus,
    DecisionAct,
    DecisionStatus,
    PaperCopyStatus,
    ReviewOutcome,
    Role,
    SuggestionStatus,
)
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_qms import DocumentFactory, IssueFactory, StoredFileFactory, UnitFactory, UserFactory


class IssueFileFactory(FileLinkFactory):
    """A file under the issue's control; on a draft, since the hash of later states covers its files."""

    class Meta:
        model = models.IssueFile

    record = factory.SubFactory(IssueFactory)
    name = "quy-trinh.docx"
    purpose = CONTENT_FILE


class IssueReviewerFactory(TrackedFactory):
    class Meta:
        model = models.IssueReviewer

    issue = factory.SubFactory(IssueFactory)
    person = factory.SubFactory(UserFactory)
    position = 1


class SuggestionFactory(TrackedFactory):
    class Meta:
        model = models.Suggestion

    class Params:
        applied = factory.Trait(
            status=SuggestionStatus.APPLIED, answered_by=factory.SelfAttribute("issue.author"), answer="Đã sửa"
        )
        declined = factory.Trait(
            status=SuggestionStatus.DECLINED, answered_by=factory.SelfAttribute("issue.author"), answer="Trái luật"
        )

    issue = factory.SubFactory(IssueFactory, in_review=True)
    part = "Phạm vi"
    text = "Nêu rõ đơn vị áp dụng."
    made_by = factory.SubFactory(UserFactory)


class DecisionFactory(TrackedFactory):
    """A decision about to be signed; a trait per status."""

    class Meta:
        model = models.Decision

    class Params:
        signed = factory.Trait(
            status=DecisionStatus.SIGNED,
            signatory=factory.SubFactory(UserFactory),
            decided_on=factory.LazyFunction(clock.today),
            effective_on=factory.LazyFunction(clock.today),
        )
        cancelled = factory.Trait(status=DecisionStatus.CANCELLED)

    number = factory.Sequence("{}/QĐ-SLĐ".format)
    subject = "Ban hành các quy trình của hệ thống quản lý chất lượng"
    unit = factory.SubFactory(UnitFactory)
    prepared_by = factory.SubFactory(UserFactory)
    status = DecisionStatus.DRAFT


class DecisionItemFactory(TrackedFactory):
    """A reviewed issue of the decision's unit."""

    class Meta:
        model = models.DecisionItem

    decision = factory.SubFactory(DecisionFactory)
    issue = factory.SubFactory(IssueFactory, reviewed=True, document__unit=factory.SelfAttribute("...decision.unit"))
    act = DecisionAct.APPROVE


class DecisionFileFactory(FileLinkFactory):
    """The signed original."""

    class Meta:
        model = models.DecisionFile

    record = factory.SubFactory(DecisionFactory)
    name = "quyet-dinh.pdf"
    purpose = "original"


class AudienceFactory(TrackedFactory):
    """The readers of the document's own unit."""

    class Meta:
        model = models.Audience

    document = factory.SubFactory(DocumentFactory)
    unit = factory.SelfAttribute("document.unit")
    role = Role.READER
    since = factory.LazyFunction(clock.today)


class ChangeNoteFactory(TrackedFactory):
    class Meta:
        model = models.ChangeNote

    issue = factory.SubFactory(IssueFactory)
    audience = factory.SubFactory(AudienceFactory, document=factory.SelfAttribute("..issue.document"))
    text = "Thời hạn trả kết quả còn 5 ngày."


class AcknowledgementFactory(TrackedFactory):
    class Meta:
        model = models.Acknowledgement

    issue = factory.SubFactory(IssueFactory, approved=True)
    user = factory.SubFactory(UserFactory)
    acknowledged_on = factory.LazyFunction(clock.today)
    content_hash = factory.SelfAttribute("issue.content_hash")


class ChangeRequestFactory(TrackedFactory):
    """A reader asks for a change of a document; a trait per later status."""

    class Meta:
        model = models.ChangeRequest

    class Params:
        endorsed = factory.Trait(status=ChangeRequestStatus.ENDORSED, endorsed_by=factory.SubFactory(UserFactory))

    number = factory.Sequence("YC-2020-U-{:04d}".format)
    kind = ChangeKind.CHANGE
    document = factory.SubFactory(DocumentFactory)
    title = "Rút ngắn bước thẩm định"
    why = "Hồ sơ quá hạn ở bước thẩm định"
    unit = factory.SelfAttribute("document.unit")
    asked_by = factory.SubFactory(UserFactory)
    asked_on = factory.LazyFunction(clock.today)
    status = ChangeRequestStatus.ASKED


class ChangeRequestFileFactory(FileLinkFactory):
    class Meta:
        model = models.ChangeRequestFile

    record = factory.SubFactory(ChangeRequestFactory)


class PaperCopyFactory(TrackedFactory):
    """A copy handed out; traits give the later states."""

    class Meta:
        model = models.PaperCopy

    class Params:
        received = factory.Trait(
            status=PaperCopyStatus.RECEIVED,
            received_on=factory.LazyFunction(clock.today),
            received_by=factory.SelfAttribute("holder"),
        )
        recalled = factory.Trait(
            received=True,
            status=PaperCopyStatus.RECALLED,
            recalled_on=factory.LazyFunction(clock.today),
            recalled_by=factory.SubFactory(UserFactory),
        )
        lost = factory.Trait(status=PaperCopyStatus.LOST)

    issue = factory.SubFactory(IssueFactory, approved=True)
    number = factory.Sequence(lambda number: number % 30_000 + 1)
    unit = factory.SelfAttribute("issue.document.unit")
    holder = factory.SubFactory(UserFactory)
    held_by = "Bộ phận một cửa"
    status = PaperCopyStatus.ISSUED
    issued_on = factory.LazyFunction(clock.today)


class DocumentSchemeFactory(TrackedFactory):
    class Meta:
        model = models.DocumentScheme

    unit = factory.SubFactory(UnitFactory)


class DocumentReviewFactory(TrackedFactory):
    class Meta:
        model = models.DocumentReview

    issue = factory.SubFactory(IssueFactory, approved=True)
    document = factory.SelfAttribute("issue.document")
    outcome = ReviewOutcome.NO_CHANGE
    note = "Đối chiếu với căn cứ pháp lý"
    reviewed_by = factory.SubFactory(UserFactory)
    reviewed_on = factory.LazyFunction(clock.today)


class PrintTemplateFactory(TrackedFactory):
    class Meta:
        model = models.PrintTemplate

    unit = factory.SubFactory(UnitFactory)
    form = "controlled_document"
    file = factory.SubFactory(StoredFileFactory)
    name = "mau-quy-trinh.docx"
    added_by = factory.SubFactory(UserFactory)
