"""What of an issue is given to whom: the text, the state behind a printed code, comparisons, prints."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.models import Issue, User
from qms.models.readable import find_issue, readable_issues
from tests.factories import AudienceFactory, ChangeNoteFactory, ChangeRequestFactory, PaperCopyFactory, UnitFactory
from tests.factories_base import save
from tests.factories_qms import DocumentFactory, IssueFactory, SignatureFactory
from tests.qms.test_views_documents import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(organisation):
    return DocumentFactory(unit=organisation.department, author=organisation.inspector1, number="QT-31")


@pytest.fixture
def two(document):
    """Issue 01 in force for a month, issue 02 since today."""
    before = IssueFactory(
        document=document, issue_number="01", approved=True, effective_on=clock.today() - dt.timedelta(days=30)
    )
    return before, IssueFactory(document=document, issue_number="02", approved=True)


def printed(issue, client=None):
    return (client or Client()).get(reverse("printed", args=[issue.uid]))


def test_printed_code_says_what_holds_to_anybody(two):
    old, new = two
    assert "In force." in printed(new).content.decode()
    page = printed(old).content.decode()
    assert f"Superseded by issue 02.00 on {clock.today():%d/%m/%Y}." in page
    assert "Tiếp nhận đúng hạn" not in page, "no content without an account"


def test_printed_code_tells_a_withdrawal_and_its_replacement(document):
    other = DocumentFactory(unit=document.unit, number="QT-32")
    issue = IssueFactory(document=document, withdrawn=True, replacement=other)
    assert f"Withdrawn on {clock.today():%d/%m/%Y}, replaced by QT-32." in printed(issue).content.decode()


def test_printed_code_of_an_issue_to_come(document):
    day = clock.today() + dt.timedelta(days=9)
    issue = IssueFactory(document=document, approved=True, effective_on=day)
    assert f"Not yet in force: it holds from {day:%d/%m/%Y}." in printed(issue).content.decode()


@pytest.mark.parametrize("state", ["in_review", "reviewed", "abandoned", "draft"])
def test_what_was_never_approved_has_no_printed_page(document, state):
    issue = IssueFactory(document=document, **({state: True} if state != "draft" else {}))
    assert printed(issue).status_code == 404


def test_readers_compare_what_is_in_force_with_what_it_superseded(organisation, two, document):
    old, new = two
    draft = IssueFactory(document=document, issue_number="03", reviewed=True)
    reader = signed_in(organisation.reader1)
    address = reverse("issue_compare", args=[new.uid])
    assert reader.get(address).status_code == 200
    assert reader.get(address, {"with": old.uid}).status_code == 200
    assert reader.get(address, {"with": draft.uid}).status_code == 404
    assert reader.get(reverse("issue_compare", args=[draft.uid])).status_code == 404
    assert signed_in(organisation.reader2).get(address).status_code == 404
    assert reader.get(address, {"with": "x"}).status_code == 404


def test_signatures_stand_once_and_lead_to_history_for_the_own_side_alone(organisation, two):
    issue = two[1]
    SignatureFactory(kind="qms.issue", record_uid=issue.uid)
    counted = {
        person: signed_in(getattr(organisation, person))
        .get(issue.get_absolute_url())
        .content.count(b"signatures-title")
        for person in ("officer1", "reader1")
    }
    assert counted == {"officer1": 2, "reader1": 0}  # the heading's name and who is called by it


def test_the_own_side_compares_any_two(organisation, two, document):
    draft = IssueFactory(document=document, issue_number="03", reviewed=True)
    officer = signed_in(organisation.officer1)
    page = officer.get(reverse("issue_compare", args=[draft.uid]))
    assert page.context["other"] == two[1], "against the issue in force unless asked otherwise"
    page = officer.get(reverse("issue_compare", args=[draft.uid]), {"with": two[0].uid})
    assert page.context["other"] == two[0]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_issue_is_printed_for_who_may_read_it(organisation, two, kind):
    old, new = two
    reader = signed_in(organisation.reader1)
    assert reader.get(reverse("issue_print", args=[new.uid, kind])).status_code == 200
    assert reader.get(reverse("issue_print", args=[old.uid, kind])).status_code == 404
    assert signed_in(organisation.officer1).get(reverse("issue_print", args=[old.uid, kind])).status_code == 200
    assert signed_in(organisation.reader2).get(reverse("issue_print", args=[new.uid, kind])).status_code == 404
    assert reader.get(reverse("issue_print", args=[new.uid, "odt"])).status_code == 404


def test_text_is_drawn_once_for_each_state(organisation, two, django_assert_max_num_queries):
    cache.clear()
    reader = signed_in(organisation.reader1)
    text_of(reader, two[1].get_absolute_url())
    with django_assert_max_num_queries(14):
        assert "Tiếp nhận đúng hạn" in text_of(reader, two[1].get_absolute_url())
    save(two[1], summary_of_change="Rút ngắn thời gian", title_vi="Tên khác")
    assert "Rút ngắn" in text_of(reader, two[1].get_absolute_url())


def test_page_asks_as_often_for_many_copies_requests_and_readers_as_for_one(organisation, document):
    issue = IssueFactory(document=document, approved=True)
    officer = signed_in(organisation.officer1)

    def asked(count):
        for _number in range(count):
            audience = AudienceFactory(document=document, unit=UnitFactory(parent=organisation.department))
            ChangeNoteFactory(issue=issue, audience=audience)
            PaperCopyFactory(issue=issue, unit=organisation.department)
            ChangeRequestFactory(issue=issue, document=document, unit=organisation.department)
        officer.get(issue.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            officer.get(issue.get_absolute_url())
        return len(queries)

    assert asked(1) == asked(5)


def test_readers_of_what_was_withdrawn_are_told_so(organisation, document):
    issue = IssueFactory(document=document, withdrawn=True)
    landed = signed_in(organisation.reader1).get(issue.get_absolute_url())
    assert (landed.status_code, landed.url) == (302, reverse("printed", args=[issue.uid]))
    assert signed_in(organisation.reader2).get(issue.get_absolute_url()).status_code == 404


def test_first_issue_offers_no_comparison(organisation, document):
    issue = IssueFactory(document=document, approved=True)
    assert reverse("issue_compare", args=[issue.uid]) not in text_of(
        signed_in(organisation.reader1), issue.get_absolute_url()
    )


STANDINGS = {
    "draft": {},
    "in_review": {"in_review": True},
    "approved": {"approved": True},
    "withdrawn": {"withdrawn": True},
    "coming": {"approved": True},
    "superseded": {"approved": True},
}
AWAY = {"coming": 9, "superseded": -30}
"""Days from today to the day of effect."""


@pytest.mark.parametrize("standing", STANDINGS)
def test_one_issue_is_found_by_whom_the_predicate_lets_read_it(organisation, document, standing):
    effective_on = clock.today() + dt.timedelta(days=AWAY.get(standing, 0))
    issue = IssueFactory(document=document, effective_on=effective_on, **STANDINGS[standing])
    if standing == "superseded":
        IssueFactory(document=document, approved=True)
    told, wanted = {}, {}
    for person in User.objects.people():
        found = find_issue(person, issue.uid)
        told[person.username] = (found is not None, found is not None and found.own_side)
        reads = readable_issues(person).filter(pk=issue.pk).exists()
        wanted[person.username] = (reads, Issue.objects.visible_to(person).filter(pk=issue.pk).exists())
    assert told == wanted
    assert {reads for reads, _own in told.values()} == {True, False}
