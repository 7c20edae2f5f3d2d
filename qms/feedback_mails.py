"""The answer as a mail to who wrote, where they gave an address: written with the step, sent by the scheduled work."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from qms.feedback_code import shown_code
from qms.feedback_senders import sender_of
from qms.mails import queue_mail
from qms.models.feedback import Feedback

FEEDBACK_KEY = "feedback:"
"""How the keys of these mails begin: administrators, who look after mails, are not shown to whom they go."""


def follow_url(feedback: Feedback) -> str:
    """The page of the code."""
    return f"{settings.QMS_BASE_URL.rstrip('/')}{reverse('public_feedback_follow')}?code={feedback.code}"


def mail_answer(feedback: Feedback) -> bool:
    """Queue the mail: that there is an answer and where. Returns whether there is an address to send it to.

    The text of the answer stands on the page of the code, so that a mistyped address learns nothing of the case.
    """
    sender = sender_of(feedback)
    if sender is None or not sender.email:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Your feedback has been answered")
        body = _("%(unit)s has answered your feedback %(code)s.\nRead the answer here: %(url)s") % {
            "unit": feedback.unit.name_vi,
            "code": shown_code(feedback.code),
            "url": follow_url(feedback),
        }
    key = f"{FEEDBACK_KEY}{feedback.uid}:{feedback.version}"
    return queue_mail(key, address=sender.email, subject=subject, body=body)
