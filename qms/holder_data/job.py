"""A holder's whole data as work in the background."""

import re
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.folding import fold
from qms.holder_data.taking import said, take_holder
from qms.jobs import Progress, job, start
from qms.models.evidence import BackgroundJob
from qms.models.organisation import Unit
from qms.models.people import User

KIND = "export_holder"
KEPT_DAYS = 14


def ask_for_holder(holder: Unit, *, by: User) -> BackgroundJob:
    """Have the set made in the background. Raises Refused for who does not reach the holder's records."""
    policy.require(by, "qms.make_pack", holder)
    title = _("Whole data of %(holder)s") % {"holder": holder}
    return start(KIND, by=by, title=title, holder=str(holder.uid))


@job(KIND, days=KEPT_DAYS)
def run(progress: Progress, *, holder: str) -> None:
    """Make it, and leave it for who asked."""
    unit = Unit.objects.get(uid=holder)
    policy.require(progress.user, "qms.make_pack", unit)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "set.zip"
        manifest = take_holder(target, unit, by=progress.user, step=progress.step)
        progress.result(file_name(unit), target)
    progress.summary(said(manifest))


def file_name(holder: Unit) -> str:
    """Plain letters, so that any system takes it."""
    words = fold(f"data {holder.code} {clock.today().isoformat()}")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") + ".zip"
