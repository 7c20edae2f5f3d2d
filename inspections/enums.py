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
    RECORDED = "recorded", _("Recorded")

    @classmethod
    def unexamined(cls) -> list["AnswerResult"]:
        """Results that stand with a reason instead of an answer."""
        return [cls.NOT_EXAMINED, cls.NOT_APPLICABLE]


class QuestionType(models.TextChoices):
    """What a question asks for, and so how its answer is judged."""

    CONFORMITY = "conformity", _("Conforming or not")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number with limits")
    CHOICE = "choice", _("One of several")
    DATE = "date", _("Date")
    TEXT = "text", _("Text")
    SAMPLE = "sample", _("Sample: n of m examined")


class LineOrigin(models.TextChoices):
    """Where a line of a checklist comes from."""

    CLAUSE = "clause", _("Clause")
    DOCUMENT = "document", _("Step of a document")
    NONCONFORMITY = "nonconformity", _("Earlier nonconformity")
    LAST_INSPECTION = "last_inspection", _("Last inspection")
    TEMPLATE = "template", _("Template")
    HAND = "hand", _("Written by hand")
    IMPORT = "import", _("Import")


class TemplateStatus(models.TextChoices):
    """The states of one version of a checklist template."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EvidenceStatus(models.TextChoices):
    """The states of a request for evidence (inspection on file)."""

    ASKED = "asked", _("Asked")
    DELIVERED = "delivered", _("Delivered")
    ACCEPTED = "accepted", _("Accepted")
    ASKED_AGAIN = "asked_again", _("Asked again")

    @classmethod
    def missing(cls) -> list["EvidenceStatus"]:
        """States in which the unit still owes evidence."""
        return [cls.ASKED, cls.ASKED_AGAIN]


class MeetingKind(models.TextChoices):
    """The two meetings of a visit."""

    OPENING = "opening", _("Opening meeting")
    CLOSING = "closing", _("Closing meeting")


class ConflictStatus(models.TextChoices):
    """What became of an answer that was sent while another one came to stand."""

    OPEN = "open", _("To decide")
    TAKEN = "taken", _("The sent answer stands")
    SET_ASIDE = "set_aside", _("Set aside")


class RepeatKind(models.TextChoices):
    """How nonconformities repeat."""

    AGAIN = "again", _("Again in the same unit")
    SEVERAL_UNITS = "several_units", _("In several units")


class RepeatStatus(models.TextChoices):
    """A repeat is proposed by the system and decided by a person."""

    PROPOSED = "proposed", _("Proposed")
    TAKEN_UP = "taken_up", _("Taken up")
    DISMISSED = "dismissed", _("Not a repeat")


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


class EffectVerdict(models.TextChoices):
    """What a check of effect came to."""

    EFFECTIVE = "effective", _("Effective")
    NOT_EFFECTIVE = "not_effective", _("Not effective")
    NOT_YET = "not_yet_proven", _("Not yet proven")


class SimilarCases(models.TextChoices):
    """Whether similar nonconformities exist or could occur elsewhere (10.2.1 b)."""

    NONE = "none", _("None found")
    FOUND = "found", _("Found elsewhere")
    POSSIBLE = "possible", _("Could occur elsewhere")
