"""What jobs in the background register."""

from django.utils.translation import gettext_lazy as _

from qms.evidence_enums import JobState
from qms.looks import declare_looks
from qms.registry import registry

NOTICES = {
    "job_done": _("Finished in the background: %(title)s"),
    "job_warned": _("Finished in the background, and something is wrong: %(title)s"),
    "job_failed": _("Failed in the background: %(title)s"),
}
GROUP = (_("Work in the background"), ("job_",))
LOOKS = {
    JobState.WAITING: ("neutral", "clock"),
    JobState.RUNNING: ("info", "refresh"),
    JobState.DONE: ("success", "circle-check"),
    JobState.FAILED: ("danger", "alert-triangle"),
    JobState.STOPPED: ("neutral", "ban"),
}


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms import jobs  # noqa: PLC0415 - jobs stand on models and on the registry

    registry.notice_phrases.update(NOTICES)
    registry.notice_groups.append(GROUP)
    registry.ticks["background_jobs"] = jobs.tidy
    declare_looks("qms.backgroundjob", {str(state): look for state, look in LOOKS.items()})
