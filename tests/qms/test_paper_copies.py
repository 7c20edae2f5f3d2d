"""Paper copies: numbered and handed out, signed for, taken back when the issue no longer holds; prints, reach."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document as Word

from qms import clock
from qms.enums import PaperCopyStatus as P
from qms.history.recording import ReasonMissing
from qms.models import Issue, Notice, PaperCopy, Signature, User
from qms.operations import paper_copies as operations
from qms.work_of_care import copies_to_recall, copies_to_sign_for
from qms.workflow import StepRefused
from tests.factories import DocumentFactory, IssueFactory
from tests.factories_base import save
from tests.factories_documents import PaperCopyFactory
from tests.factories_qms import PASSWORD
from tests.qms.test_change_requests import signed_in, text_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def document(organisation):
    return DocumentFactory(
        unit=organisation.department, author=organisation.inspector1, number="QT-31", title_en="Work permits"
    )


@pytest.fixture
def issue(document):
    day = clock.today() - 30 * DAY
    return IssueFactory(document=document, issue_number="01", approved=True, effective_on=day, signed_on=day)


@pytest.fixture
def copy(organisation, issue):
    """Copy 03, kept by the division, held by reader1."""
    return PaperCopyFactory(
        issue=issue, number=3, unit=organisation.division, holder=organisation.reader1, held_by="Tủ một cửa"
    )


def fresh(person):
    return User.objects.get(pk=person.pk)


def hand_out_url(issue):
    return reverse("issue_copies_step", args=[issue.uid, "hand_out"])


def recall_all_url(issue):
    return reverse("issue_copies_step", args=[issue.uid, "recall_all"])


def superseded(issue):
    IssueFactory(document=issue.document, issue_number="02", approved=True)


def test_several_places_at_once(organisation, issue):
    client = signed_in(organisation.officer1)
    assert hand_out_url(issue) in text_of(client, issue.get_absolute_url())
    typed = {
        "issued_on": clock.today().isoformat(),
        "unit_1": organisation.division.pk,
        "holder_1": organisation.reader1.pk,
        "held_by_1": "Tủ một cửa",
        "unit_3": organisation.sibling.pk,
    }
    response = client.post(hand_out_url(issue), typed)
    assert response.headers["Location"] == issue.get_absolute_url()
    copies = list(PaperCopy.objects.order_by("number"))
    assert [(one.number, one.unit, one.holder) for one in copies] == [
        (1, organisation.division, organisation.reader1),
        (2, organisation.sibling, None),
    ]
    assert Notice.objects.filter(kind="copy_handed_out", user=organisation.reader1).exists()
    assert Notice.objects.filter(kind="copy_handed_out", user=organisation.manager_sibling1).exists()
    page = text_of(client, issue.get_absolute_url())
    assert all(one.get_absolute_url() in page for one in copies)


def test_form_sent_twice_hands_out_once(organisation, issue):
    client = signed_in(organisation.officer1)
    shown = client.get(hand_out_url(issue)).context["form"]["last_shown"].value()
    typed = {
        "issued_on": clock.today().isoformat(),
        "last_shown": shown,
        "unit_1": organisation.division.pk,
        "held_by_1": "Tủ một cửa",
    }
    assert client.post(hand_out_url(issue), typed).status_code == 302

    again = client.post(hand_out_url(issue), typed)

    assert again.status_code == 409
    page = again.content.decode()
    assert "copy 01 is the last now" in page
    assert "Tủ một cửa" in page
    assert PaperCopy.objects.count() == 1
    meant = typed | {"last_shown": again.context["form"]["last_shown"].value()}
    assert client.post(hand_out_url(issue), meant).status_code == 302
    assert [one.number for one in PaperCopy.objects.order_by("number")] == [1, 2]


def test_handing_out_reads_the_issue_as_it_is_by_now(organisation, document):
    coming = IssueFactory(document=document, approved=True, effective_on=clock.today() + DAY, signed_on=clock.today())
    save(Issue.objects.get(pk=coming.pk), status="draft")  # recalled by somebody meanwhile
    with pytest.raises(StepRefused, match="in force, or of one that is approved"):
        operations.hand_out_copies(coming, [(organisation.division, None, "")], by=fresh(organisation.officer1))
    assert not PaperCopy.objects.exists()


def test_numbers_run_on_through_the_document(organisation, issue, copy):
    superseded(issue)
    later = issue.document.issue_in_force()
    made = operations.hand_out_copies(later, [(organisation.division, None, "")], by=fresh(organisation.officer1))
    assert [one.number for one in made] == [4]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, "Give at least one place"),
        ({"held_by_2": "Tủ hồ sơ số 5"}, "Say which unit keeps this copy."),
        ({"unit_1": "999999"}, "Select a valid choice"),
        ({"issued_on": "2999-01-01"}, "01/01/2999 has not come yet"),
    ],
)
def test_faults_of_handing_out_keep_what_was_typed(organisation, issue, typed, fault):
    given = {"issued_on": clock.today().isoformat()} | typed
    page = signed_in(organisation.officer1).post(hand_out_url(issue), given).content.decode()
    assert fault in page
    assert typed.get("held_by_2", "") in page
    assert not PaperCopy.objects.exists()


def test_only_of_what_holds_or_is_coming(organisation, issue, document):
    officer = fresh(organisation.officer1)
    place = [(organisation.division, None, "")]
    coming = IssueFactory(
        document=document, issue_number="02", approved=True, effective_on=clock.today() + DAY, signed_on=clock.today()
    )
    assert operations.hand_out_copies(coming, place, by=officer)
    draft = IssueFactory(document=document, issue_number="03")
    client = signed_in(organisation.officer1)
    for wrong in (draft,):
        with pytest.raises(StepRefused):
            operations.hand_out_copies(wrong, place, by=officer)
        assert client.get(hand_out_url(wrong)).status_code == 409
    with pytest.raises(StepRefused, match="has not come yet"):
        operations.hand_out_copies(issue, place, by=officer, issued_on=clock.today() + DAY)


def test_holder_signs_for_it(organisation, copy):
    client = signed_in(organisation.reader1)
    step = reverse("paper_copy_step", args=[copy.uid, "receive"])
    assert step in text_of(client, copy.get_absolute_url())
    form = client.get(step).context["form"]
    typed = {"version": copy.version, "shown": form.initial["shown"], "password": PASSWORD}
    assert client.post(step, typed).status_code == 302
    copy.refresh_from_db()
    assert (copy.status, copy.received_by, copy.received_on) == (P.RECEIVED, organisation.reader1, clock.today())
    assert Signature.objects.get().record_uid == copy.uid
    assert client.post(step, typed).status_code == 409


def test_nobody_signs_for_what_no_longer_holds(organisation, copy):
    superseded(copy.issue)
    client = signed_in(organisation.reader1)
    answer = client.get(reverse("paper_copy_step", args=[copy.uid, "receive"]))
    assert answer.status_code == 409
    assert "hand the copy back instead" in answer.content.decode()
    assert "Do not work by this copy" in text_of(client, copy.get_absolute_url())


def test_taken_back_by_the_officer(organisation, copy):
    client = signed_in(organisation.officer1)
    step = reverse("paper_copy_step", args=[copy.uid, "recall"])
    early = (copy.issued_on - DAY).isoformat()
    refused = client.post(step, {"version": copy.version, "recalled_on": early, "note": "Rách"})
    assert refused.status_code == 409
    assert "Rách" in refused.content.decode()
    typed = {"version": copy.version, "recalled_on": clock.today().isoformat(), "note": "Rách"}
    assert client.post(step, typed).status_code == 302
    copy.refresh_from_db()
    assert (copy.status, copy.recalled_by, copy.note) == (P.RECALLED, organisation.officer1, "Rách")


def test_lost_with_a_reason(organisation, copy):
    client = signed_in(organisation.officer1)
    step = reverse("paper_copy_step", args=[copy.uid, "lose"])
    client.post(step, {"version": copy.version, "reason": ""})
    copy.refresh_from_db()
    assert copy.status == P.ISSUED
    client.post(step, {"version": copy.version, "reason": "Mất khi chuyển trụ sở"})
    copy.refresh_from_db()
    assert copy.status == P.LOST


def test_all_copies_of_a_superseded_issue_at_once(organisation, issue, copy):
    second = PaperCopyFactory(issue=issue, number=4, unit=organisation.sibling, holder=organisation.verifier1)
    lost = PaperCopyFactory(issue=issue, number=5, unit=organisation.sibling, lost=True)
    superseded(issue)
    client = signed_in(organisation.officer1)
    page = text_of(client, recall_all_url(issue))
    assert "2 copies are recalled" in page
    assert "1 copy is left as it is" in page
    assert "It is already «Lost»" in page
    typed = {"recalled_on": clock.today().isoformat(), "reason": ""}
    assert client.post(recall_all_url(issue), typed).status_code == 200
    assert not PaperCopy.objects.filter(status=P.RECALLED).exists()

    assert client.post(recall_all_url(issue), typed | {"reason": "Đã có lần ban hành 02"}).status_code == 302

    for one in (copy, second):
        one.refresh_from_db()
        assert (one.status, one.note) == (P.RECALLED, "Đã có lần ban hành 02")
        assert one.history.filter(history_change_reason="Đã có lần ban hành 02").count() == 1
    lost.refresh_from_db()
    assert lost.status == P.LOST
    assert Notice.objects.filter(kind="copy_recalled").count() == 2
    assert client.get(recall_all_url(issue)).status_code == 409


def test_recalling_all_is_all_or_nothing(organisation, issue, copy):
    late = PaperCopyFactory(issue=issue, number=4, unit=organisation.sibling, issued_on=clock.today())
    save(copy, issued_on=clock.today() - 9 * DAY)
    officer = fresh(organisation.officer1)
    with pytest.raises(StepRefused):
        operations.recall_copies(issue, by=officer, reason="Hết hiệu lực", recalled_on=clock.today() - DAY)
    copy.refresh_from_db()
    assert (copy.status, late.status) == (P.ISSUED, P.ISSUED)
    with pytest.raises(ReasonMissing):
        operations.recall_copies(issue, by=officer, reason=" ")


def test_list_of_what_must_come_back(organisation, issue, copy, document):
    other = PaperCopyFactory(issue__document__unit=organisation.department, unit=organisation.division, received=True)
    client, address = signed_in(organisation.officer1), reverse("paper_copies")
    assert copy.get_absolute_url() not in text_of(client, address, show="to_recall")
    superseded(issue)
    page = text_of(client, address, show="to_recall")
    assert copy.get_absolute_url() in page
    assert "to be recalled" in page
    assert other.get_absolute_url() not in page
    assert other.get_absolute_url() not in text_of(client, address, show="unsigned")
    assert copy.get_absolute_url() in text_of(client, address, show="unsigned")
    assert copy.get_absolute_url() in text_of(client, address, q="qt-31")
    assert copy.get_absolute_url() in text_of(client, address, q="tu mot cua", document="qt-31")
    assert copy.get_absolute_url() not in text_of(client, address, status="lost")
    assert "QT-31" in text_of(client, address, export="csv")
    for sort in ("document", "-number", "title", "unit", "holder", "-issued_on", "status"):
        assert copy.get_absolute_url() in text_of(client, address, sort=sort)
    assert "Nothing matches." in text_of(client, address, q="khong co")


@pytest.mark.parametrize(("state", "listed"), [("withdrawn", True), ("coming", False), ("recalled", True)])
def test_what_must_come_back_is_derived(organisation, document, state, listed):
    day = clock.today() + (5 * DAY if state == "coming" else 0 * DAY)
    made = IssueFactory(document=document, **({"withdrawn": True} if state == "withdrawn" else {"approved": True}))
    save(made, effective_on=day)
    one = PaperCopyFactory(issue=made, unit=organisation.division)
    if state == "recalled":
        save(made, status="draft")
    page = text_of(signed_in(organisation.officer1), reverse("paper_copies"), show="to_recall")
    assert (one.get_absolute_url() in page) is listed


def test_reach(organisation, copy, issue):
    step = reverse("paper_copy_step", args=[copy.uid, "recall"])
    for name in ("officer1", "manager1", "reader1", "head1"):
        client = signed_in(getattr(organisation, name))
        assert client.get(copy.get_absolute_url()).status_code == 200, name
        assert copy.get_absolute_url() in text_of(client, reverse("paper_copies")), name
    for name in ("officer2", "reader2", "owner1", "manager_sibling1", "admin"):
        client = signed_in(getattr(organisation, name))
        assert copy.get_absolute_url() not in text_of(client, reverse("paper_copies")), name
        assert "QT-31" not in text_of(client, reverse("paper_copies"), export="csv"), name
        for url in (copy.get_absolute_url(), step, recall_all_url(issue), hand_out_url(issue)):
            assert client.get(url).status_code == 404, (name, url)
            assert client.post(url, {}).status_code in (404, 405), (name, url)
        book = client.get(reverse("paper_copies_print", args=["docx"]))
        assert "QT-31" not in words_of(book.content), name
    assert "Copy 03" not in text_of(signed_in(organisation.owner1), issue.get_absolute_url())
    manager = signed_in(organisation.manager1)
    assert manager.get(step).status_code == 409, "the unit's manager sees the copy and may not take it back"


def words_of(content):
    word = Word(BytesIO(content))
    words = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    parts = [part for section in word.sections for part in (section.footer, section.header)]
    footers = [paragraph.text for part in parts for paragraph in part.paragraphs]
    footers += [cell.text for part in parts for table in part.tables for row in table.rows for cell in row.cells]
    return " ".join([words, *(paragraph.text for paragraph in word.paragraphs), *footers])


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_book_of_distribution_prints_the_rows_of_the_list(organisation, copy, kind):
    other = PaperCopyFactory(issue__document__unit=organisation.department, unit=organisation.sibling)
    client = signed_in(organisation.officer1)
    address = reverse("paper_copies_print", args=[kind])
    assert f"{address}?document=QT-31" in text_of(client, reverse("paper_copies"), document="QT-31")
    answer = client.get(address, {"document": "QT-31"})
    assert answer.content[:2] in (b"PK", b"%P")
    if kind == "docx":
        said = words_of(answer.content)
        assert "Tủ một cửa" in said
        assert other.issue.document.number not in said
    assert client.get(reverse("paper_copies_print", args=["odt"])).status_code == 404


def test_numbered_print_is_for_officer_and_holder(organisation, copy, issue):
    address = f"{reverse('issue_print', args=[issue.uid, 'docx'])}?copy={copy.uid}"
    for name in ("officer1", "reader1"):
        client = signed_in(getattr(organisation, name))
        assert address in text_of(client, copy.get_absolute_url()), name
        said = words_of(client.get(address).content)
        assert "CONTROLLED" in said.upper(), name
        assert "03" in said
    plain = words_of(signed_in(organisation.reader1).get(reverse("issue_print", args=[issue.uid, "docx"])).content)
    assert "REFERENCE" in plain.upper()
    assert signed_in(organisation.manager1).get(address).status_code == 403
    for name in ("owner1", "reader2", "officer2"):
        assert signed_in(getattr(organisation, name)).get(address).status_code == 404, name
    officer = signed_in(organisation.officer1)
    assert officer.get(address.replace(str(copy.uid), "x")).status_code == 404
    foreign = PaperCopyFactory(issue__document__unit=organisation.department, unit=organisation.division)
    assert officer.get(address.replace(str(copy.uid), str(foreign.uid))).status_code == 404
    save(copy, status=P.RECALLED)
    assert officer.get(address).status_code == 404


def test_print_of_a_superseded_copy_is_never_controlled(organisation, copy, issue):
    superseded(issue)
    address = f"{reverse('issue_print', args=[issue.uid, 'docx'])}?copy={copy.uid}"
    said = words_of(signed_in(organisation.officer1).get(address).content).upper()
    assert "OBSOLETE" in said
    assert "CONTROLLED" not in said.replace("UNCONTROLLED", "")


def test_home_of_officer_holder_and_manager(organisation, issue, copy):
    nameless = PaperCopyFactory(issue=issue, number=4, unit=organisation.division, holder=None)

    def home(provider, name):
        return [(item.number, str(item.note)) for item in provider(fresh(getattr(organisation, name)))]

    assert [number for number, _note in home(copies_to_sign_for, "reader1")] == [str(copy)]
    assert [number for number, _note in home(copies_to_sign_for, "manager1")] == [str(nameless)]
    assert home(copies_to_sign_for, "officer1") == home(copies_to_recall, "officer1") == []
    superseded(issue)
    assert home(copies_to_sign_for, "reader1") == home(copies_to_sign_for, "manager1") == []
    told = home(copies_to_recall, "officer1")
    assert [number for number, _note in told] == [str(issue)]
    assert told[0][1].startswith("2 ")
    assert home(copies_to_recall, "officer2") == home(copies_to_recall, "manager1") == []
