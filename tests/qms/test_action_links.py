"""Links by mail: one action for somebody without an account, and nothing else; expired, taken back, tampered with."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from qms import policy
from qms.enums import ActionStatus
from qms.models import Action, ActionLink, ActionNote
from qms.models.reminding import Mail
from qms.operations import action_links, actions
from qms.policy import Refused
from qms.tables.saved_views import actions_to_verify
from qms.views import by_link
from qms.work_of_duties import asked_by_link
from qms.workflow import StepRefused
from tests.factories import ActionFactory, ActionLinkFactory, ActionStepFactory, save
from tests.shared_organisation import fresh

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def no_sendings_before():
    cache.clear()
    yield
    cache.clear()


def outside(org, **values):
    """An action that somebody without an account was asked for by the manager."""
    sides = {"unit": org.division, "assigned_by": org.manager1, "approver": org.lead1}
    action = ActionFactory(owner=None, owner_text="Lê Thị Khách", details="Chi tiết MẬT", **(sides | values))
    return ActionLinkFactory(action=action, sent_by=org.manager1)


def page(link):
    return reverse("by_link", args=[action_links.token_of(link)])


def stranger():
    client = Client(enforce_csrf_checks=False)
    client.cookies["django_language"] = "en"
    return client


def signed_in(user):
    client = stranger()
    client.force_login(user)
    return client


def test_asked_by_link_a_mail_waits_and_the_owner_knows(org):
    action = ActionFactory(unit=org.division, owner=org.owner1, assigned_by=org.lead1, in_progress=True)
    data = {
        "name": "Lê Thị Khách", "email": "khach@example.com", "expires_on": "2020-09-01", "reason": "Việc của nhà thầu",
        "version": action.version,
    }  # fmt: skip
    client = signed_in(org.manager1)
    assert (
        reverse("action_by_link", args=[action.uid, "ask"])
        in client.get(reverse("action", args=[action.uid])).content.decode()
    )

    stale = client.post(reverse("action_by_link", args=[action.uid, "ask"]), data | {"version": action.version - 1})
    assert stale.status_code == 409
    assert "Việc của nhà thầu" in stale.content.decode()
    answer = client.post(reverse("action_by_link", args=[action.uid, "ask"]), data)

    assert answer.status_code == 302, answer.content.decode()
    link = ActionLink.objects.get()
    mail = Mail.objects.get()
    assert (mail.address, mail.sent_at) == ("khach@example.com", None)
    assert page(link) in mail.body
    assert action.number in mail.subject
    action.refresh_from_db()
    assert (action.owner, action.owner_text) == (None, "Lê Thị Khách")
    assert org.owner1.notices.filter(kind="action_handed_out").count() == 1
    assert [item.number for item in asked_by_link(fresh(org.lead1))] == [action.number]
    shown = client.get(reverse("action", args=[action.uid])).content.decode()
    assert reverse("action_link_step", args=[link.uid, "revoke"]) in shown


@pytest.mark.parametrize("state", ["proposed", "done", "verified", "cancelled"])
def test_nobody_is_asked_for_what_is_not_to_be_done(org, state):
    action = ActionFactory(unit=org.division, owner=org.owner1, assigned_by=org.lead1, **{state: True})
    with pytest.raises(StepRefused):
        action_links.ask_by_link(action, by=fresh(org.manager1), name="A", email="a@example.com", reason="x")


def test_a_task_is_assigned_by_mail(org):
    data = {
        "unit": org.division.pk, "name": "Lê Thị Khách", "email": "khach@example.com", "title": "Sửa máy in",
        "kind": "task", "due_on": "2020-07-30", "lines": "Tháo máy\nThay mực",
    }  # fmt: skip
    answer = signed_in(org.manager1).post(reverse("action_new_by_link"), data | {"email": "không phải thư"})
    assert "email" in answer.context["form"].errors
    assert "Sửa máy in" in answer.content.decode()
    answer = signed_in(org.manager1).post(reverse("action_new_by_link"), data)

    action = Action.objects.get(title="Sửa máy in")
    assert answer.url == action.get_absolute_url()
    assert (action.status, action.owner) == (ActionStatus.ASSIGNED, None)
    assert action.steps.count() == 2
    assert action.links.get().expires_on == dt.date(2020, 8, 13)
    assert Mail.objects.count() == 1


def test_who_has_the_link_sees_that_action_and_writes(org):
    link = outside(org, assigned=True)
    ActionStepFactory(action=link.action, text="Tháo máy")
    client = stranger()

    shown = client.get(page(link))

    text = shown.content.decode()
    for words in (link.action.number, link.action.title, "Chi tiết MẬT", "Tháo máy", "Lê Thị Khách"):
        assert words in text
    assert shown.headers["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in shown.headers["Cache-Control"]
    assert str(link.action.uid) not in text
    answer = client.post(
        page(link), {"text": "Đã tháo xong", "step": "note", "files": [SimpleUploadedFile("anh.pdf", PDF)]}
    )
    assert answer.status_code == 302
    client.post(page(link), {"text": "Đã tháo xong", "step": "note"})  # a second click
    note = ActionNote.objects.get()
    assert note.written_by == "Lê Thị Khách <khach@example.com>"
    assert note.made_by.username == "system"
    assert note.file_links.get().name == "anh.pdf"
    assert "khach@example.com" in note.history.get().history_change_reason
    again = client.get(page(link)).content.decode()
    assert "Đã tháo xong" in again
    assert "anh.pdf" in again
    link.action.refresh_from_db()
    assert link.action.status == ActionStatus.ASSIGNED


def test_reported_as_done_it_waits_and_is_verified_as_usual(org):
    link = outside(org, assigned=True)
    client = stranger()
    client.post(page(link), {"text": "Biên bản", "step": "done", "files": [SimpleUploadedFile("a.pdf", PDF)]})

    action = Action.objects.get()
    assert (action.status, action.evidence) == (ActionStatus.DONE, "Biên bản")
    assert action.file_links.get().name == "a.pdf"
    last = action.history.latest("sequence")
    assert (last.history_user.username, last.operation) == ("system", "action.done")
    assert "Lê Thị Khách" in last.history_change_reason
    assert org.manager1.notices.filter(kind="action_done").count() == 1
    waits = client.get(page(link))
    assert waits.status_code == 200
    assert 'name="text"' not in waits.content.decode()
    assert client.post(page(link), {"text": "Lần nữa", "step": "done"}).status_code == 409
    actions.verify_action(action, by=fresh(org.manager1), verification_note="Đã xem")
    assert client.get(page(link)).status_code == 410


def test_returned_the_link_is_renewed_and_the_reason_mailed(org):
    link = outside(org, assigned=True)
    stranger().post(page(link), {"text": "Biên bản", "step": "done"})
    later = dt.date(2020, 10, 1)

    actions.return_action(Action.objects.get(), by=fresh(org.lead1), reason="Thiếu ảnh chụp", due_on=later)

    link.refresh_from_db()
    assert link.expires_on == later + dt.timedelta(days=14)
    mail = Mail.objects.get()
    assert "Thiếu ảnh chụp" in mail.body
    assert page(link) in mail.body
    shown = stranger().get(page(link)).content.decode()
    assert "Biên bản" in shown
    assert "Thiếu ảnh chụp" in shown


def test_who_reports_for_them_does_not_verify_it(org):
    link = outside(org, in_progress=True, approver=None)
    action = actions.report_done(link.action, by=fresh(org.manager1), evidence="Gọi điện xác nhận")

    assert not policy.may(fresh(org.manager1), "qms.verify_action", action)
    assert policy.may(fresh(org.officer1), "qms.verify_action", action)


def test_the_saved_view_holds_what_the_rule_lets_one_verify(org):
    link = outside(org, in_progress=True)
    people = [fresh(getattr(org, name)) for name in ("manager1", "officer1", "lead1", "owner1", "reader1")]

    def offered(action):
        seen = [person.username for person in people if Action.objects.filter(actions_to_verify(person)).exists()]
        assert seen == [person.username for person in people if policy.may(person, "qms.verify_action", action)]
        return seen

    action = actions.report_done(link.action, by=fresh(org.manager1), evidence="Gọi điện xác nhận")
    assert offered(action) == ["officer1", "lead1"]
    actions.return_action(action, by=fresh(org.lead1), reason="Thiếu ảnh", due_on=dt.date(2020, 10, 1))
    stranger().post(page(link), {"text": "Ảnh kèm theo", "step": "done"})
    assert offered(Action.objects.get()) == ["manager1", "officer1", "lead1"]


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (SimpleUploadedFile("virus.exe", b"MZ\x90\x00" + b"\x00" * 200), "virus.exe"),
        (SimpleUploadedFile("rong.pdf", b""), "rong.pdf"),
    ],
    ids=["forbidden", "empty"],
)
def test_files_that_records_do_not_carry_are_refused_and_words_kept(org, upload, says):
    link = outside(org, assigned=True)
    upload.seek(0)
    answer = stranger().post(page(link), {"text": "Những lời đã gõ", "step": "done", "files": [upload]})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Những lời đã gõ" in text
    assert says in text or "empty" in text
    assert Action.objects.get().status == ActionStatus.ASSIGNED


def closes(name, org, link):
    """What closes a link between opening and sending."""
    if name == "taken back":
        action_links.revoke_link(link, by=fresh(org.manager1), reason="Gửi nhầm người")
    elif name == "given to an account":
        actions.reassign_action(link.action, by=fresh(org.manager1), reason="Giao lại", owner=org.owner1)
    elif name == "cancelled":
        actions.cancel_action(link.action, by=fresh(org.lead1), reason="Không cần nữa")
    else:
        save(link, expires_on=dt.date(2020, 7, 14))


TOLD = {"cancelled": "nothing more is asked of you", "expired": "It opened until 14/07/2020."}


@pytest.mark.parametrize("how", ["taken back", "given to an account", "cancelled", "expired"])
def test_closed_between_opening_and_sending_the_words_are_shown(org, how):
    link = outside(org, assigned=True)
    client = stranger()
    assert client.get(page(link)).status_code == 200
    closes(how, org, link)

    for step in ("note", "done"):
        answer = client.post(page(link), {"text": "<b>Những lời đã gõ</b>", "step": step})
        text = answer.content.decode()
        assert answer.status_code == 410
        assert "&lt;b&gt;Những lời đã gõ&lt;/b&gt;" in text
        assert link.action.number not in text
        assert link.action.title not in text
        assert (TOLD.get(how, "nothing to be told") in text) == (how in TOLD)
        assert ("Manager1" in text) == (how in ("given to an account", "expired"))
    assert client.get(page(link)).status_code == 410
    assert not ActionNote.objects.exists()


@pytest.mark.parametrize("work", [action_links.note_by_link, action_links.done_by_link])
def test_taken_back_while_it_is_being_sent_nothing_is_written(org, work):
    link = outside(org, assigned=True)
    action_links.revoke_link(link, by=fresh(org.manager1), reason="Gửi nhầm người")

    with pytest.raises(action_links.LinkClosed):
        work(link, text="Đã làm")
    assert not ActionNote.objects.exists()
    assert Action.objects.get().status == ActionStatus.ASSIGNED


def test_tampered_or_foreign_tokens_tell_nothing(org):
    link = outside(org, assigned=True)
    other = outside(org, assigned=True)
    token = action_links.token_of(link)
    body, signature = token.split("~")
    client = stranger()
    gone = client.get(page(save(other, expires_on=dt.date(2020, 7, 1)))).content
    for forged in (body, f"{other.uid.hex}~{signature}", f"{token}x", f"~{signature}", "x", "0" * 5000):
        for answer in (client.get(reverse("by_link", args=[forged])), client.post(reverse("by_link", args=[forged]))):
            assert answer.status_code == 404
            assert link.action.number not in answer.content.decode()
    from_nowhere = client.get(reverse("by_link", args=[f"{'0' * 32}~{signature}"])).content
    assert from_nowhere.count(b"<section") == gone.count(b"<section")


def test_sent_again_it_opens_again_but_not_when_taken_back(org):
    link = save(outside(org, assigned=True), expires_on=dt.date(2020, 7, 1))
    assert stranger().get(page(link)).status_code == 410
    with pytest.raises(Refused):
        action_links.send_link(link, by=fresh(org.owner1))

    action_links.send_link(link, by=fresh(org.manager1))
    action_links.send_link(link, by=fresh(org.manager1))

    assert stranger().get(page(link)).status_code == 200
    assert Mail.objects.count() == 2
    action_links.revoke_link(link, by=fresh(org.manager1), reason="Thôi")
    with pytest.raises(StepRefused):
        action_links.send_link(link, by=fresh(org.manager1))


def test_too_many_sendings_wait_with_their_words(org, monkeypatch):
    monkeypatch.setattr(by_link, "SENDINGS", 1)
    link = outside(org, assigned=True)
    client = stranger()
    client.post(page(link), {"text": "Lần một", "step": "note"})

    answer = client.post(page(link), {"text": "Lần hai", "step": "note"})

    assert answer.status_code == 429
    assert "Lần hai" in answer.content.decode()
    assert ActionNote.objects.count() == 1


def test_the_form_needs_its_csrf_token(org):
    link = outside(org, assigned=True)
    answer = Client(enforce_csrf_checks=True).post(page(link), {"text": "x", "step": "note"})

    assert answer.status_code == 403
    assert not ActionNote.objects.exists()


def addresses(patterns, names=()):
    """(name, arguments) of every address of the product."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, [*names, pattern.namespace] if pattern.namespace else names)
        elif pattern.name:
            yield ":".join([*names, pattern.name]), pattern.pattern.converters


def test_the_session_of_a_link_opens_nothing_else(org):
    link = outside(org, assigned=True)
    client = stranger()
    client.get(page(link))
    client.post(page(link), {"text": "Đã làm", "step": "note"})
    tried = 0
    for name, converters in {(name, tuple(found.items())) for name, found in addresses(get_resolver().url_patterns)}:
        kinds = {key: type(one).__name__ for key, one in converters}
        if any(kind not in ("UUIDConverter", "SlugConverter") for kind in kinds.values()):
            continue
        if name in ("set_language", "logout", "by_link") or ":" in name:
            continue
        filled = {key: link.action.uid if kind == "UUIDConverter" else "x" for key, kind in kinds.items()}
        answer = client.get(reverse(name, kwargs=filled))
        text = answer.content.decode(errors="replace") if not answer.streaming else ""
        assert link.action.number not in text, name
        assert "MẬT" not in text, name
        assert "_auth_user_id" not in client.session, name
        tried += 1
    assert tried > 100
    for label in ("qms.actionfile", "qms.actionnotefile"):
        assert client.get(reverse("file", args=[label, link.action.uid])).status_code == 302
