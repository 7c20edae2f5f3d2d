"""Files of a line beside its answer."""

from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import InspectionStatus
from inspections.models import ChecklistFile, ChecklistLine
from qms import policy
from qms.history.recording import operation
from qms.operations.files import attach_files
from qms.workflow import StepRefused


@operation("attach_to_line")
def attach_to_line(line: ChecklistLine, files: list[tuple[bytes, str, str]], *, by: Any) -> list[Any]:
    """Keep prepared files (see qms.operations.files.prepare) with a line, whatever becomes of its answer."""
    inspection = line.session.inspection
    policy.require(by, "inspections.answer_checklist", inspection)
    if inspection.status != InspectionStatus.IN_PROGRESS:
        raise StepRefused([_("The checklist is answered while the inspection is in progress.")])
    return attach_files(ChecklistFile, line, files, by=by, purpose="answer")
