"""One signature over many documents with pages: the workshop follows in the same number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import WorkflowState

from qms.enums import DocumentKind
from qms.models import Decision, User
from qms.operations.decisions import prepare_decision, sign_decision
from qms.operations.documents import create_document, review_issue, submit_issue
from qms.operations.issue_reviewing import name_reviewers
from qms.signatures import content_hash, intend
from tests.factories_qms import PASSWORD

pytestmark = pytest.mark.django_db

SECTIONS = {"purpose": "Trả kết quả đúng hạn.", "scope": "Mọi hồ sơ.", "contents": "Tiếp nhận rồi giải quyết."}


def reviewed(org, number):
    """A procedure with its page: written by inspector1, reviewed by manager1."""
    document = create_document(
        by=org.officer1,
        number=number,
        kind=DocumentKind.PROCEDURE,
        unit=org.department,
        title_vi="Quy trình",
        author=org.inspector1,
        sections=SECTIONS,
    )
    issue = name_reviewers(document.issues.get(), [org.manager1], by=org.officer1)
    return review_issue(submit_issue(issue, by=org.inspector1), by=org.manager1)


def count_of_signing(org, number, how_many):
    issues = [reviewed(org, f"{number}-{place}") for place in range(how_many)]
    decision = prepare_decision(by=org.officer1, unit=org.department, number=number, subject="Ban hành", issues=issues)
    decision = Decision.objects.get(pk=decision.pk)
    signature = intend(org.head1, PASSWORD, shown_hash=content_hash(decision))
    with CaptureQueriesContext(connection) as caught:
        sign_decision(decision, by=User.objects.get(pk=org.head1.pk), signature=signature)
    return len(caught)


def test_signing_many_pages_asks_as_often_as_signing_few(organisation):
    count_of_signing(organisation, "A", 1)
    assert count_of_signing(organisation, "B", 3) == count_of_signing(organisation, "C", 8)
    assert set(WorkflowState.objects.values_list("status", flat=True)) == {WorkflowState.STATUS_APPROVED}
