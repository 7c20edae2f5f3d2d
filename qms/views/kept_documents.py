"""Deciding on a document's page that it stays as it is in a transition, and releasing it again."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from qms import policy
from qms.forms.steps import StepForm
from qms.models.documents import Document
from qms.models.transition import KeptDocument, TransitionProgramme
from qms.operations import kept_documents as operations
from qms.views.panels import Panel, Shown
from qms.views.reach import get_visible
from qms.views.rows import RowStepView
from qms.views.steps import StepSpec, StepView


class KeepForm(StepForm):
    """In which transition it stays as it is."""

    programme = forms.ModelChoiceField(TransitionProgramme.objects.none(), label=gettext_lazy("Transition"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = operations.keeping_programmes(self.record)
        kept = KeptDocument.objects.filter(document=self.record, ended_at=None).values("programme_id")
        rows = TransitionProgramme.objects.filter(pk__in=[one.pk for one in running]).exclude(pk__in=kept)
        self.fields["programme"].queryset = rows
        if len(running) == 1:
            self.initial["programme"] = running[0].pk


def keep(document: Document, *, by: Any, programme: TransitionProgramme, reason: str) -> KeptDocument:
    """The operation as a step of the document."""
    return operations.keep_document(programme, document, by=by, reason=reason)


class KeepStep(StepView):
    """That the document stays as it is."""

    model = Document
    related = ("unit",)
    steps = {
        "keep": StepSpec(
            keep,
            KeepForm,
            label=gettext_lazy("Keep as it is"),
            permission="qms.keep_document",
            reason=True,
            versioned=False,
            tone="secondary",
            intro=gettext_lazy("For a document that need not be re-issued under the new edition."),
            effects=[gettext_lazy("It counts as dealt with in the step of rewriting documents.")],
        )
    }


class KeptStep(RowStepView):
    """Releasing a document that was kept as it is."""

    model = KeptDocument
    parent = "document"
    related = ("document__unit", "programme")
    steps = {
        "release": StepSpec(
            operations.release_document,
            label=gettext_lazy("Release"),
            permission="qms.keep_document",
            reason=True,
            tone="danger",
            effects=[gettext_lazy("The document has to be re-issued or withdrawn in the transition.")],
        )
    }

    def get_record(self, uid: Any) -> Any:
        seen = Document.objects.visible_to(self.request.user)
        rows = KeptDocument.objects.filter(document__in=seen.values("pk"), ended_at=None)
        return get_visible(KeptDocument, self.request.user, uid, self.parent, *self.related, rows=rows)


def kept_panel(shown: Shown) -> Panel | None:
    """That the document stays as it is, why and by whose decision."""
    if not shown.own_side or shown.as_of is not None:
        return None
    rows = KeptDocument.objects.filter(document=shown.record, ended_at=None).select_related("programme", "decided_by")
    may = policy.may(shown.user, "qms.keep_document", shown.record)
    kept = [{"row": one, "url": reverse("kept_document", args=[one.uid, "release"]) if may else ""} for one in rows]
    return Panel("qms/transition/kept.html", {"kept": kept}, "top") if kept else None


def may_keep(record: Any, user: Any) -> bool:
    """Whether the button on a document's page is shown: a programme runs in which it would have to move."""
    if not isinstance(record, Document) or not policy.may(user, "qms.keep_document", record):
        return False
    kept = KeptDocument.objects.filter(document=record, ended_at=None).values_list("programme_id", flat=True)
    return any(one.pk not in set(kept) for one in operations.keeping_programmes(record))


def keep_url(record: Any) -> str:
    """The form in which it is decided."""
    return reverse("document_keep", args=[record.uid, "keep"])
