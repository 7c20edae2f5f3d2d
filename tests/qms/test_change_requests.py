"""Change requests: asked by readers, endorsed, taken up with a draft, answered by its approval; who sees them."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.enums import ChangeKind, IssueStatus
from qms.enums import ChangeRequestStatus as C
from qms.models import ChangeRequest, Document, Issue, Notice, User
from qms.operations import change_requests as operations
from qms.operations.documents import abandon_issue, approve_issue, withdraw_issue
from qms.signatures import content_hash, intend
from qms.work_of_care import requests_to_endorse, requests_to_take_up
from qms.workflow import StepRefused
from tests.factories import ActionFactory, DocumentFactory, IssueFactory
from tests.factories_base import save
from tests.factories_documents import ChangeRequestFactory
from tests.factories_qms import PASSWORD

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def text_of(client, url, **query):
    response = client.get(url, query)
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


@pytest.fixture
def document(organisation):
    made = DocumentFactory(
        unit=organisation.department, author=organisation.inspector1, number="QT-31", title_vi="Cấp giấy phép"
    )
    IssueFactory(document=made, issue_number="01", approved=True)
    return made


@pytest.fixture
def request_of(organisation, document):
    """reader1 of the division asks for a change of the department's document."""

    def build(**values):
        given = {"document": document, "unit": organisation.division, "asked_by": organisation.reader1}
        return ChangeRequestFactory(**(given | values))

    return build


def asked(document, organisation, **values):
    given = {"kind": "change", "document_named": document.number, "title": "Rút ngắn bước 3", "why": "Quá hạn"}
    return given | {"unit": organisation.division.pk, "wanted_on": ""} | values


def fresh(person):
    return User.objects.get(pk=person.pk)


def sign(person, record):
    return intend(person, PASSWORD, shown_hash=content_hash(record))


def test_reader_asks_from_the_page_of_the_issue_in_force(organisation, document):
    client = signed_in(organisation.reader1)
    issue = document.issue_in_force()
    address = f"{reverse('change_request_new')}?issue={issue.uid}"
    assert address.replace("&", "&amp;") in text_of(client, issue.get_absolute_url())
    file = SimpleUploadedFile("so-theo-doi.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")

    response = client.post(address, asked(document, organisation, files=file))

    made = ChangeRequest.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.document, made.unit, made.asked_by) == (document, organisation.division, organisation.reader1)
    assert made.number.startswith("YCSĐ-")
    assert "so-theo-doi.pdf" in text_of(client, made.get_absolute_url())
    assert Notice.objects.filter(user=organisation.manager1, kind="change_asked").exists()
    link = made.file_links.get().get_absolute_url()
    assert signed_in(organisation.reader2).get(link).status_code == 404
    answer = client.get(link)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    answer.close()


@pytest.mark.parametrize("kind", [ChangeKind.CHANGE, ChangeKind.NEW])
def test_request_sent_twice_is_asked_once(organisation, document, kind):
    client, address = signed_in(organisation.reader1), reverse("change_request_new")
    named = document.number if kind == ChangeKind.CHANGE else ""
    typed = asked(document, organisation, kind=kind.value, document_named=named)
    with clock.at(clock.now() - dt.timedelta(minutes=2)):
        assert client.post(address, typed).status_code == 302
        again = client.post(address, typed)
    made = ChangeRequest.objects.get()
    assert again.status_code == 409
    page = again.content.decode()
    assert f"it is request {made.number}" in page
    assert "Rút ngắn bước 3" in page

    assert client.post(address, typed | {"why": "Lý do khác"}).status_code == 302
    assert client.post(address, typed).status_code == 302, "two minutes later it is meant"
    numbers = ChangeRequest.objects.order_by("pk").values_list("number", flat=True)
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]


