"""Feedback inside: its way to an answer, who sees who wrote - and that nobody else does, by any door."""

import csv
import datetime as dt
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from qms import clock, events
from qms.enums import Role
from qms.feedback_denunciation import sounds_like_one
from qms.feedback_senders import SENT, sees_sender
from qms.history.recording import ReasonMissing
from qms.models import Action, Feedback, FeedbackSender, Mail, Notice, User
from qms.models.feedback import FeedbackFile
from qms.operations import feedback as operations
from qms.policy import Refused
from qms.registry import registry
from qms.views import printing
from qms.work_of_feedback import feedback_owed, feedback_work, shown_by_feedback
from qms.workflow import StepRefused
from tests import scenes
from tests.counts import FULL
from tests.factories import RoleFactory, save
from tests.shared_organisation import DAY, fresh, on

NAME, PHONE, MAIL, FILE = "Trần Thị Kín Đáo", "0987612345", "kindao@example.vn", "don-kindao.pdf"
SECRETS = (NAME, "Kín Đáo", "kin dao", PHONE, MAIL, FILE)
PDF = (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "application/pdf", FILE)
SEEING = ("officer1", "owner1")
FEW = ("manager1", "admin", "officer2", "verifier1")
OTHERS = (*FEW, "head1", "lead1", "manager2", "officer", "director", "reader1", "inspector1")


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def received(org, **values):
    draft = Feedback(
        **{"unit": org.division, "kind": "complaint", "subject": "Trả hồ sơ chậm", "body": "Chậm hai ngày"} | values
    )
    sender = {"name": NAME, "phone": PHONE, "email": MAIL}
    return operations.receive_feedback(draft, by=fresh(org.officer1), sender=sender, files=[PDF])


def assigned(org):
    return operations.assign_feedback(received(org), by=fresh(org.officer1), handler=org.owner1)


def answered(org):
    feedback = operations.propose_answer(assigned(org), by=fresh(org.owner1), answer="Cơ quan xin lỗi")
    feedback = operations.approve_answer(feedback, by=fresh(org.manager1))
    return operations.send_answer(feedback, by=fresh(org.owner1), public_note="Mời đến nhận kết quả")


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_it_goes_from_hand_to_hand_until_it_is_answered(org):
    feedback = answered(org)

    assert feedback.number.startswith("PA-2020-S1A-")
    assert (feedback.status, feedback.answer_by, feedback.approved_by) == ("answered", org.owner1, org.manager1)
    assert feedback.due_on == dt.date(2020, 8, 5)  # fifteen working days
    kinds = ("feedback_received", "feedback_assigned", "feedback_answer_proposed", "feedback_answer_approved")
    assert [told(kind) for kind in kinds] == [set(), {"owner1"}, {"manager1"}, {"owner1"}]
    mail = Mail.objects.get()
    assert mail.address == MAIL
    assert feedback.code in mail.body
    assert "xin lỗi" not in mail.body
    closed = operations.close_feedback(feedback, by=fresh(org.officer1))
    assert (closed.status, closed.closed_on) == ("closed", DAY)


def test_what_the_public_sends_is_told_to_the_officer(org):
    draft = Feedback(unit=org.division, kind="question", subject="Nộp ở đâu", body="Nộp ở đâu?")
    heard = []
    events.subscribe("feedback_received", lambda **what: heard.append(what["feedback"]))
    made = operations.receive_feedback(draft, by=User.objects.get(username="system"))

    assert told("feedback_received") == {"officer1"}
    assert heard == [made]
    assert not FeedbackSender.objects.exists()


def test_who_wrote_the_answer_does_not_approve_it(org):
    feedback = operations.assign_feedback(received(org), by=fresh(org.officer1), handler=org.manager1)
    feedback = operations.propose_answer(feedback, by=fresh(org.manager1), answer="Đã trả lời")
    with pytest.raises(StepRefused, match="does not approve it"):
        operations.approve_answer(feedback, by=fresh(org.manager1))
    assert operations.approve_answer(feedback, by=fresh(org.head1)).status == "answer_approved"


