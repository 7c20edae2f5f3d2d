"""Words shared by every app, as the standard and the administration speak them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person is in a unit, from a day to a day."""

    READER = "reader", _("Reader")
    OFFICER = "officer", _("Quality officer")
    INSPECTOR = "inspector", _("Inspector")
    MANAGER = "manager", _("Unit manager")
    TOP = "top", _("Top management")
    AUDITOR = "auditor", _("External auditor")
    ADMIN = "admin", _("Administrator")

    @classmethod
    def of_records(cls) -> list["Role"]:
        """The roles that reach the records of their unit; readers see documents and their own tasks only."""
        return [cls.OFFICER, cls.INSPECTOR, cls.MANAGER, cls.TOP, cls.AUDITOR]


class Obligation(models.TextChoices):
    """Whether a unit must hold a QMS (Directive 02/CT-LĐTBXH) or is encouraged to."""

    OBLIGED = "yes", _("Obliged")
    ENCOURAGED = "encouraged", _("Encouraged")


class Rhythm(models.TextChoices):
    """How often a holder reports (Directive 02/CT-LĐTBXH, item 7)."""

    QUARTERLY = "quarterly", _("Every quarter")
    SIX_MONTHLY = "six-monthly", _("Every six months")


class UnitKind(models.TextChoices):
    """What kind of body a unit is."""

    MINISTRY = "ministry", _("Ministry")
    OFFICE = "office", _("Office")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    DEPARTMENT = "department", _("Department")
    BUREAU = "bureau", _("Bureau")
    GENERAL_DEPARTMENT = "general_department", _("General department")
    PUBLIC_SERVICE = "public_service", _("Public service unit")
    PROVINCIAL = "provincial_department", _("Provincial department")
    DIVISION = "division", _("Division")
    ATTACHED = "attached_unit", _("Attached unit")


class ActingForm(models.TextChoices):
    """In which form a deputy signs for another person, stored and printed."""

    KT = "KT.", _("KT. (signs for the head)")
    TL = "TL.", _("TL. (signs by order)")
    TUQ = "TUQ.", _("TUQ. (signs by delegated authority)")


class ReferenceOrigin(models.TextChoices):
    """Where a clause reference came from."""

    HAND = "hand", _("By hand")
    IMPORT = "import", _("Import")
    DECISION = "decision", _("Transition decision")


class Relation(models.TextChoices):
    """How a clause of one edition stands to a clause of another."""

    EQUIVALENT = "equivalent", _("Equivalent")
    MODIFIED = "modified", _("Modified")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    WITHDRAWN = "withdrawn", pgettext_lazy("clause", "Withdrawn")
    NEW = "new", _("New")


class InformationKind(models.TextChoices):
    """What documented information a clause asks for."""

    MAINTAIN = "maintain", _("Maintain (document)")
    RETAIN = "retain", _("Retain (record)")
    DOCUMENT = "document", _("Document")
    PROCEDURE = "procedure", _("Documented procedure")
    RECORD = "record", _("Record")


class DocumentKind(models.TextChoices):
    """Kinds of controlled documents."""

    PROCEDURE = "procedure", _("Procedure")
    POLICY = "policy", _("Quality policy")
    OBJECTIVES = "objectives", _("Quality objectives")
    MODEL = "model", _("System model")
    INSTRUCTION = "instruction", _("Work instruction")
    FORM = "form", _("Form")
    EXTERNAL = "external", _("External document")


class IssueStatus(models.TextChoices):
    """The stored states of an issue; in force and superseded are derived at read."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")
    ABANDONED = "abandoned", _("Abandoned")
    WITHDRAWN = "withdrawn", _("Withdrawn from use")


class ActionKind(models.TextChoices):
    """Why somebody owes something by a day."""

    CORRECTION = "correction", _("Correction")
    CORRECTIVE = "corrective", _("Corrective action")
    IMPROVEMENT = "improvement", _("Improvement action")
    TASK = "task", _("Assigned task")
    REVIEW_DECISION = "review_decision", _("Management review decision")


class ActionStatus(models.TextChoices):
    """The states of an action."""

    PROPOSED = "proposed", _("Proposed")
    ASSIGNED = "assigned", _("Assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done, to be verified")
    VERIFIED = "verified", _("Verified")
    CANCELLED = "cancelled", _("Cancelled")

    @classmethod
    def open_states(cls) -> list["ActionStatus"]:
        """States in which somebody still owes something."""
        return [cls.PROPOSED, cls.ASSIGNED, cls.IN_PROGRESS, cls.DONE]

    @classmethod
    def ended_states(cls) -> list["ActionStatus"]:
        """States that nothing leaves."""
        return [cls.VERIFIED, cls.CANCELLED]


class ExtensionStatus(models.TextChoices):
    """The states of a request for more time."""

    ASKED = "asked", _("Asked")
    ENDORSED = "endorsed", _("Endorsed by the manager")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Basis(models.TextChoices):
    """What a row of a correspondence rests on."""

    SEEN = "seen", _("Seen in a published table")
    RECALLED = "recalled", _("Recalled, not confirmed")
    OWN = "own", _("Our own judgement")
    REPORTED = "reported", _("Reported by others")
