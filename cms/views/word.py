"""Pages: fill a draft from a Word file. Choose it, look at what was read, save or drop it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from cms.forms.word import WordFileForm, WordSaveForm
from cms.publishing import freeze_body, stored
from cms.sections import body_from
from cms.word.keeping import drop, kept, reread
from cms.word.missing import missing_fields
from cms.word.notes import CHECK, LEFT_OUT, READ
from cms.word.reading import WordReading
from cms.word.saving import NotSaved, changes, draft_of, fill_from_word
from cms.workshop import is_open
from qms import policy
from qms.enums import Role
from qms.importing.problems import ImportRefused
from qms.models import Document, ImportStaging
from qms.policy import Refused, denied
from qms.views.reach import signed_in

TONES = {"new": "success", "replaced": "warning", "same": "neutral", "stays": "neutral", "goes": "danger"}


def verdict_labels() -> dict[str, str]:
    """What happens to a section, in a word or two."""
    return {
        "new": pgettext("section", "New"),
        "replaced": pgettext("section", "Replaced"),
        "same": pgettext("section", "Unchanged"),
        "stays": pgettext("section", "Not in the file, stays"),
        "goes": pgettext("section", "Taken out"),
    }


def open_document(request: HttpRequest, uid: UUID) -> Document:
    """A document that the person may write. Raises Http404 or Refused."""
    document = get_object_or_404(Document.objects.visible_to(signed_in(request)), uid=uid)
    policy.require(request.user, "qms.write_document", document)
    return document


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose the Word file for a document's draft."""
    document = open_document(request, uid)
    if not is_open(document):
        messages.error(request, _("No issue of this document is a draft. Start a new issue first."))
        return redirect(document)
    form = WordFileForm(request.POST or None, request.FILES or None)
    staging = form.keep(by=signed_in(request)) if form.is_valid() else None
    if staging is not None:
        return redirect("document_from_word_preview", uid=uid, file=staging.uid)
    title = _("Fill %(document)s from a Word file") % {"document": document}
    return _chooser(request, form, title, document.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def choose_new(request: HttpRequest) -> HttpResponse:
    """Choose the Word file that a new document is made from."""
    if not signed_in(request).authority.units_as(Role.OFFICER):
        raise Refused(denied(_("Documents are created by a quality officer."), _("a quality officer")))
    form = WordFileForm(request.POST or None, request.FILES or None)
    staging = form.keep(by=signed_in(request)) if form.is_valid() else None
    if staging is not None:
        return redirect(reverse("document_create", query={"file": staging.uid}))
    return _chooser(request, form, _("New document from a Word file"), reverse("document_create"))


def _chooser(request: HttpRequest, form: WordFileForm, title: str, cancel_url: str) -> HttpResponse:
    context = {
        "title": title,
        "intro": _("Headings, step table, forms and records are recognised. You see all of it before it is saved."),
        "form": form,
        "submit_label": _("Read the file"),
        "cancel_url": cancel_url,
    }
    return render(request, "qms/generic/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, uid: UUID, file: UUID) -> HttpResponse:
    """What was read, what it does to the draft; then save it."""
    document = open_document(request, uid)
    staging = kept(file, signed_in(request))
    if staging is None:
        raise Http404
    if not is_open(document):
        messages.error(request, _("No issue of this document is a draft. Start a new issue first."))
        return redirect(document)
    try:
        reading = reread(staging)
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("document_from_word", uid=uid)
    if request.method == "POST":
        return _save(request, document, staging, reading)
    return _show(request, document, staging, reading)


def _save(request: HttpRequest, document: Document, staging: ImportStaging, reading: WordReading) -> HttpResponse:
    form = WordSaveForm(request.POST)
    if not form.is_valid():
        return _show(request, document, staging, reading, form.data.get("only_file"), status=422)
    asked = form.cleaned_data
    try:
        fill_from_word(document, reading, staging, by=request.user, **asked)
    except NotSaved as refusal:
        messages.error(request, refusal.sentence)
        return _show(request, document, staging, reading, asked["only_file"], status=409)
    messages.success(request, _("The draft was filled from “%(file)s”.") % {"file": staging.name})
    return redirect("document_write", uid=document.uid)


def _show(
    request: HttpRequest,
    document: Document,
    staging: ImportStaging,
    reading: WordReading,
    only_file: Any = False,
    status: int = 200,
) -> HttpResponse:
    draft, revision = draft_of(document)
    labels, found = verdict_labels(), changes(stored(draft.body), reading)
    context = {
        "document": document,
        "staging": staging,
        "facts": facts_of(reading),
        "rows": [(one, labels[one.verdict], TONES[one.verdict]) for one in found],
        "others": any(one.verdict == "stays" for one in found),
        "notes": notes_of(reading),
        "html": freeze_body(body_from(reading.sections), document.kind).html,
        "form": WordSaveForm(initial={"expected": revision, "only_file": bool(only_file)}),
    }
    return render(request, "cms/word_preview.html", context, status=status)


def facts_of(reading: WordReading) -> list[tuple[str, Any]]:
    """What the cover, header or amendment table says; it is shown, the register keeps its own."""
    facts = [
        (_("Number"), reading.number),
        (_("Title in Vietnamese"), reading.title_vi),
        (_("Issue"), ".".join(filter(None, (reading.issue_number, reading.amendment_number)))),
        (_("Date of issue"), reading.issued_on),
        (_("In force from"), reading.effective_on),
    ]
    return [(label, value) for label, value in facts if value]


def notes_of(reading: WordReading) -> list[tuple[str, str, list[str]]]:
    """The notes in their groups, those to look at first."""
    groups = (
        (CHECK, _("Look at this"), "warning"),
        (LEFT_OUT, _("Left out"), "info"),
        (READ, _("Recognised"), "success"),
    )
    found = []
    for kind, title, tone in groups:
        texts = [note.text for note in reading.notes if note.kind == kind]
        texts += missing_fields(reading) if kind == CHECK else []
        if texts:
            found.append((title, tone, texts))
    return found


@require_POST
def dropped(request: HttpRequest, uid: UUID, file: UUID) -> HttpResponse:
    """Drop the file; the draft stays as it is."""
    document = open_document(request, uid)
    staging = kept(file, signed_in(request))
    if staging is None:
        raise Http404
    drop(staging)
    messages.success(request, _("The file was dropped; the draft is as it was."))
    return redirect(document)