REFUSED = [
    ("assign", {"handler": None}, "Name who handles"),
    ("assign", {"handler": "reader2"}, "works in the unit"),
    ("assign", {"handler": "owner1", "due_on": DAY - dt.timedelta(days=1)}, "not past"),
    ("forward", {"forwarded_to": " "}, "to which agency"),
    ("move", {"unit": "division", "reason": "x"}, "another unit"),
]


@pytest.mark.parametrize(("step", "values", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_a_step_says_what_it_needs(org, step, values, why):
    feedback = scenes.feedback(org, "received")
    given = {name: vars(org).get(value, value) if isinstance(value, str) else value for name, value in values.items()}
    with pytest.raises(StepRefused, match=why):
        getattr(operations, f"{step}_feedback")(feedback, by=org.officer1, **given)
    feedback.refresh_from_db()
    assert (feedback.status, feedback.handler) == ("received", None)


def test_a_denunciation_is_refused_before_anything_is_written(org):
    draft = Feedback(unit=org.division, kind="complaint", subject="x", body="y")
    with pytest.raises(StepRefused, match="inspectorate"):
        operations.receive_feedback(draft, by=org.officer1, is_denunciation=True)
    assert not Feedback.objects.exists()
    with pytest.raises(ReasonMissing):
        operations.refuse_feedback(scenes.feedback(org, "received"), by=org.officer1, reason=" ")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Đơn tố cáo ông A", True), ("TỐ CÁO cán bộ", True), ("toi muon to cao can bo", True),
        ("I denounce him", True), ("Báo cáo kết quả", False), ("tổ cao nhất của đơn vị", False), ("Khiếu nại", False),
    ],
)  # fmt: skip
def test_words_of_a_denunciation_are_told_from_others(text, is_one):
    assert sounds_like_one(text) is is_one


def test_a_mail_address_that_is_none_writes_nothing(org):
    draft = Feedback(unit=org.division, kind="praise", subject="Tốt", body="Rất tốt")
    with pytest.raises(ValidationError):
        operations.receive_feedback(draft, by=org.officer1, sender={"email": "không phải"})


def test_only_handler_and_officer_of_the_unit_see_who_wrote(org):
    feedback = assigned(org)
    seeing = {name for name in (*SEEING, *OTHERS) if sees_sender(fresh(getattr(org, name)), feedback)}
    assert seeing == set(SEEING)

    moved = operations.move_feedback(feedback, by=fresh(org.officer1), reason="Của nơi khác", unit=org.division2)

    assert (moved.status, moved.handler, moved.due_on) == ("received", None, None)
    seeing = {name for name in (*SEEING, *OTHERS) if sees_sender(fresh(getattr(org, name)), moved)}
    assert seeing == {"officer2"}
    assert moved.history.count() == 3
    with pytest.raises(Refused):
        operations.correct_feedback_sender(moved, by=fresh(org.officer1), name="x", reason="y")


def doors(feedback):
    """Every address by which somebody might come upon who wrote."""
    sender, link = FeedbackSender.objects.get(feedback=feedback), FeedbackFile.objects.get(record=feedback)
    kinds = {"qms.feedback": feedback, "qms.feedbacksender": sender, "qms.feedbackfile": link}
    page, listed = feedback.get_absolute_url(), reverse("feedback_list")
    yield from (page, f"{page}?as_of=2020-07-15", listed, f"{listed}?q=kin+dao", f"{listed}?export=csv")
    yield from (f"{listed}?export=csv&as_of=2020-07-15", f"{listed}?as_of=2020-07-15", link.get_absolute_url())
    for step in ("sender", "attach", "plan", "assign", "return", "hand", "move"):
        yield reverse("feedback_step", args=[feedback.uid, step])
    yield reverse("feedback_file_step", args=[link.uid, "end"])
    for kind, record in kinds.items():
        history = reverse("history_record", args=[kind, record.uid])
        yield from (history, f"{history}?export=csv", f"{history}?as_of=2020-07-16")
        yield reverse("history_version", args=[kind, record.uid, 1])
        yield reverse("history_proof", args=[kind, record.uid, 1])
        yield f"{history}compare/?left=1&right=1"
    history = reverse("history")
    yield from (history, f"{history}?q=kin+dao", f"{history}?export=csv", f"{history}?as_of=2020-07-16")
    yield from (reverse("home"), reverse("notices"), reverse("mails"), f"/go/?q={feedback.number}")
    yield f"{reverse('nonconformity_new')}?from=qms.feedback:{feedback.uid}"
    yield reverse("public_feedback_follow") + f"?code={feedback.code}"
    yield from ("/api/v1/feedback", f"/api/v1/feedback/{feedback.uid}")


