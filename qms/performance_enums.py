"""The choices of objectives, figures of procedures, nonconforming outputs and feedback."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(models.TextChoices):
    """Which way a measure is to go."""

    UP = "up", _("At least")
    DOWN = "down", _("At most")
    EXACT = "exact", _("Exactly")


class Rhythm(models.TextChoices):
    """How often something is measured."""

    MONTH = "month", _("Each month")
    QUARTER = "quarter", _("Each quarter")
    HALF = "half", _("Each half year")
    YEAR = "year", _("Each year")


class ObjectiveStatus(models.TextChoices):
    """The stored states of an objective."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    RUNNING = "running", pgettext_lazy("objective", "Running")
    JUDGED = "judged", _("Judged")
    DROPPED = "dropped", _("Dropped")


class Achievement(models.TextChoices):
    """What an objective came to."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    MISSED = "missed", _("Missed")


class MeasuredBy(models.TextChoices):
    """Where a measurement comes from."""

    HAND = "hand", _("By hand")
    IMPORT = "import", _("From a workbook")
    API = "api", _("From another program")
    RECORDS = "records", _("From the records")


class OutputKind(models.TextChoices):
    """In which way an output does not conform (8.7)."""

    OVERDUE = "overdue", _("Returned late")
    WRONG = "wrong", _("Wrong result")
    INCOMPLETE = "incomplete", _("Incomplete or unclear result")
    LOST = "lost", _("Dossier lost or damaged")
    OTHER = "other", pgettext_lazy("output", "Other")


class OutputStatus(models.TextChoices):
    """The stored states of a nonconforming output."""

    RECORDED = "recorded", pgettext_lazy("output", "Recorded")
    DECIDED = "decided", pgettext_lazy("output", "Decided on")
    CLOSED = "closed", pgettext_lazy("output", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("output", "Withdrawn")


class FeedbackKind(models.TextChoices):
    """What somebody writes."""

    COMPLAINT = "complaint", _("Complaint about a procedure or service")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")
    QUESTION = "question", _("Question")


class FeedbackChannel(models.TextChoices):
    """How it came."""

    WEB = "web", _("Public form")
    PAPER = "paper", _("On paper, in the box")
    POST = "post", _("By post")
    PHONE = "phone", _("By telephone")
    MAIL = "mail", _("By mail")
    SPOKEN = "spoken", _("At the counter")


class FeedbackStatus(models.TextChoices):
    """The stored states of feedback."""

    RECEIVED = "received", pgettext_lazy("feedback", "Received")
    ASSIGNED = "assigned", pgettext_lazy("feedback", "Assigned")
    ANSWER_PROPOSED = "answer_proposed", _("Answer proposed")
    ANSWER_APPROVED = "answer_approved", _("Answer approved")
    ANSWERED = "answered", pgettext_lazy("feedback", "Answered")
    CLOSED = "closed", pgettext_lazy("feedback", "Closed")
    FORWARDED = "forwarded", pgettext_lazy("feedback", "Forwarded")
    REFUSED = "refused", pgettext_lazy("feedback", "Refused")
