"""Pages of reading: my list, confirming on the issue's page, a document's readers, my units, reminders."""

import datetime as dt

import pytest
from django.urls import reverse

from qms import clock
from qms.enums import Role
from qms.models import Acknowledgement, Notice
from qms.operations import reading as operations
from qms.reports.printed_reading import reading_evidence
from tests.factories import DocumentFactory, IssueFactory
from tests.factories_documents import AcknowledgementFactory, AudienceFactory, DocumentSchemeFactory
from tests.shared_organisation import DAY, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with on(DAY):
        yield


@pytest.fixture
def scene(organisation):
    """A document of the department with two issues; the division must read it; owner1 has."""
    org = organisation
    document = DocumentFactory(unit=org.department, author=org.inspector1, number="QT-31")
    for number, back in (("01", 400), ("02", 30)):
        since = DAY - dt.timedelta(days=back)
        org.issue = IssueFactory(
            approved=True,
            document=document,
            issue_number=number,
            signed_on=since,
            effective_on=since,
            summary_of_change="Rút ngắn bước thẩm định",
        )
    org.first, org.document = document.issues.get(issue_number="01"), document
    org.audience = AudienceFactory(document=document, unit=org.division, role="", since=DAY - dt.timedelta(days=400))
    AcknowledgementFactory(issue=org.issue, user=org.owner1, content_hash=org.issue.content_hash)
    return org


@pytest.fixture
def page(client):
    """Open an address as a person: the response."""

    def get(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(name, args=args), query)

    return get


def words(response):
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def test_reader_reads_what_changed_and_confirms(scene, page, client):
    text = words(page(scene.reader1, "issue", scene.issue.uid))
    assert "Rút ngắn bước thẩm định" in text
    assert reverse("issue_compare", args=[scene.issue.uid]) in text

    url = reverse("issue_reading", args=[scene.issue.uid, "acknowledge"])
    for _twice in range(2):
        answer = client.post(url, {"seen": scene.issue.content_hash})
        assert (answer.status_code, answer.url) == (302, reverse("issue", args=[scene.issue.uid]))

    confirmed = Acknowledgement.objects.get(user=scene.reader1)
    assert confirmed.content_hash == scene.issue.content_hash
    assert "15/07/2020" in words(client.get(answer.url))


def test_confirming_an_issue_that_went_out_of_force_leads_to_the_one_that_is(scene, page, client):
    client.force_login(scene.reader1)

    answer = client.post(reverse("issue_reading", args=[scene.first.uid, "acknowledge"]), {"seen": "x"})

    assert answer.status_code == 409
    assert reverse("issue", args=[scene.issue.uid]) in answer.content.decode()
    assert not Acknowledgement.objects.filter(user=scene.reader1).exists()


def test_confirming_what_was_not_shown_is_refused(scene, client):
    client.force_login(scene.reader1)

    answer = client.post(reverse("issue_reading", args=[scene.issue.uid, "acknowledge"]), {"seen": "0" * 64})

    assert answer.status_code == 409
    assert not Acknowledgement.objects.filter(user=scene.reader1).exists()


def test_my_list_shows_what_is_left_and_what_is_done(scene, page):
    assert "QT-31" in words(page(scene.reader1, "reading"))
    assert "QT-31" not in words(page(scene.owner1, "reading"))
    assert "QT-31" in words(page(scene.owner1, "reading", state="done"))
    assert "QT-31" in words(page(scene.reader1, "reading", state="overdue", q="tiep nhan", kind="procedure"))
    assert "QT-31" not in words(page(scene.reader1, "reading", state="todo"))
    assert "QT-31" not in words(page(scene.verifier1, "reading", state="all"))


@pytest.mark.parametrize("sort", ["number", "-title", "due_on", "-confirmed_on", "nonsense"])
def test_my_list_sorts(scene, page, sort):
    assert "QT-31" in words(page(scene.reader1, "reading", sort=sort))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["reading", "reading_overdue", "readers"])