def test_form_keeps_what_was_typed_and_names_the_fault(organisation, document):
    client = signed_in(organisation.reader1)
    typed = asked(document, organisation, title="", why="Vì quá hạn ở bước 3", wanted_on="2001-01-01")
    page = client.post(reverse("change_request_new"), typed).content.decode()
    assert "Vì quá hạn ở bước 3" in page
    assert "01/01/2001 is past" in page
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize(
    ("named", "fault"),
    [("", "Say which document"), ("QT-99", "No document that you read is called «QT-99»"), ("giay", "may be: ")],
)
def test_document_is_named_by_number_or_words(organisation, document, named, fault):
    other = DocumentFactory(unit=organisation.department, number="QT-32", title_vi="Thu hồi giấy phép")
    IssueFactory(document=other, approved=True)
    client = signed_in(organisation.reader1)
    page = client.post(reverse("change_request_new"), asked(document, organisation, document_named=named))
    assert fault in page.content.decode()
    client.post(reverse("change_request_new"), asked(document, organisation, document_named="thu hoi"))
    assert ChangeRequest.objects.get().document == other


def test_nobody_asks_about_what_they_do_not_read_or_for_a_unit_not_theirs(organisation, document):
    stranger = signed_in(organisation.reader2)
    address = reverse("change_request_new")
    assert stranger.get(f"{address}?document={document.uid}").status_code == 404
    typed = asked(document, organisation, unit=organisation.division2.pk)
    assert "No document that you read" in stranger.post(address, typed).content.decode()
    reader = signed_in(organisation.reader1)
    page = reader.post(address, asked(document, organisation, unit=organisation.sibling.pk))
    assert page.context["form"].errors["unit"]
    with pytest.raises(Exception, match="somebody of the unit"):
        operations.ask_change(by=organisation.reader1, unit=organisation.sibling, title="a", why="b", document=document)
    assert not ChangeRequest.objects.exists()


def test_asked_from_an_action_it_is_linked_both_ways(organisation, document):
    action = ActionFactory(unit=organisation.division, owner=organisation.reader1, title="Sửa quy trình")
    client = signed_in(organisation.reader1)
    address = f"{reverse('change_request_new')}?action={action.uid}"
    assert address in text_of(client, action.get_absolute_url())
    client.post(address, asked(document, organisation, title="Sửa quy trình"))
    made = ChangeRequest.objects.get()
    assert made.action == action
    assert made.number in text_of(client, action.get_absolute_url())
    assert action.get_absolute_url() in text_of(client, made.get_absolute_url())
    assert signed_in(organisation.reader2).get(address).status_code == 404


def test_reach_own_side_asker_and_nobody_else(organisation, request_of):
    made = request_of(title="Chỉ bên ta thấy")
    step = reverse("change_request_step", args=[made.uid, "endorse"])
    paper = reverse("change_request_print", args=[made.uid, "docx"])
    for person in ("officer1", "manager1", "head1", "reader1", "inspector1"):
        client = signed_in(getattr(organisation, person))
        assert made.title in text_of(client, reverse("change_requests")), person
        assert client.get(made.get_absolute_url()).status_code == 200, person
    for person in ("officer2", "reader2", "head2", "owner1", "verifier1", "admin"):
        client = signed_in(getattr(organisation, person))
        assert made.title not in text_of(client, reverse("change_requests")), person
        assert made.number not in text_of(client, reverse("change_requests"), export="csv"), person
        for url in (made.get_absolute_url(), step, paper):
            assert client.get(url).status_code == 404, (person, url)
        assert client.post(step, {"version": made.version}).status_code == 404
    assert ChangeRequest.objects.get().status == C.ASKED


def test_officer_of_the_document_sees_what_another_unit_of_the_qms_asks(organisation, request_of):
    document = DocumentFactory(unit=organisation.sibling, author=organisation.inspector1)
    made = request_of(document=document)
    assert signed_in(organisation.manager_sibling1).get(made.get_absolute_url()).status_code == 200
    assert signed_in(organisation.verifier1).get(made.get_absolute_url()).status_code == 404


