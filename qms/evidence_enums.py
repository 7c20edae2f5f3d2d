"""The choices of seals, events, background jobs and retention; the other enums stand in qms.enums."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SealKind(models.TextChoices):
    """What an entry of the seal chain is."""

    SEAL = "seal", _("Seal")
    RESTORE = "restore", _("Declared restore")


class EventKind(models.TextChoices):
    """What happened beside the changes of records; kept as events of their own."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in refused")
    SIGNED_OUT = "signed_out", _("Signed out")
    LOCKED = "locked", _("Locked out")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SIGNING_FAILED = "signing_failed", _("Signature refused")
    EXPORTED = "exported", _("Exported")
    PRINTED = "printed", _("Printed")
    PACKED = "packed", _("Evidence pack made")
    BACKED_UP = "backed_up", _("Backed up")
    RESTORED = "restored", _("Restored")
    VERIFIED = "verified", _("History verified")


class JobState(models.TextChoices):
    """Where a job in the background stands."""

    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
    STOPPED = "stopped", pgettext_lazy("job", "Stopped")


class RetentionStart(models.TextChoices):
    """From when the years of a retention rule count."""

    ENDED = "ended", _("When the record was closed or ended")
    RECORDED = "recorded", _("When it was recorded")
    YEAR_END = "year_end", _("From the end of the year in which it ended")


class DisposalStatus(models.TextChoices):
    """The stored states of a disposal decision."""

    DRAFTED = "drafted", _("Drafted")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    CARRIED_OUT = "carried_out", _("Carried out")
    CANCELLED = "cancelled", _("Cancelled")


class DisposalVerdict(models.TextChoices):
    """What a disposal decision says of one record."""

    DISPOSE = "dispose", _("Dispose of")
    KEEP = "keep", _("Keep longer")
    DISPOSED = "disposed", _("Disposed of")