def test_lists_leave_as_files(scene, page, name, kind):
    args = (scene.document.uid,) if name == "readers" else ()

    answer = page(scene.manager1, name, *args, export=kind, state="all")
    content = answer.getvalue()
    answer.close()

    assert kind == "xlsx" or str(scene.manager1) in content.decode("utf-8-sig") or "QT-31" in content.decode()


def test_readers_of_a_document_are_seen_by_their_side(scene, page):
    text = words(page(scene.officer1, "readers", scene.document.uid))
    assert str(scene.reader1) in text
    assert str(scene.reader1) in words(page(scene.manager1, "readers", scene.document.uid, sort="-person"))
    assert str(scene.reader1) not in words(page(scene.manager_sibling1, "readers", scene.document.uid))
    assert page(scene.reader1, "readers", scene.document.uid).status_code == 403
    assert page(scene.officer2, "readers", scene.document.uid).status_code == 404


def test_readers_page_counts_only_whom_it_shows(scene, page):
    response = page(scene.officer1, "readers", scene.document.uid)

    assert (response.context["confirmed"], response.context["expected"]) == (1, 3)
    response = page(scene.manager_sibling1, "readers", scene.document.uid)
    assert (response.context["confirmed"], response.context["expected"]) == (0, 0)


def test_late_readers_of_my_units(scene, page):
    text = words(page(scene.manager1, "reading_overdue"))
    assert str(scene.reader1) in text
    assert str(scene.owner1) not in text
    query = {"unit": scene.division.pk, "document": "qt-31", "q": "reader1"}
    assert str(scene.reader1) in words(page(scene.manager1, "reading_overdue", **query))
    assert str(scene.reader1) not in words(page(scene.manager1, "reading_overdue", role=Role.OFFICER))
    assert str(scene.reader1) not in words(page(scene.officer2, "reading_overdue"))
    assert page(scene.reader1, "reading_overdue").status_code == 403


def test_reminding_says_how_many_and_happens_once_a_day(scene, page, client):
    assert "2" in words(page(scene.manager1, "reading_remind"))

    for _twice in range(2):
        assert client.post(reverse("reading_remind")).status_code == 302

    assert Notice.objects.filter(kind="reading_reminder", user=scene.reader1).count() == 1
    assert not Notice.objects.filter(kind="reading_reminder", user=scene.owner1).exists()
    assert page(scene.inspector1, "reading_remind").status_code == 403


def test_document_page_counts_only_whom_the_person_may_see(scene, page):
    document = DocumentFactory(unit=scene.division, number="QT-32")
    IssueFactory(approved=True, document=document)
    AudienceFactory(document=document, unit=scene.department, role="")

    def counted(person):
        panels = page(person, "document", document.uid).context["panels"]["main"]
        return next(one.context["expected"] for one in panels if "expected" in one.context)

    assert (counted(scene.officer1), counted(scene.manager1)) == (9, 3)


def test_officer_says_who_must_read(scene, page, client):
    assert reverse("document_reading", args=[scene.document.uid, "add"]) in words(
        page(scene.officer1, "document", scene.document.uid)
    )
    url = reverse("document_reading", args=[scene.document.uid, "add"])
    values = {"unit": scene.sibling.pk, "role": "", "days": "0", "since": "2020-07-15"}
    answer = client.post(url, values)
    assert answer.status_code == 200
    assert "since" in answer.content.decode()

    assert client.post(url, values | {"days": "5", "yearly": "on"}).status_code == 302

    made = scene.document.audiences.get(unit=scene.sibling)
    assert (made.days, made.yearly, made.since) == (5, True, DAY)
    assert client.post(url, values | {"days": "5"}).status_code == 409
    assert client.post(url, values | {"days": "5", "unit": scene.division2.pk}).status_code == 200


