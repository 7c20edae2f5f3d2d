"""The hash of an issue never changes, whatever is edited later around it."""

import datetime as dt

import pytest

from cms.models import DocumentPage
from qms import clock
from qms.documents import body_hash
from qms.enums import DocumentKind
from qms.history.recording import recording
from qms.models import Clause, DocumentClause, Issue
from qms.operations.documents import create_document, start_issue, withdraw_issue
from qms.signatures import SignatureIntent, content_hash
from tests.factories_base import save
from tests.factories_documents import IssueFileFactory

pytestmark = pytest.mark.django_db

SECTIONS = {"purpose": "Trả kết quả đúng hạn.", "scope": "Mọi hồ sơ.", "contents": "Tiếp nhận rồi giải quyết."}


@pytest.fixture
def issue(organisation):
    """An issue in force with a file under its control."""
    org = organisation
    document = create_document(
        by=org.officer1, author=org.inspector1, number="QT-31", kind=DocumentKind.PROCEDURE, unit=org.department,
        title_vi="Giải quyết hồ sơ", sections=SECTIONS,
    )  # fmt: skip
    made = document.issues.get()
    IssueFileFactory(record=made, purpose="content")
    page = DocumentPage.objects.get(document=document)
    from cms.publishing import freeze  # noqa: PLC0415 - beside its only use

    frozen = freeze(page.get_latest_revision_as_object())
    save(made, body=frozen.body, body_html=frozen.html, body_text=frozen.text)
    return save(
        made, status="approved", content_hash=body_hash(made), approved_by=org.head1, signed_on=clock.today(),
        effective_on=clock.today() - dt.timedelta(days=3),
    )  # fmt: skip


def a_new_issue_is_written(org, issue):
    start_issue(issue.document, by=org.officer1, summary_of_change="Đổi hết.")
    page = DocumentPage.objects.get(document=issue.document)
    draft = page.get_latest_revision_as_object()
    draft.body = []
    draft.save_revision(user=org.officer1)


def the_document_is_renamed_and_moved(org, issue):
    save(issue.document, title_vi="Tên khác", number="QT-99", unit=org.division)


def clauses_are_added(org, issue):
    with recording(by=org.officer1, operation="test"):
        DocumentClause(record=issue.document, clause=Clause.objects.first()).save()


def people_change(org, issue):
    save(org.inspector1, full_name="Người Khác", position_vi="Chức danh khác")


def another_issue_gets_a_file(org, issue):
    draft = start_issue(issue.document, by=org.officer1)
    IssueFileFactory(record=draft, purpose="content")


def it_is_withdrawn(org, issue):
    signature = SignatureIntent(org.head1, content_hash(issue), clock.now())
    withdraw_issue(issue, by=org.head1, reason="Bãi bỏ", signature=signature)


@pytest.mark.parametrize(
    "later",
    [
        a_new_issue_is_written,
        the_document_is_renamed_and_moved,
        clauses_are_added,
        people_change,
        another_issue_gets_a_file,
        it_is_withdrawn,
    ],
)
def test_hash_stands_whatever_happens_later(organisation, issue, later):
    before = (issue.content_hash, issue.body, issue.body_html)
    later(organisation, issue)
    after = Issue.objects.get(pk=issue.pk)
    assert (after.content_hash, after.body, after.body_html) == before
    assert body_hash(after) == before[0], "made again from what stands"


def test_hash_tells_a_change_of_text_and_of_files(issue):
    stood = issue.content_hash
    save(issue, body_html=issue.body_html + "<p>thêm</p>")
    assert body_hash(issue) != stood
    save(issue, body_html=issue.body_html.removesuffix("<p>thêm</p>"))
    assert body_hash(issue) == stood
    IssueFileFactory(record=issue, purpose="content")
    assert body_hash(issue) != stood
