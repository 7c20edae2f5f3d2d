"""The choices of yearly plans, meetings, management reviews and periodic reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanKind(models.TextChoices):
    """What a yearly plan is about."""

    REFORM = "reform", _("Administrative reform")
    QMS = "qms", _("Quality management system")


class PlanStatus(models.TextChoices):
    """The stored states of a yearly plan."""

    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    APPROVED = "approved", pgettext_lazy("plan", "Approved")
    CLOSED = "closed", pgettext_lazy("plan", "Closed")
    ABANDONED = "abandoned", pgettext_lazy("plan", "Abandoned")


class TaskGroup(models.TextChoices):
    """The fields of the reform, as the directive and the programme of 2011 to 2020 order them, and the QMS's own."""

    LEADERSHIP = "leadership", _("Leadership")
    INSTITUTIONS = "institutions", _("Institutions")
    PROCEDURES = "procedures", _("Administrative procedures")
    ORGANISATION = "organisation", _("Organisation of the apparatus")
    STAFF = "staff", _("Staff")
    FINANCE = "finance", _("Public finance")
    MODERNISATION = "modernisation", _("Modernisation")
    QMS = "qms", _("Quality management system")


class MeetingStatus(models.TextChoices):
    """The stored states of a meeting of a steering committee."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CONCLUDED = "concluded", _("Conclusions announced")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class ReviewStatus(models.TextChoices):
    """The stored states of a management review."""

    PLANNED = "planned", pgettext_lazy("review", "Planned")
    FROZEN = "frozen", _("Inputs frozen")
    HELD = "held", pgettext_lazy("review", "Held")
    SIGNED = "signed", _("Minutes signed")
    CLOSED = "closed", pgettext_lazy("review", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("review", "Cancelled")


class ReviewOutput(models.TextChoices):
    """What a decision of a management review is about (ISO 9001:2015, 9.3.3)."""

    IMPROVEMENT = "improvement", _("Opportunity for improvement")
    SYSTEM = "system", _("Change of the QMS")
    RESOURCES = "resources", _("Resources")


class ReportStatus(models.TextChoices):
    """The stored states of a periodic report; late is derived."""

    OPEN = "open", pgettext_lazy("report", "Open")
    FILLED = "filled", pgettext_lazy("report", "Filled in")
    SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
    RETURNED = "returned", pgettext_lazy("report", "Returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")
    EXCUSED = "excused", _("Not owed")

    @classmethod
    def sent(cls) -> list["ReportStatus"]:
        """States in which the superior has it before them."""
        return [cls.SUBMITTED, cls.RETURNED, cls.ACCEPTED]


class LineKind(models.TextChoices):
    """How a line of a periodic report is told."""

    COUNT = "count", _("Number")
    RATIO = "ratio", _("Share")


class ConsolidationStatus(models.TextChoices):
    """The stored states of a consolidated report."""

    DRAWN = "drawn", _("Drawn up")
    SIGNED = "signed", pgettext_lazy("consolidation", "Signed")


class TrainingReason(models.TextChoices):
    """Why people are trained."""

    ISSUE = "issue", _("A new issue of a document")
    EDITION = "edition", _("A new edition of the standard")
    EXPIRY = "expiry", _("A competence that expires")
    NEED = "need", _("Another need")


class TrainingStatus(models.TextChoices):
    """The stored states of a training."""

    PLANNED = "planned", pgettext_lazy("training", "Planned")
    HELD = "held", pgettext_lazy("training", "Held")
    JUDGED = "judged", pgettext_lazy("training", "Judged")
    CANCELLED = "cancelled", pgettext_lazy("training", "Cancelled")


class TrainingResult(models.TextChoices):
    """What one person took from a training."""

    PASSED = "passed", _("Competent")
    FAILED = "failed", _("Not yet competent")
    ABSENT = "absent", _("Absent")
