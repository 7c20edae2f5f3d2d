"""What the printed forms of controlled documents need to know; see `contexts` for the parts they share.

As there: plain texts in the document's language, days, aware moments; an empty text prints as "not recorded" or as
an empty cell. `issue` in a list is the number as the holder's scheme writes it, issue and amendment in one ("02/01").
`document_samples` has one filled example of each.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from qms.printing.clause_contexts import ComparedEntry, GapEntry
from qms.printing.contexts import Language, Letterhead, PrintMark, Signature
from qms.printing.feedback_contexts import FeedbackEntry
from qms.printing.objective_contexts import ObjectiveEntry
from qms.printing.output_contexts import OutputEntry
from qms.printing.plan_contexts import TaskEntry
from qms.printing.risk_contexts import RiskRow

Copy = Literal["controlled", "obsolete", "reference", "draft"]
Wish = Literal["new", "change", "withdraw"]
Purpose = Literal["approve", "withdraw", "declare"]
Outcome = Literal["no_change", "change", "withdraw"]


@dataclass(frozen=True, kw_only=True)
class CoverSignature:
    """One person of the cover table: signed electronically when `signed_at` is given, else room for a pen."""

    name: str
    title: str = ""  # chức danh, with KT., TL. or TUQ. where someone signs for another
    signed_at: datetime | None = None
    hash: str = ""  # printed short


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """One row of the amendment table (bảng theo dõi sửa đổi); the latest issue stands last."""

    issue: str
    signed_on: date | None = None
    request: str = ""  # what asked for it: number of the change request, a decision
    place: str = ""  # page, part or section concerned
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A file under the same control as the issue: the document itself where it is a Word, PDF or Excel file."""

    name: str
    size: str = ""  # in words: "124 KB"
    hash: str = ""