def test_list_filters_sorts_exports_and_goes_back_in_time(organisation, request_of, document):
    late = request_of(title="Trễ", wanted_on=clock.today() - dt.timedelta(days=3))
    done = request_of(title="Xong", endorsed=True, kind=ChangeKind.WITHDRAW)
    client, address = signed_in(organisation.officer1), reverse("change_requests")
    assert "Xong" not in text_of(client, address, show="late")
    assert "Trễ" not in text_of(client, address, status="endorsed")
    assert "Trễ" not in text_of(client, address, kind="withdraw")
    assert "Trễ" in text_of(client, address, document="QT-31")
    assert "Trễ" not in text_of(client, address, document="QT-99")
    assert "Trễ" in text_of(client, address, q="tre")
    assert "Trễ" not in text_of(client, address, show="mine")
    assert text_of(client, address, sort="-wanted_on").index("Xong") != -1
    assert late.number in text_of(client, address, export="csv")
    yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
    assert done.number not in text_of(client, address, as_of=yesterday)
    assert "Nothing matches." in text_of(client, address, q="khong co")


def test_empty_list_says_what_to_do(organisation):
    page = text_of(signed_in(organisation.reader1), reverse("change_requests"))
    assert "No change requests yet." in page
    assert reverse("change_request_new") in page


def test_from_asking_to_the_answer(organisation, request_of, document):
    made = request_of()
    manager, officer = signed_in(organisation.manager1), signed_in(organisation.officer1)
    manager.post(reverse("change_request_step", args=[made.uid, "endorse"]), {"version": made.version})
    made.refresh_from_db()
    assert (made.status, made.endorsed_by) == (C.ENDORSED, organisation.manager1)

    start = reverse("change_request_step", args=[made.uid, "start"])
    assert start in text_of(officer, made.get_absolute_url())
    typed = {"version": made.version, "change": "issue", "summary_of_change": "Rút ngắn"}
    response = officer.post(start, typed)
    made.refresh_from_db()
    draft = document.issues.get(status=IssueStatus.DRAFT)
    assert response.headers["Location"] == draft.get_absolute_url()
    assert (made.status, made.issue, made.handler) == (C.TAKEN_UP, draft, organisation.officer1)
    assert draft.issue_number == "02"
    assert made.number in text_of(officer, draft.get_absolute_url())
    assert made.number in text_of(signed_in(organisation.reader1), document.get_absolute_url())

    save(draft, status=IssueStatus.REVIEWED, content_hash="0" * 64)
    answered = IssueFactory._meta.model.objects.get(pk=draft.pk)
    save(answered, content_hash=_hash(answered))
    approve_issue(answered, by=fresh(organisation.head1), signature=sign(organisation.head1, answered))
    made.refresh_from_db()
    assert made.status == C.ANSWERED
    assert Notice.objects.filter(user=organisation.reader1, kind="change_answered").exists()
    page = text_of(signed_in(organisation.reader1), made.get_absolute_url())
    assert "Answered by" in page
    assert answered.get_absolute_url() in page
    assert made.number in text_of(signed_in(organisation.reader1), answered.get_absolute_url())
    assert (
        made.number not in text_of(signed_in(organisation.owner1), answered.get_absolute_url()).split("record-rest")[1]
    )


def _hash(issue):
    from qms.documents import body_hash  # noqa: PLC0415 - only here

    return body_hash(issue)


def test_taking_up_names_a_draft_of_the_same_document(organisation, request_of, document):
    made = request_of(endorsed=True)
    draft, foreign = IssueFactory(document=document), IssueFactory(document__unit=organisation.department)
    officer = signed_in(organisation.officer1)
    page = text_of(officer, made.get_absolute_url())
    take_up = reverse("change_request_step", args=[made.uid, "take_up"])
    assert take_up in page
    assert reverse("change_request_step", args=[made.uid, "start"]) not in page
    assert officer.post(take_up, {"version": made.version, "issue": foreign.pk}).status_code == 200
    with pytest.raises(StepRefused, match="another document"):
        operations.take_up_change(made, by=fresh(organisation.officer1), issue=foreign)
    with pytest.raises(StepRefused, match="under way"):
        operations.take_up_change(made, by=fresh(organisation.officer1), issue=document.issue_in_force())
    officer.post(take_up, {"version": made.version, "issue": draft.pk})
    made.refresh_from_db()
    assert made.issue == draft


