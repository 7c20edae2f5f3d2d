"""Mails that wait, failed or were lost sight of, for administrators; what they say is not shown."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qms import policy
from qms.feedback_mails import FEEDBACK_KEY
from qms.mails import AFTER, SENDING, is_configured, send_again, unclear, waiting
from qms.models.reminding import Mail
from qms.views.reach import signed_in

SHOWN = 100  # mails


@dataclass
class Row:
    """One mail that has not left for certain."""

    mail: Mail
    state: str
    tone: str
    can_repeat: bool

    @property
    def address(self) -> str:
        """To whom; who wrote feedback is nobody's to see here."""
        return str(address_shown(self.mail))

    @property
    def fault(self) -> str:
        """What went wrong, as the server put it; servers repeat the address."""
        return self.mail.fault if self.address == self.mail.address else ""


def address_shown(mail: Mail) -> Any:
    """The address, or in words whose it is where it is kept from administrators."""
    return _("the sender of feedback") if mail.key.startswith(FEEDBACK_KEY) else mail.address


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """Whether mail can leave, how much waits, and what went wrong."""
    policy.require(signed_in(request), "qms.see_mails", None)
    sent = Mail.objects.exclude(sent_at=None)
    context: dict[str, Any] = {
        "configured": is_configured(),
        "waiting": waiting().count(),
        "sent": sent.count(),
        "last": sent.order_by("-sent_at").first(),
        "rows": [_row(mail) for mail in _troubled().order_by("-pk")[:SHOWN]],
    }
    return render(request, "qms/organisation/mails.html", context)


def _troubled() -> Any:
    return Mail.objects.filter(sent_at=None).exclude(fault__in=["", SENDING]) | unclear()


def _row(mail: Mail) -> Row:
    if mail.fault == SENDING:
        return Row(mail, _("Not known whether it left"), "warning", True)
    if mail.attempts >= len(AFTER):
        return Row(mail, _("Given up"), "danger", True)
    return Row(mail, _("Will be tried again"), "info", False)


@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail anew that was given up or lost sight of."""
    policy.require(signed_in(request), "qms.see_mails", None)
    mail = get_object_or_404(Mail, pk=pk)
    if send_again(mail):
        messages.success(request, _("The mail to %(address)s will be tried again.") % {"address": address_shown(mail)})
    else:
        messages.error(request, _("The mail to %(address)s needs no new try.") % {"address": address_shown(mail)})
    return HttpResponseRedirect(reverse("mails"))
