"""Decisions that a document of the old edition stays as it is, and their release."""

from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.enums import TransitionStatus
from qms.history.recording import current_change, operation
from qms.models.documents import Document
from qms.models.reach import inside_ancestors
from qms.models.transition import KeptDocument, TransitionProgramme
from qms.workflow import StepRefused, check_version


@operation("keep_document", reason_required=True)
def keep_document(programme: TransitionProgramme, document: Document, *, by: Any) -> KeptDocument:
    """Decide that a document stays as it is in this transition; the reason is the decision's."""
    policy.require(by, "qms.keep_document", document)
    document = Document.objects.locked().get(pk=document.pk)
    if programme not in keeping_programmes(document):
        raise StepRefused([_("No transition runs in which this document has to move.")])
    if KeptDocument.objects.filter(programme=programme, document=document, ended_at=None).exists():
        raise StepRefused([_("It is decided already that this document stays as it is.")])
    kept = KeptDocument(
        programme=programme, document=document, reason=current_change().reason, decided_by=by, decided_on=clock.today()
    )
    kept.save()
    return kept


@operation("release_document", reason_required=True)
def release_document(kept: KeptDocument, *, by: Any, version: int | None = None) -> KeptDocument:
    """The document has to move after all."""
    kept = KeptDocument.objects.locked().get(pk=kept.pk)
    check_version(kept, version)
    policy.require(by, "qms.keep_document", kept.document)
    if kept.ended_at is not None:
        raise StepRefused([_("It was released already.")])
    kept.ended_at = clock.now()
    kept.save()
    return kept


def keeping_programmes(document: Document) -> list[TransitionProgramme]:
    """Running programmes in which the holder to which the document belongs takes part."""
    above = inside_ancestors([document.unit_id])
    rows = TransitionProgramme.objects.filter(
        status=TransitionStatus.RUNNING, holders__unit_id__in=above, holders__ended_at=None
    )
    return list(rows.select_related("from_edition__standard", "to_edition__standard").distinct().order_by("pk"))
