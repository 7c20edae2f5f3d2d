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

    @classmethod
    def under_way(cls) -> list["IssueStatus"]:
        """Written or reviewed, not yet approved."""
        return [cls.DRAFT, cls.IN_REVIEW, cls.REVIEWED]


class ProcedureLevel(models.TextChoices):
    """At which level of the administration a procedure (TTHC) is carried out, linked ones across several."""

    MINISTRY = "ministry", _("Ministry")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")
    COMMUNE_DISTRICT = "commune_district", _("Commune - district")
    COMMUNE_DISTRICT_PROVINCE = "commune_district_province", _("Commune - district - province")


class OnlineLevel(models.TextChoices):
    """How far a procedure is handled online (levels 2 to 4 of the years 2011 to 2022)."""

    TWO = "2", _("Level 2")
    THREE = "3", _("Level 3")
    FOUR = "4", _("Level 4")


class ExternalStatus(models.TextChoices):
    """Whether a document from outside (a law, a standard) still holds."""

    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Out of force")
    REPLACED = "replaced", _("Replaced")


class DecisionStatus(models.TextChoices):
    """The states of a decision (quyết định) over documents."""

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    CANCELLED = "cancelled", _("Cancelled")


class DecisionAct(models.TextChoices):
    """What a decision does with one document."""

    APPROVE = "approve", _("Approves")
    WITHDRAW = "withdraw", _("Withdraws")
    DECLARE = "declare", _("Declares")


class SuggestionStatus(models.TextChoices):
    """Reviewers suggest, authors apply."""

    OPEN = "open", _("Open")
    APPLIED = "applied", _("Applied")
    DECLINED = "declined", _("Not taken up")


class ChangeKind(models.TextChoices):
    """What a change request asks for."""

    NEW = "new", _("A new document")
    CHANGE = "change", _("A change of a document")
    WITHDRAW = "withdraw", _("Withdrawal of a document")


class ChangeRequestStatus(models.TextChoices):
    """The states of a change request (phiếu yêu cầu sửa đổi)."""

    ASKED = "asked", _("Asked")
    ENDORSED = "endorsed", _("Endorsed by the manager")
    TAKEN_UP = "taken_up", _("Taken up")
    REFUSED = "refused", _("Refused")
    ANSWERED = "answered", _("Answered")


class PaperCopyStatus(models.TextChoices):
    """The states of a numbered paper copy."""

    ISSUED = "issued", _("Handed out")
    RECEIVED = "received", _("Signed for")
    RECALLED = "recalled", _("Recalled")
    LOST = "lost", _("Lost")


class ReviewOutcome(models.TextChoices):
    """What a periodic review of a document ends with."""

    NO_CHANGE = "no_change", _("No change")
    NEW_ISSUE = "new_issue", _("A new issue is written")
    WITHDRAW = "withdraw", _("To be withdrawn")


class ActionKind(models.TextChoices):
    """Why somebody owes something by a day."""

    CORRECTION = "correction", _("Correction")
    CORRECTIVE = "corrective", _("Corrective action")
    IMPROVEMENT = "improvement", _("Improvement action")
    TASK = "task", _("Assigned task")
    REVIEW_DECISION = "review_decision", _("Management review decision")

    @classmethod
    def of_a_plan(cls) -> list["ActionKind"]:
        """Kinds that are assigned with a plan's approval, not one by one."""
        return [cls.CORRECTION, cls.CORRECTIVE]


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


class SeriesRhythm(models.TextChoices):
    """How often a recurring duty comes."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    SIX_MONTHLY = "six_monthly", _("Every six months")
    YEARLY = "yearly", _("Every year")


class DayKind(models.TextChoices):
    """What is decided about a day."""

    OFF = "off", _("Day off")
    WORKED = "worked", _("Worked")


class Basis(models.TextChoices):
    """What a row of a correspondence rests on."""

    SEEN = "seen", _("Seen in a published table")
    RECALLED = "recalled", _("Recalled, not confirmed")
    OWN = "own", _("Our own judgement")
    REPORTED = "reported", _("Reported by others")


class TransitionStatus(models.TextChoices):
    """The states of a transition programme."""

    DRAFT = "draft", _("Draft")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


class TransitionGroup(models.TextChoices):
    """Which way a holder goes to the new edition (official letter 419/BKHCN-TĐC)."""

    MOVING = "moving", _("Moves from the old edition")
    MAINTAINING = "maintaining", _("Maintains the new edition")
    ADOPTING = "adopting", _("Adopts the new edition afresh")
    EXEMPT = "exempt", _("Exempt")


class StepState(models.TextChoices):
    """How far a holder is with a step."""

    OPEN = "open", _("Open")
    IN_HAND = "in_hand", _("In hand")
    PROVED = "proved", _("Proved")
    LOST = "lost", _("Proof lost")


class RunKind(models.TextChoices):
    """What a run does with references."""

    APPLY = "apply", _("Carried over")
    UNDO = "undo", _("Undone")


class RunStatus(models.TextChoices):
    """Whether a run has come to its end; a run that was cut off is taken up again."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")


class MoveGroup(models.TextChoices):
    """What must happen before references to an old clause can follow."""

    AUTOMATIC = "automatic", _("Automatic")
    TO_CONFIRM = "to_confirm", _("To confirm")
    TO_DECIDE = "to_decide", _("To decide")


class ClauseJudgement(models.TextChoices):
    """How a holder stands to a clause of an edition."""

    CONFORMING = "conforming", _("Conforming")
    PARTLY = "partly", _("Partly")
    NOT_CONFORMING = "not", _("Not met")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class ContextKind(models.TextChoices):
    """Where an issue of the context lies."""

    INTERNAL = "internal", _("Internal")
    EXTERNAL = "external", _("External")


class ContextSubject(models.TextChoices):
    """What an issue of the context is about."""

    POLICY = "policy", _("Policy and law")
    ECONOMY = "economy", _("Economy and budget")
    SOCIETY = "society", _("Society")
    TECHNOLOGY = "technology", _("Technology")
    ENVIRONMENT = "environment", _("Environment and climate")
    STRUCTURE = "structure", _("Organisation and tasks")
    PEOPLE = "people", _("People and competence")
    MEANS = "means", _("Means and infrastructure")


class RiskKind(models.TextChoices):
    """Whether it may harm or help."""

    RISK = "risk", _("Risk")
    OPPORTUNITY = "opportunity", _("Opportunity")


class RiskStatus(models.TextChoices):
    """The states of a risk or an opportunity."""

    OPEN = "open", _("Open")
    TREATED = "treated", _("Treated")
    CLOSED = "closed", _("Closed")


class RiskTreatment(models.TextChoices):
    """What is done about a risk or an opportunity."""

    AVOID = "avoid", _("Avoid")
    REDUCE = "reduce", _("Reduce")
    SHARE = "share", _("Share")
    ACCEPT = "accept", _("Accept by decision")
    PURSUE = "pursue", _("Take up")
    LEAVE = "leave", _("Leave")


class DeclarationStatus(models.TextChoices):
    """The stored states of a declaration; in force is derived at read."""

    DRAFTED = "drafted", _("Drafted")
    SIGNED = "signed", _("Signed")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    GIVEN_UP = "given_up", _("Given up")


class SuccessionKind(models.TextChoices):
    """What happened to a unit."""

    MERGED = "merged", pgettext_lazy("unit", "Merged")
    SPLIT = "split", pgettext_lazy("unit", "Split")
    RENAMED = "renamed", _("Renamed or reorganised")
    ENDED = "ended", _("Ended")
