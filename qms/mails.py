"""Mails that wait to be sent: written in the transaction that they tell of, sent by the scheduled work.

A mail leaves at most once. It is claimed under the row's lock before it is handed to the server: the fault SENDING and
`tried_at`; a refusal replaces the claim and the mail is tried again later. When the process dies in between nobody
knows whether the mail left: it stays claimed, is not sent again by itself, and administrators see it and decide.
"""

import datetime as dt
import smtplib
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string

from qms import clock
from qms.models.people import User
from qms.models.reminding import Mail

SENDING = "sending"
AT_ONCE = 200  # mails of one run
AFTER = [dt.timedelta(minutes=minutes) for minutes in (0, 5, 30, 120, 480, 1440)]
"""How long after the try before a mail is tried for the first, second ... time; after the last it is given up."""
UNCLEAR = dt.timedelta(minutes=15)  # after which a mail still being sent was lost sight of
FAULT = 250  # characters
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def queue_mail(key: str, *, address: str, subject: str, body: str, user: User | None = None) -> bool:
    """Write a mail to be sent, once for its key. Returns whether it is new."""
    mail = Mail(key=key, user=user, address=address, subject=one_line(subject), body=body, created_at=clock.now())
    before = Mail.objects.filter(key=key).exists()
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    return not before


def one_line(text: str) -> str:
    """A subject: no line breaks, no longer than its column."""
    return " ".join(text.split())[:250]


def is_configured() -> bool:
    """Whether mails can leave: a server is named, or they go elsewhere than to a server."""
    return settings.EMAIL_BACKEND != SMTP or bool(settings.EMAIL_HOST)


def send_waiting() -> int:
    """Scheduled: send what waits, each by itself. Returns how many left; without a mail server none."""
    if not is_configured():
        return 0
    sent, tried, after = 0, 0, 0
    while tried < AT_ONCE and (mail := _claim(after)) is not None:
        tried, after = tried + 1, mail.pk
        sent += _send(mail)
    return sent


def waiting() -> Any:
    """Mails that have not left, are not leaving just now and are not given up."""
    return Mail.objects.filter(sent_at=None, attempts__lt=len(AFTER)).exclude(fault=SENDING)


def unclear() -> Any:
    """Mails of which nobody knows whether they left."""
    return Mail.objects.filter(sent_at=None, fault=SENDING, tried_at__lte=clock.now() - UNCLEAR)


@transaction.atomic
def _claim(after: int) -> Mail | None:
    """Take the next mail whose hour has come; two senders never take the same."""
    now = clock.now()
    hour = Q(attempts=0)
    for attempts, delay in enumerate(AFTER):
        hour |= Q(attempts=attempts, tried_at__lte=now - delay)
    skip = connection.features.has_select_for_update_skip_locked
    rows = waiting().filter(hour, pk__gt=after).order_by("pk").select_for_update(skip_locked=skip)
    mail = rows.first()
    if mail is not None:
        mail.tried_at, mail.fault = now, SENDING
        mail.attempts += 1
        mail.save(update_fields=["tried_at", "fault", "attempts"])
    return mail


def _send(mail: Mail) -> bool:
    """Hand it to the server. A line that breaks while it is handed over leaves it unclear: see above."""
    server = get_connection()
    try:
        server.open()
        message_of(mail, server).send()
    except (TimeoutError, ConnectionError, smtplib.SMTPServerDisconnected) as fault:
        if getattr(server, "connection", None) is None:
            return _put_back(mail, fault)
        return False
    except Exception as fault:  # noqa: BLE001 - whatever one mail meets, the others still go
        return _put_back(mail, fault)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.close()
    Mail.objects.filter(pk=mail.pk).update(sent_at=clock.now(), fault="")
    return True


def _put_back(mail: Mail, fault: Exception) -> bool:
    Mail.objects.filter(pk=mail.pk).update(fault=f"{type(fault).__name__}: {fault}"[:FAULT])
    return False


def message_of(mail: Mail, server: Any = None) -> EmailMultiAlternatives:
    """The mail as text, and the same as simple HTML."""
    message = EmailMultiAlternatives(mail.subject, mail.body, to=[mail.address], connection=server)
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    html = render_to_string("qms/mails/mail.html", {"subject": mail.subject, "body": mail.body})
    message.attach_alternative(html, "text/html")
    return message


def send_again(mail: Mail) -> bool:
    """Let a mail that was given up, or of which nobody knows whether it left, be tried anew from now on."""
    given_up = Mail.objects.filter(sent_at=None, attempts__gte=len(AFTER)).exclude(fault=SENDING)
    rows = (unclear() | given_up).filter(pk=mail.pk)
    return bool(rows.update(fault="", attempts=0, tried_at=None))
