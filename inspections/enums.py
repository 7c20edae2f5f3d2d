"""Words of checking and improving (ISO 9001:2015, clauses 9.2 and 10.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InspectionKind(models.TextChoices):
    """Only an internal audit proves 9.2."""

    INTERNAL = "internal", _("Internal audit")
    SUPERIOR = "superior", _("Superior's check")
    EXTERNAL = "external", _("External audit")


class InspectionMode(models.TextChoices):
    """Where the evidence is looked at."""

    ON_SITE = "on_site", _("On site")
    ON_FILE = "on_file", _("On file")


class InspectionStatus(models.TextChoices):
    """The states of an inspection."""

    PLANNED = "planned", _("Planned")
    NOTIFIED = "notified", _("Notified")
    IN_PROGRESS = "in_progress", _("In progress")
    REPORT_DRAFTED = "report_drafted", _("Report drafted")
    WITH_UNIT = "with_unit", _("With the unit")
    CONCLUDED = "concluded", _("Concluded")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")

    @classmethod
    def open_states(cls) -> list["InspectionStatus"]:
        """States in which the team still works."""
        return [cls.PLANNED, cls.NOTIFIED, cls.IN_PROGRESS, cls.REPORT_DRAFTED, cls.WITH_UNIT]

    @classmethod
    def before_conclusion(cls) -> list["InspectionStatus"]:
        """States in which findings may still be regraded."""
        return [cls.IN_PROGRESS, cls.REPORT_DRAFTED, cls.WITH_UNIT]


class ProgrammeStatus(models.TextChoices):
    """The states of a yearly programme."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    AMENDED = "amended", _("Amended")
    CLOSED = "closed", _("Closed")


class AnswerResult(models.TextChoices):
    """What an inspector found on one line of the checklist."""

    CONFORMING = "conforming", _("Conforming")
    NOT_CONFORMING = "not_conforming", _("Not conforming")
    NOT_EXAMINED = "not_examined", _("Not examined")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Grade(models.TextChoices):
    """The grade of a finding. ISO 9001 itself does not grade; the grades come from auditing practice."""

    CONFORMITY = "conformity", _("Conformity")
    GOOD_PRACTICE = "good_practice", _("Good practice")
    OBSERVATION = "observation", _("Observation")
    OPPORTUNITY = "opportunity", _("Opportunity for improvement")
    MINOR = "minor", _("Minor nonconformity")
    MAJOR = "major", _("Major nonconformity")

    @classmethod
    def nonconforming(cls) -> list["Grade"]:
        """Grades answered by a nonconformity."""
        return [cls.MINOR, cls.MAJOR]

    @classmethod
    def answered_by_unit(cls) -> list["Grade"]:
        """Grades that the unit answers within 10 working days."""
        return [cls.OBSERVATION, cls.OPPORTUNITY]


class FindingStatus(models.TextChoices):
    """The states of a finding."""

    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def open_states(cls) -> list["FindingStatus"]:
        """States in which something is still owed."""
        return [cls.DRAFT, cls.CONFIRMED, cls.ANSWERED]


class FindingAnswer(models.TextChoices):
    """How the unit answers an observation or an opportunity."""

    IMPROVEMENT = "improvement", _("Improvement action")
    NOT_TAKEN_UP = "not_taken_up", _("Not taken up, with reasons")


class NonconformityStatus(models.TextChoices):
    """The states of a nonconformity."""

    RECORDED = "recorded", _("Recorded")
    DISPUTED = "disputed", _("Disputed")
    ACCEPTED = "accepted", _("Accepted")
    CONTAINED = "contained", _("Contained")
    PLAN_PROPOSED = "plan_proposed", _("Plan proposed")
    IN_PROGRESS = "in_progress", _("In progress")
    EFFECTIVENESS_CHECK = "effectiveness_check", _("Effectiveness check")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @classmethod
    def open_states(cls) -> list["NonconformityStatus"]:
        """States that are neither closed nor withdrawn."""
        return [state for state in cls if state not in (cls.CLOSED, cls.WITHDRAWN)]

    @classmethod
    def ended_states(cls) -> list["NonconformityStatus"]:
        """Closed or withdrawn."""
        return [cls.CLOSED, cls.WITHDRAWN]


class Source(models.TextChoices):
    """Where a nonconformity came from."""

    FINDING = "finding", _("Finding")
    FEEDBACK = "feedback", _("Feedback")
    NONCONFORMING_OUTPUT = "nonconforming_output", _("Nonconforming output")
    OBJECTIVE = "objective", _("Missed objective")
    REVIEW = "review", _("Management review")
    EXTERNAL_AUDIT = "external_audit", _("External audit")
    OWN_REPORT = "own_report", _("Own report")
    IMPORT = "import", _("Import")


class CauseMethod(models.TextChoices):
    """How a cause was found; a major asks for 5 whys or Ishikawa."""

    SENTENCE = "sentence", _("Plain sentence")
    FIVE_WHYS = "five_whys", _("5 whys")
    ISHIKAWA = "ishikawa", _("Ishikawa diagram")


class SimilarCases(models.TextChoices):
    """Whether similar nonconformities exist or could occur elsewhere (10.2.1 b)."""

    NONE = "none", _("None found")
    FOUND = "found", _("Found elsewhere")
    POSSIBLE = "possible", _("Could occur elsewhere")
