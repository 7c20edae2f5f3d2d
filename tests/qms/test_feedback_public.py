"""Feedback from outside: the form without an account, its guards, the page of the code, denunciations refused."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qms import clock, feedback_guard
from qms.feedback_code import LETTERS, new_code, read_code, shown_code
from qms.models import Feedback, FeedbackSender, StoredFile
from qms.operations import feedback as operations
from qms.performance_enums import FeedbackStatus
from tests import scenes
from tests.factories import NonconformityFactory, save
from tests.shared_organisation import DAY, fresh

NAME = "Trần Thị Kín Đáo"
FORM, FOLLOW = "/y-kien/", "/y-kien/theo-doi/"
JPEG_LIKE = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def no_tries():
    """Nobody has tried anything yet."""
    cache.clear()


def token(seconds=60):
    with clock.at(clock.now() - dt.timedelta(seconds=seconds)):
        return feedback_guard.new_token()


def filled(org, **values):
    usual = {
        "token": token(), "unit": org.department.code, "kind": "complaint", "subject": "Trả hồ sơ chậm",
        "body": "Chậm hai ngày", "sender_name": NAME,
    }  # fmt: skip
    return usual | values


def send(org, **values):
    return Client().post(FORM, filled(org, **values))


def shown(answer):
    return answer.content.decode()


def test_a_citizen_writes_and_gets_a_code(org):
    form = shown(Client().get(FORM))
    assert "csrfmiddlewaretoken" in form
    assert org.department.code in form
    assert org.division.code not in form

    answer = send(org, files=SimpleUploadedFile("giay-hen.pdf", JPEG_LIKE), satisfaction="2", dossier="000.19")

    feedback = Feedback.objects.get()
    assert answer.url == f"{FOLLOW}?code={feedback.code}&new=1"
    assert (feedback.unit, feedback.channel, feedback.status) == (org.department, "web", "received")
    assert (feedback.satisfaction, feedback.dossier, feedback.sender.name) == (2, "000.19", NAME)
    assert [link.purpose for link in feedback.file_links.all()] == ["sent"]
    page = Client().get(answer.url)
    assert shown_code(feedback.code) in shown(page)
    assert NAME not in shown(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_codes_are_easy_to_read_and_none_is_like_another():
    codes = {new_code() for _number in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {10}
    assert not set("".join(codes)) - set(LETTERS)
    assert not set("0O1I") & set(LETTERS)
    code = codes.pop()
    assert read_code(f" {shown_code(code).lower()} ") == code


def test_a_form_sent_twice_makes_one_record(org):
    given = filled(org)
    first, second = Client().post(FORM, given), Client().post(FORM, given)
    assert first.url == second.url
    assert Feedback.objects.count() == 1


def test_machines_are_kept_out_and_nothing_typed_is_lost(org):
    refusals = [
        ({"website": "http://spam.example"}, "để trống|Leave"),
        ({"token": token(seconds=1)}, "quickly"),
        ({"token": token(seconds=90_000)}, "open too long"),
        ({"token": "made-up"}, "open too long"),
    ]
    for wrong, why in refusals:
        answer = Client().post(f"{FORM}?lang=en", filled(org, **wrong))
        assert any(one in shown(answer) for one in why.split("|")), wrong
        assert "Chậm hai ngày" in shown(answer)
    assert not Feedback.objects.exists()


def test_a_token_that_is_too_old_is_made_anew_with_the_form(org):
    page = shown(Client().post(FORM, filled(org, token=token(seconds=90_000))))
    again = page.split('name="token" value="')[1].split('"')[0]
    with clock.at(clock.now() + dt.timedelta(seconds=10)):
        assert Client().post(FORM, filled(org, token=again)).status_code == 302


def test_much_from_one_address_is_put_off(org):
    answers = [send(org) for _number in range(feedback_guard.MOST_SENT + 1)]
    assert [answer.status_code for answer in answers] == [302] * feedback_guard.MOST_SENT + [429]
    assert "Chậm hai ngày" in shown(answers[-1])
    elsewhere = Client(REMOTE_ADDR="10.1.2.3").post(FORM, filled(org))
    assert elsewhere.status_code == 302


def test_a_denunciation_is_refused_with_where_it_goes_and_nothing_is_kept(org):
    sent = SimpleUploadedFile("don.pdf", JPEG_LIKE + b"%")
    refused = Client().post(f"{FORM}?lang=en", filled(org, is_denunciation="yes", files=sent))
    assert refused.status_code == 422
    assert "inspectorate" in shown(refused)
    for words in ({"subject": "Đơn tố cáo"}, {"body": "Tôi tố cáo ông A"}):
        asked = Client().post(f"{FORM}?lang=en", filled(org, **words))
        assert "Say whether it is one" in shown(asked)
    assert not Feedback.objects.exists()
    assert not FeedbackSender.objects.exists()
    assert not StoredFile.objects.exists()
    assert send(org, subject="Hỏi về tố cáo", is_denunciation="no").status_code == 302


BAD = [
    ({"unit": "S1-A"}, "Select a valid choice"),
    ({"subject": ""}, "This field is required"),
    ({"sender_email": "x"}, "valid email"),
    ({"kind": "rant"}, "Select a valid choice"),
    ({"files": [SimpleUploadedFile(f"{number}.pdf", JPEG_LIKE) for number in range(4)]}, "At most 3"),
    ({"files": SimpleUploadedFile("x.exe", b"MZ\x90\x00" + b"\x00" * 60)}, "x.exe"),
]


@pytest.mark.parametrize(("wrong", "why"), BAD, ids=[why for _wrong, why in BAD])
def test_bad_input_is_told_at_its_field(org, wrong, why):
    answer = Client().post(f"{FORM}?lang=en", filled(org, **wrong))
    assert answer.status_code == 200
    assert why in shown(answer)
    assert "Chậm hai ngày" in shown(answer)
    assert not Feedback.objects.exists()


def follow(code, **query):
    return Client().get(FOLLOW, {"code": code, "lang": "en"} | query)


SAID = [
    ("received", "Received"), ("assigned", "Being dealt with"), ("answer_proposed", "Being dealt with"),
    ("answer_approved", "Being dealt with"), ("answered", "Answered"), ("closed", "Answered"),
    ("forwarded", "Forwarded to another agency"), ("refused", "Not dealt with"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "said"), SAID)
def test_the_page_of_a_code_says_how_it_stands_and_no_more(org, state, said):
    feedback = save(scenes.feedback(org, state), code="ABCDEFGHJK", body="Nội dung riêng", answer="Xin lỗi")
    page = shown(follow("abcde-fghjk"))
    assert f"<strong>{said}</strong>" in page
    assert ("Xin lỗi" in page) is (state in ("answered", "closed"))
    for secret in ("Nội dung riêng", org.owner1.full_name, feedback.number):
        assert secret not in page


def test_while_it_is_a_nonconformity_the_sender_reads_that_it_is_dealt_with_and_nothing_more(org):
    feedback = save(scenes.feedback(org, "answered"), code="ABCDEFGHJK", answer="Xin lỗi", public_note="Ghi chú")
    raised = NonconformityFactory(unit=org.division, source_kind="qms.feedback", source_uid=feedback.uid)
    page = shown(follow(feedback.code))
    assert "<strong>Being dealt with</strong>" in page
    for hidden in ("Xin lỗi", "Ghi chú", raised.number, raised.fact, "Answer due"):
        assert hidden not in page
    save(raised, status="withdrawn")
    assert "Xin lỗi" in shown(follow(feedback.code))


def test_unknown_codes_are_answered_alike_and_tries_are_counted(org):
    save(scenes.feedback(org, "received"), code="ABCDEFGHJK")
    answers = [follow("ABCDEFGHJX"), follow("x"), follow("'; drop")]
    assert {answer.status_code for answer in answers} == {404}
    assert all("nothing under this code" in shown(answer) for answer in answers)
    for _number in range(feedback_guard.MOST_ASKED):
        last = follow("ABCDEFGHJK")
    assert last.status_code == 429
    assert "<strong>Received</strong>" not in shown(last)


def test_the_form_asks_for_no_account_and_refuses_forgery(org):
    assert Client(enforce_csrf_checks=True).post(FORM, filled(org)).status_code == 403
    assert Client().put(FORM).status_code == 405
    assert Client().get(f"{FORM}?lang=vi").headers["Content-Language"] == "vi"
    assert 'lang="en"' in shown(Client().get(f"{FORM}?lang=en"))
    assert reverse("public_feedback") in shown(Client().get(reverse("public")))


def test_an_answer_that_is_sent_stands_on_the_page(org):
    send(org, sender_email="dan@example.vn")
    feedback = Feedback.objects.get()
    feedback = operations.assign_feedback(feedback, by=fresh(org.officer1), handler=org.owner1)
    feedback = operations.propose_answer(feedback, by=fresh(org.owner1), answer="Cơ quan xin lỗi")
    feedback = operations.approve_answer(feedback, by=fresh(org.head1))
    assert "xin lỗi" not in shown(follow(feedback.code))
    feedback = operations.send_answer(feedback, by=fresh(org.owner1))
    assert feedback.status == FeedbackStatus.ANSWERED
    page = shown(follow(feedback.code))
    assert "Cơ quan xin lỗi" in page
    assert DAY.strftime("%d/%m/%Y") in page
