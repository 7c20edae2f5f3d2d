"""A Word template between its check and the person's decision: kept once by its hash, found by that person only."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from qms import clock
from qms.importing.staging import content_of, take_away
from qms.models.document_care import PrintTemplate
from qms.models.imports import ImportStaging
from qms.models.organisation import Unit
from qms.operations.print_templates import set_print_template
from qms.printing.own_templates import check_template
from qms.workflow import StepRefused

KIND = "print_template"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def keep_template(unit: Unit, form: str, content: bytes, name: str, *, by: Any) -> ImportStaging:
    """Keep a template that has been checked; its form stands where a workbook has its sheet."""
    sha256 = hashlib.sha256(content).hexdigest()
    stored_name = f"imports/{sha256[:2]}/{sha256}"
    storage = storages["records"]
    if not storage.exists(stored_name):
        storage.save(stored_name, ContentFile(content))
    values = {"sha256": sha256, "stored_name": stored_name, "created_at": clock.now()}
    return ImportStaging.objects.create(user=by, kind=KIND, unit=unit, name=name[:200], sheet=form, **values)


def kept_template(uid: Any, user: Any) -> ImportStaging | None:
    """A template that this person chose and has not decided on; None for every other."""
    waiting = ImportStaging.objects.filter(kind=KIND, user_id=user.pk, committed_at=None, cancelled_at=None)
    return waiting.select_related("unit").filter(uid=uid).first()


def put_in_place(staging: ImportStaging, *, by: Any, reason: str = "") -> PrintTemplate:
    """Let the kept template stand in for ours, checked once more; once. Raises StepRefused with its faults."""
    content = content_of(staging)
    faults = check_template(staging.sheet, content)  # before the transaction: it takes seconds
    if faults:
        raise StepRefused(faults)
    with transaction.atomic():
        locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
        template = set_print_template(staging.unit, staging.sheet, content, WORD, staging.name, by=by, reason=reason)
        locked.committed_at = clock.now()
        locked.save()
        transaction.on_commit(lambda: take_away(locked))
    return template
