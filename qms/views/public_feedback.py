"""Feedback from everybody: a form without an account, and the page of the code that it is answered with."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from qms.feedback_code import read_code, shown_code
from qms.feedback_denunciation import WHERE
from qms.feedback_guard import MOST_ASKED, MOST_SENT, TOO_MANY, TOO_OLD, is_too_many, new_token, read_token, token_fault
from qms.feedback_seams import is_dealt_with
from qms.feedback_workflow import ANSWERED
from qms.forms.feedback import sender_values
from qms.forms.public_feedback import PublicFeedbackForm
from qms.models.feedback import Feedback
from qms.models.people import SYSTEM, User
from qms.operations.feedback import receive_feedback
from qms.operations.once import SentBefore, make_once
from qms.performance_enums import FeedbackChannel, FeedbackStatus
from qms.reports.publication import public_documents
from qms.views.public_pages import asked_language, shared

View = Callable[..., HttpResponse]


def open_page(view: View) -> View:
    """Open to everybody, in the language of the address, kept by nobody: it holds what one person typed."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = asked_language(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        response.headers["Referrer-Policy"] = "same-origin"
        add_never_cache_headers(response)
        return response

    return run


def draw(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page with what protects its form."""
    told = shared(request) | {"no_index": True} | context
    return HttpResponse(render_to_string(template, told, request=request), status=status)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def public_feedback(request: HttpRequest) -> HttpResponse:
    """The form; what it holds becomes feedback, once."""
    if request.method != "POST":
        return show_form(request, PublicFeedbackForm(initial=begun(request)))
    form = PublicFeedbackForm(request.POST, request.FILES)
    if form.is_refused:
        return draw(request, "qms/public/denunciation.html", {"said": WHERE}, status=422)
    if not form.is_valid():
        return show_form(request, form)
    if is_too_many(request, "sent", MOST_SENT):
        form.add_error(None, TOO_MANY)
        return show_form(request, form, status=429)
    language = asked_language(request)
    return HttpResponseRedirect(taken_in(form) + ("" if language == settings.LANGUAGE_CODE else f"&lang={language}"))


def begun(request: HttpRequest) -> dict[str, Any]:
    """What the address names: a procedure with its agency, or an agency."""
    procedure = public_documents().filter(public_slug=request.GET.get("procedure", "") or "-").first()
    told = {"token": new_token(), "unit": request.GET.get("unit", "")}
    if procedure is not None:
        told |= {"procedure": procedure.public_slug, "unit": told["unit"] or procedure.unit.code}
    return told


def show_form(request: HttpRequest, form: PublicFeedbackForm, status: int = 200) -> HttpResponse:
    """The form, with a token that is still good."""
    if form.is_bound and token_fault(read_token(form.data.get("token", ""))) == TOO_OLD:
        form.data["token"] = new_token()
    context = {"form": form, "title": _("Feedback and questions"), "description": described()}
    return draw(request, "qms/public/feedback.html", context | {"no_index": form.is_bound}, status)


def described() -> str:
    """One sentence for search engines."""
    return _("Write to the agency about a procedure or a service, without an account, and follow the answer by a code.")


def taken_in(form: PublicFeedbackForm) -> str:
    """Take it in, once for its token; the address of the page of its code."""
    by = User.objects.get(username=SYSTEM)
    opened = form.opened
    try:
        with transaction.atomic():
            made = make_once(opened.key if opened else None, lambda: receive(form, by), follow_address, by=by)
    except SentBefore as sent:
        return sent.url
    return follow_address(made)


def receive(form: PublicFeedbackForm, by: User) -> Feedback:
    """The record of what the form holds: it goes to the unit whose procedure it is, else to the agency."""
    cleaned = form.cleaned_data
    procedure = cleaned.get("procedure")
    feedback = Feedback(
        unit=procedure.unit if procedure else cleaned["unit"],
        document=procedure,
        channel=FeedbackChannel.WEB,
        kind=cleaned["kind"],
        subject=cleaned["subject"],
        body=cleaned["body"],
        dossier=cleaned["dossier"],
        satisfaction=cleaned["satisfaction"],
    )
    made: Feedback = receive_feedback(feedback, by=by, sender=sender_values(cleaned), files=cleaned["files"])
    return made


def follow_address(feedback: Feedback) -> str:
    """The page of its code, which says first of all what the code is."""
    query = urlencode({"code": feedback.code, "new": 1})
    return f"{reverse('public_feedback_follow')}?{query}"


@require_safe
@open_page
def public_feedback_follow(request: HttpRequest) -> HttpResponse:
    """How feedback stands, for who knows its code; an unknown code is answered like any other."""
    asked = read_code(request.GET.get("code", ""))
    context: dict[str, Any] = {"title": _("Follow your feedback"), "asked": asked, "code": shown_code(asked)}
    if not asked:
        return draw(request, "qms/public/feedback_follow.html", context)
    if is_too_many(request, "asked", MOST_ASKED):
        return draw(request, "qms/public/feedback_follow.html", context | {"fault": TOO_MANY}, status=429)
    feedback = Feedback.objects.filter(code=asked, ended_at=None).select_related("unit").first()
    if feedback is None:
        fault = _("There is nothing under this code. Look at its letters again: it has neither 0 and O nor 1 and I.")
        return draw(request, "qms/public/feedback_follow.html", context | {"fault": fault}, status=404)
    told = {"told": told_to_sender(feedback), "is_new": request.GET.get("new") == "1"}
    return draw(request, "qms/public/feedback_follow.html", context | told)


def told_to_sender(feedback: Feedback) -> dict[str, Any]:
    """State, days, note and the answer that was sent; while something is under way because of it, nothing more."""
    told: dict[str, Any] = {"received_at": feedback.received_at, "unit": feedback.unit.name}
    if is_dealt_with(feedback):
        return told | {"state": _("Being dealt with")}
    told |= {"state": state_said(feedback), "note": feedback.public_note, "due_on": None}
    if feedback.status in ANSWERED and feedback.answered_at is not None:
        return told | {"answer": feedback.answer, "answered_at": feedback.answered_at}
    if feedback.status not in (FeedbackStatus.FORWARDED, FeedbackStatus.REFUSED, FeedbackStatus.CLOSED):
        told["due_on"] = feedback.due_on
    return told | {"forwarded_to": feedback.forwarded_to}


def state_said(feedback: Feedback) -> str:
    """The state in the sender's words; what goes on inside before the answer is one."""
    said = {
        FeedbackStatus.RECEIVED: _("Received"),
        FeedbackStatus.ANSWERED: _("Answered"),
        FeedbackStatus.FORWARDED: _("Forwarded to another agency"),
        FeedbackStatus.REFUSED: _("Not dealt with"),
    }
    if feedback.status != FeedbackStatus.CLOSED:
        return said.get(FeedbackStatus(feedback.status), _("Being dealt with"))
    if feedback.answered_at is not None:
        return _("Answered")
    return _("Forwarded to another agency") if feedback.forwarded_to else _("Not dealt with")