def test_a_draft_given_up_lets_the_request_go(organisation, request_of, document):
    made = request_of(endorsed=True)
    draft = IssueFactory(document=document)
    officer = fresh(organisation.officer1)
    made = operations.take_up_change(made, by=officer, issue=draft)
    with pytest.raises(StepRefused, match="is to answer it"):
        operations.refuse_change(made, by=officer, reason="Không cần")
    with pytest.raises(StepRefused, match="is to answer it"):
        operations.take_up_change(made, by=officer, issue=draft)
    client = signed_in(organisation.officer1)
    start = reverse("change_request_step", args=[made.uid, "start"])
    assert start not in text_of(client, made.get_absolute_url())
    abandon_issue(draft, by=officer, reason="Làm lại")
    assert start in text_of(client, made.get_absolute_url())
    client.post(start, {"version": made.version, "change": "issue", "summary_of_change": "Rút ngắn"})
    made.refresh_from_db()
    another = document.issues.get(status=IssueStatus.DRAFT)
    assert (made.status, made.issue) == (C.TAKEN_UP, another)
    abandon_issue(another, by=officer, reason="Thôi")
    made = operations.refuse_change(made, by=officer, reason="Không cần")
    assert (made.status, made.issue) == (C.REFUSED, None)


def test_withdrawal_is_answered_when_the_document_goes(organisation, request_of, document):
    made = request_of(endorsed=True, kind=ChangeKind.WITHDRAW)
    officer = signed_in(organisation.officer1)
    take_up = reverse("change_request_step", args=[made.uid, "take_up"])
    assert "The issue to be withdrawn: QT-31 (01.00)" in text_of(officer, take_up)
    officer.post(take_up, {"version": made.version})
    made.refresh_from_db()
    issue = document.issue_in_force()
    assert (made.status, made.issue) == (C.TAKEN_UP, issue)
    withdraw_issue(issue, by=fresh(organisation.head1), reason="Bãi bỏ", signature=sign(organisation.head1, issue))
    made.refresh_from_db()
    assert made.status == C.ANSWERED


def test_withdrawal_of_nothing_is_refused(organisation, request_of):
    bare = DocumentFactory(unit=organisation.department)
    made = request_of(endorsed=True, kind=ChangeKind.WITHDRAW, document=bare)
    with pytest.raises(StepRefused, match="No issue of the document is in force"):
        operations.take_up_change(made, by=fresh(organisation.officer1))


def test_new_document_is_created_from_the_request(organisation, request_of):
    made = request_of(endorsed=True, kind=ChangeKind.NEW, document=None, title="Quy trình trực tuyến")
    officer = signed_in(organisation.officer1)
    create = reverse("change_request_step", args=[made.uid, "create"])
    assert create in text_of(officer, made.get_absolute_url())
    assert officer.get(reverse("change_request_step", args=[made.uid, "start"])).status_code == 404
    typed = {"version": made.version, "number": "QT-40", "kind": "procedure", "unit": organisation.department.pk}
    again = officer.post(create, typed | {"title_vi": "Quy trình trực tuyến", "number": ""})
    assert "Quy trình trực tuyến" in again.content.decode()
    response = officer.post(create, typed | {"title_vi": "Quy trình trực tuyến"})
    made.refresh_from_db()
    assert response.status_code == 302
    assert (made.status, made.issue.document.number) == (C.TAKEN_UP, "QT-40")


def test_second_click_on_start_opens_no_second_draft(organisation, request_of, document):
    made = request_of(endorsed=True)
    officer = signed_in(organisation.officer1)
    start = reverse("change_request_step", args=[made.uid, "start"])
    typed = {"version": made.version, "change": "issue", "summary_of_change": "Rút ngắn"}
    assert officer.post(start, typed).status_code == 302
    assert officer.post(start, typed).status_code == 409
    assert Issue.objects.filter(document=document, status=IssueStatus.DRAFT).count() == 1