def body_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace") + str(response.headers)


def test_no_door_tells_another_reader_who_wrote(org):
    with on(DAY):
        feedback = answered(org)
        operations.correct_feedback_sender(
            feedback, by=fresh(org.officer1), name=NAME, phone=PHONE, email=MAIL, address="12 phố Kín Đáo", reason="Sửa"
        )
        Mail.objects.update(attempts=9, fault=f"550 no such user {MAIL}")
    RoleFactory(user=org.verifier1, role=Role.AUDITOR, unit=org.department)
    with on(DAY + dt.timedelta(days=2)):
        for place, name in enumerate(OTHERS if FULL else FEW):
            client = signed_in(fresh(getattr(org, name)))
            for url in list(doors(feedback))[place :: 1 if FULL or not place else 5]:
                text = body_of(client.get(url))
                found = [secret for secret in SECRETS if secret in text.replace('"kin dao"', "")]
                assert not found, (name, url, found)


def test_who_may_sees_who_wrote_today_and_nobody_as_of_a_day(org):
    feedback = assigned(org)
    for name in SEEING:
        client = signed_in(fresh(getattr(org, name)))
        page = client.get(feedback.get_absolute_url()).content.decode()
        for secret in (NAME, PHONE, MAIL, FILE):
            assert secret in page, (name, secret)
        assert "%PDF" in body_of(client.get(FeedbackFile.objects.get().get_absolute_url()))
    with on(DAY + dt.timedelta(days=1)):
        then = signed_in(fresh(org.officer1)).get(f"{feedback.get_absolute_url()}?as_of=2020-07-15").content.decode()
    assert "Chậm hai ngày" in then
    assert not [secret for secret in SECRETS if secret in then]


def test_history_as_of_a_day_tells_no_officer_of_then_who_wrote(org):
    with on(DAY):
        feedback = received(org)
    with on(DAY + dt.timedelta(days=1)):
        operations.move_feedback(feedback, by=fresh(org.officer1), reason="Thuộc sở khác", unit=org.division2)
    sender = FeedbackSender.objects.get()
    own = reverse("history_record", args=["qms.feedbacksender", sender.uid])
    with on(DAY + dt.timedelta(days=2)):
        now, then = signed_in(fresh(org.officer2)), signed_in(fresh(org.officer1))
        assert NAME in body_of(now.get(own))
        for url in (own, reverse("history"), reverse("history_version", args=["qms.feedbacksender", sender.uid, 1])):
            text = body_of(then.get(f"{url}?as_of={DAY.isoformat()}"))
            assert not [secret for secret in SECRETS if secret in text], url


def test_a_former_handler_sees_who_wrote_no_more(org):
    feedback = operations.hand_feedback(assigned(org), by=fresh(org.officer1), handler=org.reader1, reason="Nghỉ phép")
    assert sees_sender(fresh(org.reader1), feedback)
    assert not sees_sender(fresh(org.owner1), feedback)
    assert told("feedback_assigned") == {"owner1", "reader1"}
    assert signed_in(fresh(org.owner1)).get(feedback.get_absolute_url()).status_code == 404


def test_one_step_names_who_handles_it_whatever_its_state(org):
    officer = signed_in(fresh(org.officer1))
    both = {"Assign", "Name another handler or day"}

    def offered(one):
        return both & {str(step.label) for step in officer.get(one.get_absolute_url()).context["steps"]}

    feedback = assigned(org)
    assert (offered(received(org)), offered(feedback)) == ({"Assign"}, {"Name another handler or day"})
    step = reverse("feedback_step", args=[feedback.uid, "hand"])
    form = officer.get(step).context["form"]
    assert (form.initial["handler"], form.initial["due_on"]) == (org.owner1, feedback.due_on)
    sent = {"version": feedback.version, "handler": org.owner1.pk, "reason": "Cần thêm thời gian"}
    same = officer.post(step, sent | {"due_on": feedback.due_on.isoformat()})
    assert "another handler or another day" in same.content.decode()
    assert officer.post(step, sent | {"due_on": "2020-09-01"}).status_code == 302
    feedback.refresh_from_db()
    assert (feedback.handler, feedback.due_on, feedback.status) == (org.owner1, dt.date(2020, 9, 1), "assigned")
    late = officer.post(step, sent | {"due_on": "2020-01-01", "version": feedback.version})
    assert "not past" in late.content.decode()


