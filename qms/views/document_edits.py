"""Pages that care for a document: correcting it, its status outside, its publication."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.forms.document_edits import DocumentEditForm
from qms.forms.external_documents import StatusForm
from qms.forms.publication import PublishForm
from qms.forms.steps import StepForm
from qms.models.documents import Document
from qms.operations import document_edits, external_documents, publication
from qms.views.editing import EditView
from qms.views.steps import StepSpec, StepView
from qms.workflow import StepRefused

CARE = "qms.care_for_document"

STEPS = {
    "status": StepSpec(
        external_documents.set_external_status,
        StatusForm,
        label=_("Record its status outside"),
        permission=CARE,
        reason=True,
        effects=[_("Documents that name it are warned about while they are written.")],
        guard=external_documents.document_faults,
    ),
    "publish": StepSpec(
        publication.publish_document,
        PublishForm,
        label=_("Open to the public"),
        permission=CARE,
        tone="secondary",
        effects=[_("Everybody reads the issue in force at this address, without an account; its files too.")],
        guard=publication.publish_faults,
    ),
    "address": StepSpec(
        publication.publish_document,
        PublishForm,
        label=_("Change its public address"),
        permission=CARE,
        tone="secondary",
        effects=[_("The address it had leads on to the new one.")],
        guard=publication.address_faults,
    ),
    "unpublish": StepSpec(
        publication.unpublish_document,
        StepForm,
        label=_("Close to the public"),
        permission=CARE,
        reason=True,
        tone="secondary",
        effects=[_("Its public address says that it is no longer published.")],
        guard=publication.address_faults,
    ),
}


class DocumentStep(StepView):
    """Steps of caring for a document."""

    model = Document
    related = ("unit",)
    steps = STEPS


class DocumentEdit(EditView):
    """Correct titles, issuer, author and clauses, with a reason."""

    model = Document
    related = ("unit", "author")
    form_class = DocumentEditForm
    permission = CARE
    title = _("Correct the document")
    intro = _("Issues that were approved keep the titles they were signed with; a draft takes the new ones.")

    def check(self) -> None:
        """Refused before the form is filled in while an issue is being decided on."""
        super().check()
        faults = document_edits.edit_faults(self.record)
        if faults:
            raise StepRefused(faults)

    def save(self, form: Any) -> Any:
        values = {name: form.cleaned_data[name] for name in document_edits.EDITABLE if name in form.cleaned_data}
        return document_edits.edit_document(
            self.record,
            by=self.request.user,
            clauses=form.cleaned_data["clause_list"],
            reason=form.cleaned_data["reason"],
            **values,
        )