def test_start_is_undone_where_taking_up_is_refused(organisation, request_of, document):
    made = request_of()
    with pytest.raises(StepRefused):
        operations.start_for_change(made, by=fresh(organisation.officer1))
    assert not document.issues.filter(status=IssueStatus.DRAFT).exists()


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_prints_for_who_may_see_it(organisation, request_of, kind):
    made = request_of(endorsed=True, endorsed_by=organisation.manager1)
    address = reverse("change_request_print", args=[made.uid, kind])
    response = signed_in(organisation.reader1).get(address)
    assert response.status_code == 200
    assert response.content[:2] in (b"PK", b"%P")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_print_says_who_refused_and_why(organisation, request_of):
    from docx import Document as Word  # noqa: PLC0415 - slow to import

    made = operations.refuse_change(request_of(), by=fresh(organisation.manager1), reason="Trái quy định")
    content = signed_in(organisation.reader1).get(reverse("change_request_print", args=[made.uid, "docx"])).content
    word = Word(BytesIO(content))
    words = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    words += " ".join(paragraph.text for paragraph in word.paragraphs)
    assert "Trái quy định" in words
    assert "QT-31" in words


def test_home_of_manager_officer_and_author(organisation, request_of, document):
    mine = request_of(asked_by=organisation.manager1)
    theirs = request_of()
    taken = request_of(endorsed=True)
    new = request_of(endorsed=True, kind=ChangeKind.NEW, document=None)

    def home(provider, name):
        return {item.number for item in provider(fresh(getattr(organisation, name)))}

    assert home(requests_to_endorse, "manager1") == {theirs.number}
    assert home(requests_to_endorse, "head1") == {mine.number}
    assert home(requests_to_endorse, "manager2") == home(requests_to_endorse, "head2") == set()
    assert home(requests_to_take_up, "officer1") == {taken.number, new.number}
    assert home(requests_to_take_up, "inspector1") == {taken.number}
    assert home(requests_to_take_up, "officer2") == home(requests_to_take_up, "reader1") == set()


def test_who_asked_does_not_endorse(organisation, request_of):
    made = request_of(asked_by=organisation.manager1)
    step = reverse("change_request_step", args=[made.uid, "endorse"])
    assert signed_in(organisation.manager1).post(step, {"version": made.version}).status_code == 409
    assert signed_in(organisation.head1).post(step, {"version": made.version}).status_code == 302


def test_list_asks_as_often_for_more_rows(organisation, request_of, django_assert_max_num_queries):
    client = signed_in(organisation.officer1)
    for _number in range(4):
        request_of()
    client.get(reverse("change_requests"))
    with django_assert_max_num_queries(12):
        client.get(reverse("change_requests"))


def test_new_ones_belong_to_no_document(organisation, document):
    client = signed_in(organisation.reader1)
    client.post(reverse("change_request_new"), asked(document, organisation, kind="new", document_named=""))
    made = ChangeRequest.objects.get()
    assert made.document is None
    assert Document.objects.count() == 1


def test_record_as_it_was_recorded_on_a_day(organisation, document):
    made = ChangeRequestFactory(document=document, unit=organisation.division, asked_by=organisation.reader1)
    day = clock.today().isoformat()
    with clock.at(clock.now() + dt.timedelta(days=3)):
        operations.endorse_change(made, by=fresh(organisation.manager1))
        client = signed_in(organisation.officer1)
        page = client.get(made.get_absolute_url(), {"as_of": day})
        assert page.status_code == 200
        assert str(page.context["status"]["label"]) == "Asked"
        assert page.context["steps"] == []
        assert made.number in text_of(client, reverse("change_requests"), as_of=day, status="asked")
        assert made.number not in text_of(client, reverse("change_requests"), as_of=day, status="endorsed")
        assert signed_in(organisation.officer2).get(made.get_absolute_url(), {"as_of": day}).status_code == 404


def test_a_deputy_of_who_asked_does_not_endorse(organisation, request_of):
    from tests.factories import ActingForFactory  # noqa: PLC0415 - only here

    made = request_of()
    ActingForFactory(deputy=organisation.manager1, principal=organisation.reader1)
    with pytest.raises(StepRefused, match="Somebody other than who asked"):
        operations.endorse_change(made, by=fresh(organisation.manager1))


def test_nobody_without_a_unit_opens_the_form(organisation):
    from tests.factories import UserFactory  # noqa: PLC0415 - only here

    assert signed_in(UserFactory()).get(reverse("change_request_new")).status_code == 403
