"""A filled workbook between its comparison and the person's decision."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.checklist_book.comparing import Compared, compare
from inspections.imports.checklist import is_own
from inspections.models import Inspection
from inspections.operations.checklist_book import write_book_answers
from qms import clock, policy
from qms.import_enums import StagingState
from qms.importing.commit import kind_called, read_file
from qms.importing.problems import NotThisRegister
from qms.importing.reading import ReadRegister
from qms.importing.staging import content_of, hold, take_away
from qms.models.imports import ImportStaging

REGISTER = "checklist"
KIND = "checklist_book"
"""No register that is brought in at the import pages: the book has its own page, for who answers the checklist."""


def stage_book(inspection: Inspection, content: bytes, name: str, *, by: Any) -> ImportStaging:
    """Keep a workbook that left here, for who may answer. Raises Refused, ImportRefused where the file is none."""
    policy.require(by, "inspections.answer_checklist", inspection)
    _own(read_file(kind_called(REGISTER), content, name), name)
    return hold(content, name, by=by, kind=KIND, unit=inspection.unit)


def compare_staged(inspection: Inspection, staging: ImportStaging, decisions: Mapping[str, str]) -> list[Compared]:
    """The rows of the kept file against what stands here now. Raises ImportRefused."""
    read = read_file(kind_called(REGISTER), content_of(staging), staging.name)
    return compare(inspection, _own(read, staging.name).rows, decisions)


def _own(read: ReadRegister, name: str) -> ReadRegister:
    if not is_own(read):
        raise NotThisRegister(
            _("“%(name)s” has no line codes: only a workbook that was taken out here can come back to its inspection.")
            % {"name": name}
        )
    return read


def write_staged(
    inspection: Inspection, staging: ImportStaging, decisions: Mapping[str, str], *, by: Any
) -> int | None:
    """Write the file once, as decided; None where that was done already. Raises StepRefused, ImportRefused."""
    rows = compare_staged(inspection, staging, decisions)
    reason = _("Filled in the workbook %(file)s.") % {"file": staging.name}
    with transaction.atomic():
        locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
        if locked.committed_at or locked.cancelled_at:
            return None
        written = write_book_answers(inspection, rows, by=by, reason=reason)
        locked.state, locked.committed_at = StagingState.DONE, clock.now()
        locked.summary = f"rows={len(rows)} updated={written}"
        locked.save()
        transaction.on_commit(lambda: take_away(locked))
    return written