def test_it_becomes_a_nonconformity_in_one_step_and_both_lead_to_each_other(org):
    feedback, officer = assigned(org), signed_in(fresh(org.officer1))
    begin = f"{reverse('nonconformity_new')}?from=qms.feedback:{feedback.uid}"

    assert begin in officer.get(feedback.get_absolute_url()).content.decode()
    form = officer.get(begin).content.decode()
    assert '<option value="feedback" selected>' in form or 'value="feedback"' in form
    assert feedback.number in form


def test_an_action_is_planned_from_it(org):
    feedback, officer = assigned(org), signed_in(fresh(org.officer1))
    given = {"title": "Bố trí người dự phòng", "owner": org.owner1.pk, "due_on": "2020-08-01"}
    assert officer.post(reverse("feedback_step", args=[feedback.uid, "plan"]), given).status_code == 302
    action = Action.objects.get(title="Bố trí người dự phòng")
    assert feedback.number in action.details
    assert action.title in officer.get(feedback.get_absolute_url()).content.decode()


def test_it_is_work_of_who_is_to_do_something_and_is_reminded_of(org):
    feedback = received(org)
    assert [item.number for item in feedback_work(fresh(org.officer1))] == [feedback.number]
    feedback = operations.assign_feedback(feedback, by=fresh(org.officer1), handler=org.owner1)
    assert [item.number for item in feedback_work(fresh(org.owner1))] == [feedback.number]
    (owed,) = feedback_owed(DAY, feedback.due_on)
    assert (owed.owner_id, owed.due_on) == (org.owner1.pk, feedback.due_on)
    feedback = operations.propose_answer(feedback, by=fresh(org.owner1), answer="Xin lỗi")
    assert [item.number for item in feedback_work(fresh(org.manager1))] == [feedback.number]
    holder = type("Holder", (), {"unit_id": org.department.pk})
    assert all("1 piece" in one.text for one in shown_by_feedback(holder, [org.edition]))
    handover = registry.handovers["feedback"]
    assert list(handover.open(org.owner1)) == [feedback]
    handover.take(feedback, org.owner1, org.reader1, by=fresh(org.officer1), reason="Chuyển công tác")


FILTERS = [
    ("", {"a", "b", "c"}), ("?show=waiting", {"a", "b"}), ("?show=late", {"b"}), ("?show=unassigned", {"a"}),
    ("?status=answered", {"c"}), ("?q=qua+han", {"b"}), ("?satisfaction=1", {"c"}), ("?channel=post", {"a"}),
    ("?received_to=2020-07-01", set()), ("?due_to=2020-07-10", {"b"}),
]  # fmt: skip


