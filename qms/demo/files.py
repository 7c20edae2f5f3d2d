"""Files beside records of the demonstration: what showed that an action was done."""

from pathlib import Path

from django.conf import settings

from qms import clock
from qms.demo.days import moment
from qms.demo.stage import Stage
from qms.enums import ActionStatus
from qms.models.actions import Action, ActionFile
from qms.operations.files import attach_files, media_type_of

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo" / "files"
FORM = "BM-01-QT-62 Phiếu khảo sát hài lòng.docx"
SHOWN = 3  # actions of the department that carry a file


def content_of(name: str) -> bytes:
    """What a file of fixtures/demo/files holds."""
    return (FOLDER / name).read_bytes()


def build_files(stage: Stage) -> None:
    """The owners of the first actions done in the department attach the form that they made."""
    done = Action.objects.filter(
        unit__code__startswith="SLĐ-01", status__in=[ActionStatus.DONE, ActionStatus.VERIFIED], owner__isnull=False
    )
    content = content_of(FORM)
    prepared = [(content, media_type_of(content, FORM), FORM)]
    for action in done.exclude(done_on=None).select_related("owner").order_by("done_on", "pk")[:SHOWN]:
        assert action.done_on is not None
        with clock.at(moment(action.done_on, 17)):
            attach_files(ActionFile, action, prepared, by=action.owner)
