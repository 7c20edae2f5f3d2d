"""Documents from draft to in force: who may, what must hold, what readers are given."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from qms import clock
from qms.documents import body_hash
from qms.enums import DocumentKind, IssueStatus
from qms.events import subscribe
from qms.history.recording import ReasonMissing, recording
from qms.models import Clause, Document, Issue, Notice, Signature
from qms.operations.bringing_documents import bring_in_documents
from qms.operations.documents import (
    STEPS,
    abandon_issue,
    approve_issue,
    create_document,
    next_numbers,
    recall_approved,
    recall_issue,
    return_issue,
    review_issue,
    start_issue,
    submit_issue,
    withdraw_issue,
)
from qms.policy import Refused
from qms.registry import registry
from qms.signatures import SignatureIntent, content_hash
from qms.workflow import Conflict, StepRefused
from qms.workflows import ISSUE
from tests.factories_base import save
from tests.factories_qms import IssueFactory

pytestmark = pytest.mark.django_db

SECTIONS = {"purpose": "Trả kết quả đúng hạn.", "scope": "Mọi hồ sơ.", "contents": "Tiếp nhận rồi giải quyết."}


def signed(user, issue):
    return SignatureIntent(user, content_hash(Issue.objects.get(pk=issue.pk)), clock.now())


@pytest.fixture
def draft(organisation):
    document = create_document(
        by=organisation.officer1,
        number="QT-31",
        kind=DocumentKind.PROCEDURE,
        unit=organisation.department,
        title_vi="Giải quyết hồ sơ",
        sections=SECTIONS,
    )
    return document.issues.get()


@pytest.fixture
def reviewed(draft, organisation):
    issue = submit_issue(draft, by=organisation.officer1)
    return review_issue(issue, by=manager_over(organisation))


@pytest.fixture
def approved(reviewed, organisation):
    return approve_issue(reviewed, by=organisation.head1, signature=signed(organisation.head1, reviewed))


def manager_over(org):
    """Somebody who reviews and did not write: an officer of the department besides officer1."""
    from qms.enums import Role  # noqa: PLC0415 - one use
    from tests.factories import RoleFactory  # noqa: PLC0415 - one use

    user = org.lead1
    if not user.authority.has_role_at(org.department.pk, Role.MANAGER):
        RoleFactory(user=user, role=Role.MANAGER, unit=org.department)
        user.__dict__.pop("authority", None)
    return user


def test_create_document_makes_draft_and_references(organisation):
    clause = Clause.objects.filter(edition=organisation.edition).first()

    document = create_document(
        by=organisation.officer1,
        number="QT-01",
        kind=DocumentKind.PROCEDURE,
        unit=organisation.division,
        title_vi="Một",
        clauses=[clause, clause],
        author=organisation.manager1,
    )

    issue = document.issues.get()
    assert (issue.issue_number, issue.amendment_number, issue.status) == ("01", "00", IssueStatus.DRAFT)
    assert (issue.author, document.clause_references.get().clause) == (organisation.manager1, clause)
    assert document.history.get().operation == "create_document"
    assert document.history.get().history_user == organisation.officer1


@pytest.mark.parametrize("who", ["officer2", "manager1", "reader1", "head1", "admin", "director"])
def test_create_document_is_the_officers(who, organisation):
    with pytest.raises(Refused):
        create_document(
            by=getattr(organisation, who),
            number="QT-01",
            kind=DocumentKind.PROCEDURE,
            unit=organisation.department,
            title_vi="Một",
        )
    assert not Document.objects.exists()


def test_number_is_given_once_in_a_unit(draft, organisation):
    with pytest.raises(ValidationError):
        create_document(
            by=organisation.officer1,
            number="QT-31",
            kind=DocumentKind.PROCEDURE,
            unit=organisation.department,
            title_vi="Hai",
        )


def test_submit_freezes_the_page_and_sets_the_hash(draft, organisation):
    issue = submit_issue(draft, by=organisation.officer1)

    assert issue.status == IssueStatus.IN_REVIEW
    assert "Trả kết quả đúng hạn" in issue.body_html
    assert "Tiếp nhận rồi giải quyết" in issue.body_text
    assert issue.content_hash == body_hash(Issue.objects.get(pk=issue.pk))


def test_submit_names_the_missing_sections(organisation):
    document = create_document(
        by=organisation.officer1,
        number="QT-02",
        kind=DocumentKind.PROCEDURE,
        unit=organisation.department,
        title_vi="Trống",
    )
    issue = document.issues.get()

    assert ISSUE.blockers("submit", issue, organisation.officer1).reasons
    with pytest.raises(StepRefused):
        submit_issue(issue, by=organisation.officer1)
    assert Issue.objects.get(pk=issue.pk).status == IssueStatus.DRAFT


def test_author_neither_reviews_nor_approves(draft, organisation):
    issue = submit_issue(draft, by=organisation.officer1)
    with pytest.raises(StepRefused, match="."):
        review_issue(issue, by=organisation.officer1)
    issue = review_issue(issue, by=manager_over(organisation))

    with pytest.raises(StepRefused):
        approve_issue(issue, by=organisation.officer1, signature=signed(organisation.officer1, issue))
    assert Issue.objects.get(pk=issue.pk).status == IssueStatus.REVIEWED


def test_top_management_that_wrote_does_not_approve(organisation):
    document = create_document(
        by=organisation.officer1,
        number="QT-09",
        kind=DocumentKind.PROCEDURE,
        unit=organisation.department,
        title_vi="Của lãnh đạo",
        author=organisation.head1,
        sections=SECTIONS,
    )
    issue = submit_issue(document.issues.get(), by=organisation.head1)
    issue = review_issue(issue, by=manager_over(organisation))

    with pytest.raises(StepRefused):
        approve_issue(issue, by=organisation.head1, signature=signed(organisation.head1, issue))


def test_whoever_saved_the_draft_does_not_review_it(draft, organisation):
    other = manager_over(organisation)
    draft.document.page.save_revision(user=other)
    issue = submit_issue(draft, by=organisation.officer1)

    with pytest.raises(StepRefused):
        review_issue(issue, by=other)


def test_named_reviewer_alone_reviews(draft, organisation):
    save(draft, reviewer=organisation.manager1)
    issue = submit_issue(draft, by=organisation.officer1)

    with pytest.raises(StepRefused):
        review_issue(issue, by=manager_over(organisation))
    assert review_issue(issue, by=organisation.manager1).reviewer == organisation.manager1


@pytest.mark.parametrize("who", ["reader1", "officer2", "manager1", "admin", "director"])
def test_nobody_else_reviews(who, draft, organisation):
    issue = submit_issue(draft, by=organisation.officer1)

    with pytest.raises(StepRefused):
        review_issue(issue, by=getattr(organisation, who))
    assert Issue.objects.get(pk=issue.pk).reviewer is None


def test_reviewer_does_not_approve(organisation, draft):
    issue = submit_issue(draft, by=organisation.officer1)
    save(issue, reviewer=organisation.head1)
    issue = review_issue(issue, by=organisation.head1)

    with pytest.raises(StepRefused):
        approve_issue(issue, by=organisation.head1, signature=signed(organisation.head1, issue))


def test_review_records_who_and_when(reviewed, organisation):
    assert (reviewed.reviewer, reviewed.status) == (organisation.lead1, IssueStatus.REVIEWED)
    assert reviewed.reviewed_at is not None


def test_content_changed_after_review_is_refused(reviewed, organisation):
    with recording(by=organisation.officer1, operation="tamper"):
        reviewed.body_html += "<p>thêm</p>"
        reviewed.save()

    with pytest.raises(StepRefused):
        approve_issue(reviewed, by=organisation.head1, signature=signed(organisation.head1, reviewed))
    assert Issue.objects.get(pk=reviewed.pk).status == IssueStatus.REVIEWED


def test_approval_is_signed_and_announced(reviewed, organisation):
    heard = []
    subscribe("issue_approved", lambda issues, by: heard.extend(issue.pk for issue in issues))

    with pytest.raises(StepRefused):
        approve_issue(reviewed, by=organisation.head1)
    issue = approve_issue(reviewed, by=organisation.head1, signature=signed(organisation.head1, reviewed))

    assert (issue.signed_on, issue.effective_on) == (clock.today(), clock.today())
    assert Signature.objects.get().record_uid == issue.uid
    assert issue.pk in heard


def test_day_of_effect_apart_from_signing(reviewed, organisation):
    later = clock.today() + dt.timedelta(days=10)

    issue = approve_issue(
        reviewed, by=organisation.head1, signature=signed(organisation.head1, reviewed), effective_on=later
    )

    assert issue.document.issue_in_force() is None
    assert issue.document.issue_in_force(later) == issue
    assert not Document.objects.readable_by(organisation.reader1).exists()


@pytest.mark.parametrize(("signed_in", "effective_in"), [(1, 2), (0, -1), (-1, -2)])
def test_days_that_cannot_be_are_refused(signed_in, effective_in, reviewed, organisation):
    day = clock.today()
    with pytest.raises(StepRefused):
        approve_issue(
            reviewed,
            by=organisation.head1,
            signature=signed(organisation.head1, reviewed),
            signed_on=day + dt.timedelta(days=signed_in),
            effective_on=day + dt.timedelta(days=effective_in),
        )


def test_readers_see_only_what_is_in_force(draft, organisation):
    readable = Document.objects.readable_by
    assert not readable(organisation.reader1).exists()
    issue = submit_issue(draft, by=organisation.officer1)
    assert not readable(organisation.reader1).exists()
    issue = review_issue(issue, by=manager_over(organisation))
    assert not readable(organisation.reader1).exists()

    approve_issue(issue, by=organisation.head1, signature=signed(organisation.head1, issue))

    assert readable(organisation.reader1).get() == draft.document
    assert not readable(organisation.reader2).exists()
    assert not Issue.objects.visible_to(organisation.reader1).exists()


def test_next_issue_starts_from_what_is_in_force(approved, organisation):
    issue = start_issue(approved.document, by=organisation.officer1, summary_of_change="Sửa.")

    assert (issue.issue_number, issue.amendment_number) == ("02", "00")
    again = submit_issue(issue, by=organisation.officer1)
    assert again.body == approved.body
    assert approved.document.issue_in_force() == approved
    with pytest.raises(StepRefused):
        start_issue(approved.document, by=organisation.officer1)


def test_superseding_and_withdrawing(approved, organisation):
    day = clock.today()
    save(approved, effective_on=day - dt.timedelta(days=30), signed_on=day - dt.timedelta(days=30))
    second = submit_issue(start_issue(approved.document, by=organisation.officer1), by=organisation.officer1)
    second = review_issue(second, by=manager_over(organisation))
    second = approve_issue(second, by=organisation.head1, signature=signed(organisation.head1, second))
    document = approved.document
    assert document.issue_in_force() == second

    with pytest.raises(ReasonMissing):
        withdraw_issue(second, by=organisation.head1, signature=signed(organisation.head1, second))
    withdraw_issue(second, by=organisation.head1, signature=signed(organisation.head1, second), reason="Bãi bỏ.")

    assert document.issue_in_force() is None
    assert document.issue_in_force(day - dt.timedelta(days=1)) == approved
    assert not Document.objects.in_force(day).exists()


def test_withdrawal_on_a_later_day_stands_until_then(approved, organisation):
    later = clock.today() + dt.timedelta(days=5)

    withdraw_issue(
        approved,
        by=organisation.head1,
        signature=signed(organisation.head1, approved),
        reason="Bãi bỏ.",
        withdrawn_on=later,
    )

    assert approved.document.issue_in_force() is not None
    assert approved.document.issue_in_force(later) is None


def test_return_reaches_the_author_with_the_comment(draft, organisation):
    issue = submit_issue(draft, by=organisation.officer1)
    with pytest.raises(ReasonMissing):
        return_issue(issue, by=manager_over(organisation))

    issue = return_issue(issue, by=manager_over(organisation), reason="Thiếu thời hạn.")

    notice = Notice.objects.get(user=organisation.officer1)
    assert (issue.status, notice.kind, notice.details["reason"]) == ("draft", "issue_returned", "Thiếu thời hạn.")


def test_recall_and_abandon(draft, organisation):
    issue = recall_issue(submit_issue(draft, by=organisation.officer1), by=organisation.officer1)
    assert issue.status == IssueStatus.DRAFT

    abandon_issue(issue, by=organisation.officer1, reason="Không cần nữa.")

    again = start_issue(draft.document, by=organisation.officer1)
    assert (again.issue_number, again.amendment_number) == ("01", "00")


def test_recall_before_effect_only(reviewed, organisation):
    later = clock.today() + dt.timedelta(days=10)
    issue = approve_issue(
        reviewed, by=organisation.head1, signature=signed(organisation.head1, reviewed), effective_on=later
    )
    with pytest.raises(StepRefused):
        recall_approved(issue, by=organisation.officer1, reason="x")

    issue = recall_approved(issue, by=organisation.head1, reason="Chưa chuẩn bị xong.")

    assert (issue.status, issue.signed_on, issue.reviewed_at) == (IssueStatus.DRAFT, None, None)


def test_in_force_is_not_recalled(approved, organisation):
    with pytest.raises(StepRefused):
        recall_approved(approved, by=organisation.head1, reason="x")


def test_second_editor_is_told(draft, organisation):
    submit_issue(draft, by=organisation.officer1, version=draft.version)

    with pytest.raises((Conflict, StepRefused)):
        submit_issue(draft, by=organisation.officer1, version=draft.version)


@pytest.mark.parametrize(
    ("number", "amendment", "more", "then"),
    [("01", "00", False, ("02", "00")), ("01", "00", True, ("01", "01")), ("9", "0", False, ("10", "0"))],
)
def test_numbers_are_counted_on_as_wide_as_written(number, amendment, more, then):
    issue = Issue(issue_number=number, amendment_number=amendment)

    assert next_numbers(issue, amendment=more) == then


def test_each_step_has_its_operation():
    assert set(STEPS) == {transition.name for transition in ISSUE.transitions}


@pytest.mark.parametrize("status", list(IssueStatus))
@pytest.mark.parametrize("step", sorted(STEPS))
def test_steps_lead_on_from_their_states_only(status, step, organisation):
    traits = {} if status == IssueStatus.DRAFT else {str(status): True}
    issue = IssueFactory(document__unit=organisation.department, **traits)
    if status in ISSUE[step].sources:
        return
    version = issue.version

    with pytest.raises(StepRefused):
        STEPS[step](issue, by=organisation.head1, reason="x", signature=signed(organisation.head1, issue))

    assert (Issue.objects.get(pk=issue.pk).status, Issue.objects.get(pk=issue.pk).version) == (status, version)


def test_every_notice_has_its_words():
    import re  # noqa: PLC0415 - one use
    from pathlib import Path  # noqa: PLC0415 - one use

    from qms.operations import documents  # noqa: PLC0415 - one use

    told = set(re.findall(r'_tell\("(\w+)"', Path(documents.__file__).read_text()))
    assert told <= set(registry.notice_phrases)


def brought_in(org, number="QT-01"):
    return {
        "number": number,
        "kind": DocumentKind.PROCEDURE,
        "unit": org.department,
        "title_vi": "Kiểm soát tài liệu",
        "title_en": "Control of documents",
        "author": org.officer1,
        "reviewer": org.manager1,
        "approved_by": org.head1,
        "clauses": [Clause.objects.filter(edition=org.edition).first()],
        "sections": SECTIONS,
        "issues": [
            {"issue_number": "01", "signed_on": dt.date(2016, 5, 10), "effective_on": dt.date(2016, 5, 16)},
            {
                "issue_number": "02",
                "signed_on": dt.date(2019, 3, 20),
                "effective_on": dt.date(2019, 4, 1),
                "summary_of_change": "Viện dẫn 2015.",
            },
        ],
    }


def test_bring_in_documents_with_their_own_dates(organisation, system):
    documents = bring_in_documents(
        [brought_in(organisation), brought_in(organisation, "QT-02")], by=system, reason="Dữ liệu mẫu"
    )

    document = Document.objects.get(number="QT-01")
    issue = document.issue_in_force()
    assert len(documents) == 2
    assert (issue.issue_number, issue.status, issue.approved_by) == ("02", "approved", organisation.head1)
    assert issue.content_hash == body_hash(issue)
    assert document.issue_in_force(dt.date(2017, 1, 1)).issue_number == "01"
    assert document.page.draft_issue is None
    assert document.history.get().history_change_reason == "Dữ liệu mẫu"
    assert Document.objects.readable_by(organisation.reader1).count() == 2


def test_bring_in_is_all_or_nothing(organisation, system):
    with pytest.raises(ValidationError):
        bring_in_documents([brought_in(organisation), brought_in(organisation, "")], by=system)

    assert not Document.objects.exists()