def test_the_list_keeps_what_is_asked_for(org):
    made = {
        "a": save(scenes.feedback(org, "received"), subject="a", channel="post"),
        "b": save(scenes.feedback(org, "assigned"), subject="b quá hạn", due_on=dt.date(2020, 7, 10)),
        "c": save(scenes.feedback(org, "answered"), subject="c", satisfaction=1),
    }
    save(scenes.feedback(org, "received"), subject="d", unit=org.division2)
    manager = signed_in(fresh(org.manager1))
    for query, wanted in FILTERS:
        answer = manager.get(f"{reverse('feedback_list')}{query}{'&' if query else '?'}export=csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert {row["Subject"][:1] for row in rows} == wanted, query
    page = manager.get(f"{reverse('feedback_list')}?sort=-due_on").content.decode()
    assert made["b"].get_absolute_url() in page
    assert "Nothing matches" in manager.get(f"{reverse('feedback_list')}?q=khongco").content.decode()


def test_the_register_and_the_letter_print_without_who_wrote_for_others(org, monkeypatch):
    feedback, seen = answered(org), []
    monkeypatch.setitem(
        printing.KINDS, "docx", (lambda form, context: seen.append((form, context)) or b"PK", "application/zip")
    )
    for name in ("owner1", "manager1"):
        signed_in(fresh(getattr(org, name))).get(reverse("feedback_print", args=[feedback.uid, "docx"]))
    assert signed_in(fresh(org.manager1)).get(f"{reverse('feedback_list')}?print=docx").status_code == 200

    texts = [json.dumps(form.build(context), ensure_ascii=False) for form, context in seen]
    assert [NAME in text for text in texts] == [True, False, False]
    assert all("xin lỗi" in text for text in texts)


def test_what_came_on_paper_is_recorded_by_the_officer(org):
    officer = signed_in(fresh(org.officer1))
    given = {
        "channel": "post", "received_on": "2020-07-14", "unit": org.division.pk, "kind": "complaint",
        "subject": "Đơn tố cáo", "body": "Chậm", "sender_name": NAME, "satisfaction": "2",
    }  # fmt: skip
    asked = officer.post(reverse("feedback_new"), given).content.decode()
    assert "say which it is" in asked
    assert "inspectorate" in officer.post(reverse("feedback_new"), given | {"is_denunciation": "on"}).content.decode()
    assert not Feedback.objects.exists()

    answer = officer.post(reverse("feedback_new"), given | {"is_none": "on"})

    feedback = Feedback.objects.get()
    assert answer.url == feedback.get_absolute_url()
    assert feedback.received_at.astimezone(clock.HANOI).date() == dt.date(2020, 7, 14)
    assert (feedback.sender.name, feedback.satisfaction, feedback.channel) == (NAME, 2, "post")
    assert signed_in(fresh(org.manager1)).get(reverse("feedback_new")).status_code == 403


def test_steps_by_form(org):
    feedback = received(org)
    people = {name: signed_in(fresh(getattr(org, name))) for name in ("officer1", "owner1", "manager1")}
    steps = [
        ("officer1", "assign", {"handler": org.owner1.pk, "due_on": "2020-08-01"}),
        ("owner1", "propose", {"answer": "Xin lỗi"}),
        ("manager1", "return", {"reason": "Nói rõ lý do"}),
        ("owner1", "propose", {"answer": "Xin lỗi vì người thụ lý nghỉ ốm"}),
        ("manager1", "approve", {}),
        ("owner1", "send", {"public_note": "Mời nhận kết quả"}),
        ("officer1", "reopen", {"reason": "Người gửi hỏi thêm"}),
        ("officer1", "move", {"unit": org.division2.pk, "reason": "Của Sở khác"}),
    ]
    for name, step, given in steps:
        feedback.refresh_from_db()
        url = reverse("feedback_step", args=[feedback.uid, step])
        assert people[name].get(url).status_code == 200, step
        answer = people[name].post(url, given | {"version": feedback.version})
        assert answer.status_code == 302, (step, answer.content.decode()[:2000])
    assert answer.url == reverse("feedback_list")
    other = signed_in(fresh(org.officer2)).get(feedback.get_absolute_url()).content.decode()
    assert NAME in other
    assert "Nói rõ lý do" in other


def test_a_pack_holds_no_sender_and_no_file_of_theirs(org):
    section = next(one for one in registry.pack_sections if one.model is Feedback)
    feedback = received(org)
    operations.attach_feedback_files(feedback, by=fresh(org.officer1), evidence=[(PDF[0], PDF[1], "noi-bo.pdf")])

    links = FeedbackFile.objects.filter(section.narrow(None, "qms.feedbackfile"))

    assert [link.name for link in links] == ["noi-bo.pdf"]
    assert set(feedback.file_links.values_list("purpose", flat=True)) == {SENT, ""}
    assert "qms.feedbacksender" not in {label for label, _path in section.parts}


def test_a_file_sent_twice_is_one_and_comes_back_after_it_was_taken_away(org):
    feedback, by = received(org), fresh(org.officer1)
    sent = {"by": by, "evidence": [(PDF[0], PDF[1], "noi-bo.pdf")]}
    link = operations.attach_feedback_files(feedback, **sent)[0]
    assert operations.attach_feedback_files(feedback, **sent) == []
    operations.end_feedback_file(link, by=by, reason="Nhầm")
    assert [one.name for one in operations.attach_feedback_files(feedback, **sent)] == ["noi-bo.pdf"]
