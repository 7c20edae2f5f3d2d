"""Periodic reviews: due some months after an issue takes effect, recorded and signed, listed, printed."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as Word

from qms import clock
from qms.enums import IssueStatus
from qms.models import DocumentReview, Notice, Signature, User
from qms.operations.documents import approve_issue
from qms.operations.review_days import months_after, review_months, set_review_days
from qms.signatures import content_hash, intend
from qms.work_of_care import reviews_due
from tests.factories import DocumentFactory, IssueFactory
from tests.factories_base import save
from tests.factories_documents import DocumentReviewFactory, DocumentSchemeFactory
from tests.factories_qms import PASSWORD
from tests.qms.test_change_requests import signed_in, text_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def document(organisation):
    made = DocumentFactory(
        unit=organisation.department, author=organisation.inspector1, number="QT-31", title_en="Work permits"
    )
    IssueFactory(document=made, issue_number="01", approved=True)
    return made


def fresh(person):
    return User.objects.get(pk=person.pk)


def step_of(document):
    return reverse("document_review_step", args=[document.uid, "review"])


def filled(client, document, **values):
    """What the page would send: the hidden fields as shown, the rest typed."""
    form = client.get(step_of(document)).context["form"]
    shown = {"version": form.initial["version"], "shown": form.initial["shown"], "password": PASSWORD}
    typed = {"outcome": "no_change", "note": "Còn phù hợp", "next_due_on": form.initial["next_due_on"].isoformat()}
    return shown | typed | values


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2020, 1, 31), 1, dt.date(2020, 2, 29)),
        (dt.date(2020, 2, 29), 36, dt.date(2023, 2, 28)),
        (dt.date(2020, 12, 1), 1, dt.date(2021, 1, 1)),
        (dt.date(2020, 11, 30), 1, dt.date(2020, 12, 30)),
    ],
)
def test_months_after(day, months, then):
    assert months_after(day, months) == then


def test_months_are_those_of_the_holder(organisation):
    DocumentSchemeFactory(unit=organisation.department, review_months=12)
    DocumentSchemeFactory(unit=organisation.ministry, review_months=24)
    units = [organisation.section.pk, organisation.department.pk, organisation.department2.pk, organisation.ministry.pk]
    assert review_months(units) == dict(zip(units, (12, 12, 36, 24), strict=True))


def test_approval_sets_the_day_and_never_brings_it_forward(organisation):
    document = DocumentFactory(unit=organisation.department, author=organisation.inspector1)
    issue = IssueFactory(document=document, reviewed=True)
    head = fresh(organisation.head1)
    approve_issue(issue, by=head, signature=intend(head, PASSWORD, shown_hash=content_hash(issue)))
    document.refresh_from_db()
    assert document.review_due_on == months_after(clock.today(), 36)
    assert document.history.filter(operation="set_review_days").count() == 1

    save(document, review_due_on=months_after(clock.today(), 60))
    issue.refresh_from_db()
    assert set_review_days([issue], by=head) == []


def test_days_of_many_documents_are_set_in_as_many_queries(organisation, django_assert_max_num_queries):
    issues = [IssueFactory(document__unit=organisation.division, approved=True) for _number in range(12)]
    with django_assert_max_num_queries(14):
        set_review_days(issues, by=organisation.officer1)


@pytest.mark.parametrize("name", ["officer1", "manager1", "reader1", "officer2", "inspector1", "head1"])
def test_who_finds_the_step(organisation, document, name):
    client = signed_in(getattr(organisation, name))
    status = client.get(step_of(document)).status_code
    wanted = {"officer1": 200, "manager1": 404, "reader1": 404, "officer2": 404, "inspector1": 409, "head1": 409}
    assert status == wanted[name]
    page = client.get(document.get_absolute_url())
    if page.status_code == 200:
        assert (step_of(document) in page.content.decode()) is (status == 200)


def test_reviewed_without_change_is_recorded_and_signed(organisation, document):
    save(document, review_due_on=clock.today() - DAY)
    client = signed_in(organisation.officer1)
    form = client.get(step_of(document)).context["form"]
    assert form.initial["next_due_on"] == months_after(clock.today(), 36)

    response = client.post(step_of(document), filled(client, document))

    assert response.headers["Location"] == document.get_absolute_url()
    review = DocumentReview.objects.get()
    document.refresh_from_db()
    assert (review.outcome, review.note, review.reviewed_by) == ("no_change", "Còn phù hợp", organisation.officer1)
    assert review.was_due_on == clock.today() - DAY
    assert document.review_due_on == review.next_due_on == months_after(clock.today(), 36)
    assert Signature.objects.get().record_uid == document.uid
    assert not document.issues.filter(status=IssueStatus.DRAFT).exists()
    assert Notice.objects.filter(user=organisation.inspector1, kind="document_reviewed").exists()
    page = text_of(client, document.get_absolute_url())
    assert "Còn phù hợp" in page
    assert "No change" in page


def test_a_new_issue_follows_with_its_draft(organisation, document):
    client = signed_in(organisation.officer1)
    client.post(step_of(document), filled(client, document, outcome="new_issue", note="Luật đổi"))
    draft = document.issues.get(status=IssueStatus.DRAFT)
    assert (draft.author, draft.summary_of_change) == (organisation.inspector1, "Luật đổi")


def test_to_be_withdrawn_tells_top_management(organisation, document):
    client = signed_in(organisation.officer1)
    client.post(step_of(document), filled(client, document, outcome="withdraw"))
    assert Notice.objects.filter(user=organisation.head1, kind="document_reviewed").exists()


def test_faults_keep_what_was_typed(organisation, document):
    client = signed_in(organisation.officer1)
    bad = filled(client, document, note="Đã đối chiếu luật", next_due_on=clock.today().isoformat())
    page = client.post(step_of(document), bad).content.decode()
    assert "has come already" in page
    assert "Đã đối chiếu luật" in page
    wrong = client.post(step_of(document), filled(client, document, password="sai")).content.decode()
    assert "That is not your password" in wrong
    assert not DocumentReview.objects.exists()
    assert not Signature.objects.exists()


def test_what_changed_since_it_was_shown_is_not_signed(organisation, document):
    client = signed_in(organisation.officer1)
    typed = filled(client, document)
    save(document, title_en="Another title")
    assert client.post(step_of(document), typed).status_code == 409
    assert not DocumentReview.objects.exists()


def test_nothing_in_force_is_not_reviewed(organisation):
    bare = DocumentFactory(unit=organisation.department)
    client = signed_in(organisation.officer1)
    assert "there is nothing to review" in text_of(client, step_of(bare))
    assert step_of(bare) not in text_of(client, bare.get_absolute_url())


def test_list_by_what_is_due(organisation, document):
    today = clock.today()

    def listed(title, due, **values):
        number = f"TL-{title}"  # the factory counts on from QT-01
        made = DocumentFactory(unit=organisation.department, title_en=title, number=number, **values)
        IssueFactory(document=made, approved=True)
        save(made, review_due_on=due)
        return made

    listed("Late one", today - DAY)
    listed("Soon one", today + 60 * DAY)
    listed("Far one", today + 61 * DAY)
    listed("No day", None)
    done = listed("Done one", today + 900 * DAY)
    DocumentReviewFactory(issue=done.issues.get(), document=done)
    bare = DocumentFactory(unit=organisation.department, title_en="Draft only", number="TL-0")
    titles = {"Late one", "Soon one", "Far one", "No day", "Done one", "Draft only", "Work permits"}
    client, address = signed_in(organisation.officer1), reverse("document_reviews")

    def seen(**query):
        page = text_of(client, address, **query)
        return {title for title in titles if title in page}

    assert seen() == titles - {"Draft only"}
    assert seen(show="overdue") == {"Late one"}
    assert seen(show="soon") == {"Soon one"}
    assert seen(show="done") == {"Done one"}
    assert seen(show="unset") == {"No day", "Work permits"}
    assert seen(q="late") == {"Late one"}
    assert "Late one" in text_of(client, address, export="csv")
    page = text_of(client, address)
    assert page.index("Late one") < page.index("Soon one") < page.index("Far one") < page.index("No day")
    assert text_of(client, address, sort="-review_due_on")
    assert text_of(client, address, sort="-reviewed_on,title_vi,unit")
    assert bare.number not in text_of(client, address, export="csv")


def test_list_of_another_unit_is_empty(organisation, document):
    for name in ("officer2", "reader1", "reader2"):
        client = signed_in(getattr(organisation, name))
        assert "Work permits" not in text_of(client, reverse("document_reviews"))
        assert "QT-31" not in text_of(client, reverse("document_reviews"), export="csv")
    assert "No document to review." in text_of(signed_in(organisation.officer2), reverse("document_reviews"))


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_print_is_for_the_own_side(organisation, document, kind):
    client = signed_in(organisation.officer1)
    client.post(step_of(document), filled(client, document))
    address = reverse("document_review_print", args=[DocumentReview.objects.get().uid, kind])
    assert address in text_of(client, document.get_absolute_url())
    response = client.get(address)
    assert response.content[:2] in (b"PK", b"%P")
    if kind == "docx":
        word = Word(BytesIO(response.content))
        words = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
        words += " ".join(paragraph.text for paragraph in word.paragraphs)
        assert "QT-31" in words
        assert "Còn phù hợp" in words
        assert str(organisation.officer1) in words
    for name in ("reader1", "officer2", "manager1"):
        assert signed_in(getattr(organisation, name)).get(address).status_code == 404, name
    assert address not in text_of(signed_in(organisation.reader1), document.get_absolute_url())


def test_home_of_officer_and_manager(organisation, document):
    save(document, review_due_on=clock.today() + 60 * DAY)
    assert [item.number for item in reviews_due(fresh(organisation.officer1))] == ["QT-31"]
    for name in ("manager1", "reader1", "officer2", "inspector1"):
        assert list(reviews_due(fresh(getattr(organisation, name)))) == []
    save(document, review_due_on=clock.today() + 61 * DAY)
    assert list(reviews_due(fresh(organisation.officer1))) == []