@dataclass(frozen=True, kw_only=True)
class ControlledDocument:
    """One issue of a document: cover, contents, amendment table and body, stamped as the copy that it is.

    `letterhead` gives unit and superior for cover and header; its number, place and day are not printed.
    `mark.url` is the page that tells whether this issue is in force; `mark.content_hash` the issue's hash.
    """

    letterhead: Letterhead
    mark: PrintMark
    copy: Copy
    language: Language = "vi"
    copy_number: str = ""  # of a numbered paper copy: "03"
    copy_holder: str = ""  # who keeps that copy
    copy_note: str = ""  # "Thay thế bởi lần ban hành 03 từ ngày 01/08/2020"; printed in each footer
    kind: str = ""  # "Quy trình"
    number: str = ""
    title: str = ""
    issue_number: str = ""
    amendment_number: str = ""
    signed_on: date | None = None
    effective_on: date | None = None
    written: tuple[CoverSignature, ...] = ()
    reviewed: tuple[CoverSignature, ...] = ()  # in their order
    approved: tuple[CoverSignature, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    body_html: str = ""  # the issue's frozen HTML (qms.documents.safe_html)
    files: tuple[AttachedFile, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentEntry:
    """Row of the register of internal documents (danh mục tài liệu nội bộ)."""

    number: str
    title: str
    kind: str = ""
    unit: str = ""  # wrote it
    issue: str = ""
    effective_on: date | None = None
    state: str = ""
    review_due: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExternalEntry:
    """Row of the register of external documents (danh mục tài liệu bên ngoài)."""

    number: str
    title: str
    kind: str = ""
    issuer: str = ""
    effective_on: date | None = None
    state: str = ""  # in force, out of force, replaced by
    unit: str = ""  # follows it
    checked_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RecordEntry:
    """Row of the list of records (danh mục hồ sơ)."""

    number: str
    name: str
    unit: str = ""
    place: str = ""
    retention: str = ""
    keeper: str = ""
    disposal: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CopyEntry:
    """Row of the book of distribution and recall (sổ phân phối, thu hồi): one copy and what became of it."""

    number: str
    title: str
    issue: str = ""
    effective_on: date | None = None
    given: str = ""  # number of the copy, or the form in which it was given
    receiver: str = ""
    received: str = ""  # by whom and when; empty leaves room for a pen
    recalled: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUpEntry:
    """A row of the follow-up register: one nonconformity with what is done about it."""

    number: str
    raised_on: date | None = None
    unit: str = ""
    fact: str = ""
    clauses: str = ""
    grade: str = ""
    actions: str = ""
    owners: str = ""
    due: date | None = None
    done: date | None = None
    result: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Register:
    """A list in landscape; the form decides which of the entries above its rows are."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    scope: str = ""  # unit, kind and other filters in words
    updated_on: date | None = None
    rows: tuple[
        DocumentEntry
        | ExternalEntry
        | RecordEntry
        | CopyEntry
        | FollowUpEntry
        | GapEntry
        | ComparedEntry
        | FeedbackEntry
        | OutputEntry
        | RiskRow
        | ObjectiveEntry
        | TaskEntry,
        ...,
    ] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What one of those asked said: `agrees` is None while nothing was said."""

    who: str  # "Trưởng đơn vị", "Ban ISO", "Người phê duyệt"
    agrees: bool | None = None
    comment: str = ""
    name: str = ""
    signed_at: datetime | None = None
    hash: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeRequest:
    """A request to write, change or withdraw a document (phiếu yêu cầu sửa đổi); the letterhead has its number."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    asked_on: date | None = None
    asker: str = ""
    unit: str = ""
    wish: Wish = "change"
    document_number: str = ""
    document_title: str = ""
    issue: str = ""  # the issue it speaks of
    wanted_by: date | None = None
    writer: str = ""  # who shall write it
    reason: str = ""
    content: str = ""
    opinions: tuple[Opinion, ...] = ()
    answer: str = ""  # the issue or decision that answered it, and from when
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnexRow:
    """One document of a decision's annex."""

    number: str
    title: str
    issue: str = ""
    effective_on: date | None = None
    hash: str = ""  # printed short
    note: str = ""  # "thay lần ban hành 01"; why it is withdrawn


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision (quyết định) over a list of documents; number, place and day stand in the letterhead.

    Without `articles` the form words the usual three from the purpose, the number of rows and `carried_out_by`.
    """

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    purpose: Purpose = "approve"
    draft: bool = False  # not yet signed: stamped
    subject: str = ""  # trích yếu: "Về việc ban hành ..."
    authority: str = ""  # "Giám đốc Sở ..."; prints in capitals
    grounds: tuple[str, ...] = ()  # each begins with "Căn cứ"
    proposal: str = ""  # "Theo đề nghị của ..."
    articles: tuple[str, ...] = ()
    carried_out_by: str = ""  # of the usual third article
    rows: tuple[AnnexRow, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One person who must read: `acknowledged_at` is None while they have not said so."""

    name: str
    position: str = ""
    unit: str = ""
    due: date | None = None
    acknowledged_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadingEvidence:
    """Who has read and understood an issue, who has not, who is late on the day of printing."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    number: str = ""
    title: str = ""
    issue: str = ""
    effective_on: date | None = None
    audience: str = ""  # who must read, in words
    rows: tuple[Reader, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewAnswer:
    question: str
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PeriodicReview:
    """Record of one periodic review of a document (phiếu soát xét định kỳ); the letterhead has its number."""

    letterhead: Letterhead
    mark: PrintMark
    language: Language = "vi"
    number: str = ""
    title: str = ""
    kind: str = ""
    unit: str = ""
    issue: str = ""
    effective_on: date | None = None
    last_reviewed_on: date | None = None
    due: date | None = None
    reviewed_on: date | None = None
    reviewer: str = ""
    answers: tuple[ReviewAnswer, ...] = ()
    outcome: Outcome | None = None
    reason: str = ""
    next_due: date | None = None
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
