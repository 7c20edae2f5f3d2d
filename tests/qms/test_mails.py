"""Mails: one a day with what came in, written once and sent at most once, in the person's language."""

import datetime as dt
import smtplib

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qms import clock, mails
from qms.digests import write_digests
from qms.models import Mail, Notice
from qms.notices import inbox, notify
from qms.operations.choosing_notices import Choice, choose_notices
from qms.phrases import notice_text
from tests.factories import save
from tests.scenes import action
from tests.shared_organisation import fresh, on

MONDAY = dt.date(2020, 7, 20)
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def at(day, hour, minute=0):
    return clock.at(dt.datetime.combine(day, dt.time(hour, minute), clock.HANOI))


@pytest.fixture(autouse=True)
def addresses(org):
    for person in (org.owner1, org.lead1):
        save(fresh(person), email=f"{person.username}@so.gov.vn")


@pytest.fixture
def told(org):
    """Two notices of owner1, one of lead1, on the Friday before."""
    with on(dt.date(2020, 7, 17)):
        owed = action(org, "assigned")
        notify("action_assigned", about=owed, to=[org.owner1, org.lead1], due="2020-08-14")
        notify("nonconformity_accepted", about=owed, to=[org.owner1])
    return owed


def test_one_mail_a_person_with_what_came_in(org, told):
    with at(MONDAY, 7, 30):
        assert (write_digests(), write_digests()) == (2, 0)

    letter = Mail.objects.get(user=org.owner1)
    assert letter.key == f"digest:{org.owner1.pk}:2020-07-20"
    assert letter.subject == "Quality management on 20/07/2020: 2 notices"
    assert f"An action is yours: {told.number}, due 14/08/2020" in letter.body
    assert f"http://127.0.0.1:8000{told.get_absolute_url()}" in letter.body
    assert "Actions (1)" in letter.body
    assert "Findings and nonconformities (1)" in letter.body
    with at(MONDAY + dt.timedelta(days=1), 8):
        assert write_digests() == 0  # nothing came in since


def test_no_mail_at_night_or_on_days_off(org, told):
    with at(MONDAY, 6, 59):
        assert write_digests() == 0
    with at(dt.date(2020, 7, 18), 9):
        assert write_digests() == 0


def test_what_was_read_or_switched_off_is_not_mailed(org, told):
    Notice.objects.filter(user=org.lead1).update(read_at=clock.now())
    choose_notices(org.owner1, {"action_assigned": Choice(by_mail=False)})
    with at(MONDAY, 8):
        assert write_digests() == 1
    assert told.number not in Mail.objects.get().body.partition("Findings")[0]


def test_switched_off_in_the_product_still_goes_into_the_mail(org):
    choose_notices(org.owner1, {"action_assigned": Choice(in_product=False), "escalated": Choice(in_product=False)})
    with on(dt.date(2020, 7, 17)):
        for kind in ("action_assigned", "escalated"):
            notify(kind, about=action(org, "assigned"), to=[org.owner1])
    with at(MONDAY, 8):
        write_digests()

    assert [one.kind for one in inbox(org.owner1)] == ["escalated"]
    assert [one.kind for one in inbox(org.owner1).filter(read_at=None)] == ["escalated"]
    assert "2 notices" in Mail.objects.get(user=org.owner1).subject


def test_mail_speaks_the_persons_language(org, told):
    choose_notices(org.owner1, {}, "vi")
    with at(MONDAY, 8):
        write_digests()
    vietnamese, english = (Mail.objects.get(user=person).body for person in (org.owner1, org.lead1))
    notice = Notice.objects.filter(user=org.lead1).get()
    assert notice_text(notice) in english
    with translation.override("vi"):
        assert notice_text(notice) in vietnamese


def queued(number):
    for place in range(number):
        mails.queue_mail(
            f"key-{place}", address=f"p{place}@so.gov.vn", subject="Có\nviệc <b>", body="a <b> http://x.vn/"
        )


def test_each_mail_leaves_once_as_text_and_inert_html(org):
    queued(2)
    assert mails.queue_mail("key-0", address="x@so.gov.vn", subject="", body="") is False

    assert (mails.send_waiting(), mails.send_waiting()) == (2, 0)

    sent = outbox.outbox[0]
    assert (sent.subject, sent.to, sent.body) == ("Có việc <b>", ["p0@so.gov.vn"], "a <b> http://x.vn/")
    html = sent.alternatives[0].content
    assert "<b>" not in html
    assert '<a href="http://x.vn/"' in html


class Refusing(EmailBackend):
    """Refuses the first person."""

    def send_messages(self, messages):
        if messages[0].to == ["p0@so.gov.vn"]:
            raise smtplib.SMTPRecipientsRefused({"p0@so.gov.vn": (550, b"unknown")})
        return super().send_messages(messages)


def test_a_failing_address_does_not_stop_others_and_is_tried_later(org, settings, monkeypatch):
    queued(3)
    monkeypatch.setattr(mails, "get_connection", Refusing)
    with at(MONDAY, 8):
        assert mails.send_waiting() == 2
    with at(MONDAY, 8, 4):
        assert mails.send_waiting() == 0
        assert Mail.objects.get(key="key-0").attempts == 1
    with at(MONDAY, 8, 6):
        mails.send_waiting()
    refused = Mail.objects.get(key="key-0")
    assert (refused.attempts, refused.sent_at) == (2, None)
    assert "550" in refused.fault
    for day in range(1, 12):
        with at(MONDAY + dt.timedelta(days=day), 8):
            mails.send_waiting()
    assert Mail.objects.get(key="key-0").attempts == len(mails.AFTER)


class Dying(EmailBackend):
    """Hands the mail over, then the process dies."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


def test_killed_after_handing_over_never_sends_twice(org, monkeypatch):
    queued(1)
    with at(MONDAY, 8), monkeypatch.context() as patch:
        patch.setattr(mails, "get_connection", Dying)
        with pytest.raises(KeyboardInterrupt):
            mails.send_waiting()
    with at(MONDAY, 9):
        assert mails.send_waiting() == 0
        assert len(outbox.outbox) == 1
        assert mails.unclear().count() == 1
        assert mails.send_again(Mail.objects.get())
        assert mails.send_waiting() == 1


def test_without_a_server_mails_wait_and_the_administrator_is_told(org, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = mails.SMTP, ""
    queued(1)
    client = Client()
    client.force_login(org.admin)
    client.cookies["django_language"] = "en"

    assert mails.send_waiting() == 0
    page = client.get(reverse("mails")).content.decode()
    assert "No mail server is set: mails wait." in page
    assert "1 mail waits" in page
    client.force_login(org.officer1)
    refused = client.get(reverse("mails"))
    assert refused.status_code == 403
    assert "Only an administrator sees which mails wait or failed." in refused.content.decode()
    assert client.post(reverse("mail_again", args=[Mail.objects.get().pk])).status_code == 403