def test_officer_ends_an_audience_with_a_reason(scene, page, client):
    url = reverse("audience_step", args=[scene.audience.uid, "end"])
    client.force_login(scene.officer1)
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Không còn thuộc phạm vi"}).status_code == 302

    scene.audience.refresh_from_db()
    assert scene.audience.ended_at is not None
    assert client.post(url, {"reason": "Lần nữa"}).status_code == 409


def test_manager_of_another_unit_changes_no_audience(scene, client):
    client.force_login(scene.officer2)
    assert client.get(reverse("audience_step", args=[scene.audience.uid, "end"])).status_code == 404
    assert client.get(reverse("document_reading", args=[scene.document.uid, "add"])).status_code == 404
    client.force_login(scene.reader1)
    assert client.get(reverse("audience_step", args=[scene.audience.uid, "end"])).status_code == 404
    client.force_login(scene.inspector1)
    assert client.get(reverse("audience_step", args=[scene.audience.uid, "end"])).status_code == 409
    assert client.post(reverse("audience_step", args=[scene.audience.uid, "end"]), {"reason": "x"}).status_code == 403


def test_author_says_what_changes_before_it_is_in_force(scene, page, client):
    draft = IssueFactory(document=scene.document, issue_number="03")
    assert reverse("issue_reading", args=[draft.uid, "note"]) in words(page(scene.officer1, "issue", draft.uid))
    url = reverse("issue_reading", args=[draft.uid, "note"])

    assert client.get(url).status_code == 200
    assert client.post(url, {"audience": scene.audience.pk, "text": "Nộp qua mạng."}).status_code == 302

    assert "Nộp qua mạng." in words(page(scene.officer1, "issue", draft.uid))
    assert client.get(reverse("issue_reading", args=[scene.issue.uid, "note"])).status_code == 409


def test_evidence_stands_in_the_trail_of_the_document(scene, page):
    operations.acknowledge(scene.issue, by=scene.reader1)

    text = words(page(scene.officer1, "document", scene.document.uid))

    assert str(scene.reader1) in text


def test_page_costs_the_same_with_more_rows(scene, page, django_assert_max_num_queries):
    from django.db import connection  # noqa: PLC0415 - only this test counts
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - only this test counts

    def queries():
        with CaptureQueriesContext(connection) as seen:
            words(page(scene.reader1, "reading"))
        return len(seen)

    queries()
    before = queries()
    for number in range(3):
        document = DocumentFactory(unit=scene.department, number=f"QT-4{number}")
        IssueFactory(approved=True, document=document)
        AudienceFactory(document=document, unit=scene.division, role="")
    assert queries() == before


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_evidence_prints_for_whom_it_shows(scene, page, kind):
    answer = page(scene.officer1, "readers_print", scene.document.uid, kind)

    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert page(scene.reader1, "readers_print", scene.document.uid, kind).status_code == 403
    assert page(scene.officer2, "readers_print", scene.document.uid, kind).status_code == 404


def test_evidence_says_who_confirmed_when(scene):
    operations.acknowledge(scene.issue, by=scene.reader1)

    rows = {row.name: row for row in reading_evidence(scene.document, user=scene.officer1).rows}

    assert rows[str(scene.reader1)].acknowledged_at.astimezone(clock.HANOI).date() == DAY
    assert rows[str(scene.manager1)].acknowledged_at is None
    assert len(rows) == 3
    assert len(reading_evidence(scene.document, user=scene.manager_sibling1).rows) == 0


def test_navigation_marks_the_nearest_entry(scene, page):
    marked = [one["url"] for one in page(scene.reader1, "reading").context["nav"] if one["active"]]

    assert marked == [reverse("reading")]


def test_days_to_read_start_with_those_of_the_scheme(scene, page):
    DocumentSchemeFactory(unit=scene.department, reading_days=12)
    form = page(scene.officer1, "document_reading", scene.document.uid, "add").context["form"]
    assert form.initial["days"] == 12
