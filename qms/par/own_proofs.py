"""The proofs that qms knows: declaration, procedures in force, management review, objectives, documents reviewed."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qms.enums import DecisionStatus, DocumentKind
from qms.models.decisions import Decision
from qms.models.declarations import Declaration
from qms.models.document_care import DocumentReview
from qms.models.documents import Document, Issue
from qms.models.management_reviews import ManagementReview
from qms.models.objectives import Objective
from qms.par.proofs import BESIDE, DONE, MISSING, OPEN, Asked, ProofKind, Shown, add_proof
from qms.performance_enums import Achievement, ObjectiveStatus
from qms.reporting_enums import ReviewStatus
from qms.reports.objectives import with_latest


def declarations(asked: Asked) -> Iterator[Shown]:
    """Declarations that were in force on a day of the year; the one in force on the last day proves."""
    rows = asked.rows(Declaration).filter(unit_id__in=asked.holders, edition__standard__code="9001")
    rows = rows.filter(signed_on__isnull=False, effective_on__lte=asked.day)
    rows = rows.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=asked.first))
    rows = rows.filter(Q(replaced_by=None) | Q(replaced_by__effective_on__gt=asked.first))
    numbers = {}
    names = ("unit_id", "pk", "effective_on", "withdrawn_on", "replaced_by__effective_on", "decision_number")
    for unit, key, effective, withdrawn, replaced, number in rows.values_list(*names):
        ended = min((one for one in (withdrawn, replaced) if one is not None), default=None)
        what = DONE if ended is None or ended > asked.day else MISSING
        yield Shown(unit, Declaration, key, what, effective, gettext("Decision %(number)s") % {"number": number})
        numbers[unit, number] = effective
    yield from _decisions(asked, set(numbers))


def _decisions(asked: Asked, numbers: set[tuple[int, str]]) -> Iterator[Shown]:
    """The Decisions by which it was declared, where the register holds them."""
    rows = asked.rows(Decision).filter(unit_id__in=asked.holders, status=DecisionStatus.SIGNED)
    rows = rows.filter(number__in={number for _unit, number in numbers})
    for unit, key, number, day in rows.values_list("unit_id", "pk", "number", "decided_on"):
        if (unit, number) in numbers:
            yield Shown(unit, Decision, key, BESIDE, day)


def procedures(asked: Asked) -> Iterator[Shown]:
    """The procedures in force on the last day: the list of what is done under ISO."""
    rows = asked.rows(Issue).effective_on(asked.day).filter(
        document__unit_id__in=asked.units, document__kind=DocumentKind.PROCEDURE, document__ended_at=None
    )  # fmt: skip
    for unit, key, day in rows.values_list("document__unit_id", "pk", "effective_on"):
        yield Shown(unit, Issue, key, DONE, day)


def reviews(asked: Asked) -> Iterator[Shown]:
    """Management reviews that met in the year; signed minutes prove."""
    rows = asked.rows(ManagementReview).filter(unit_id__in=asked.units, meeting_on__range=(asked.first, asked.day))
    signed = (ReviewStatus.SIGNED, ReviewStatus.CLOSED)
    for unit, key, day, status in rows.values_list("unit_id", "pk", "meeting_on", "status"):
        yield Shown(unit, ManagementReview, key, DONE if status in signed else OPEN, day)


def objectives(asked: Asked) -> Iterator[Shown]:
    """Approved objectives that ran in the year; one with a result of the year proves, met or not."""
    rows = asked.rows(Objective).filter(unit_id__in=asked.units, ended_at=None, approved_on__lte=asked.day)
    rows = rows.filter(starts_on__lte=asked.day, ends_on__gte=asked.first).exclude(status=ObjectiveStatus.DROPPED)
    rows = with_latest(rows, asked.first, asked.day)
    words = dict(Achievement.choices)
    for unit, key, day, result in rows.values_list("unit_id", "pk", "latest_to", "result_now"):
        what = DONE if day or result else OPEN if asked.day < asked.last else MISSING
        yield Shown(unit, Objective, key, what, day, str(words.get(result, "")))


def documents(asked: Asked) -> Iterator[Shown]:
    """Documents whose periodic review fell due or was held in the year."""
    held = asked.rows(DocumentReview).filter(document__unit_id__in=asked.units, document__ended_at=None)
    held = held.filter(Q(was_due_on__range=(asked.first, asked.day)) | Q(reviewed_on__range=(asked.first, asked.day)))
    done: dict[int, Shown] = {}
    names = ("document__unit_id", "document_id", "reviewed_on", "was_due_on")
    for unit, key, day, _due in held.values_list(*names):
        late = day > asked.day
        word = gettext("reviewed after the year") if late else gettext("reviewed")
        found = Shown(unit, Document, key, MISSING if late else DONE, day, word)
        done[key] = found if key not in done or found.what == DONE else done[key]
    yield from done.values()
    waiting = asked.rows(Document).filter(unit_id__in=asked.units, ended_at=None)
    waiting = waiting.filter(review_due_on__range=(asked.first, asked.last)).exclude(pk__in=list(done))
    for unit, key, due in waiting.values_list("unit_id", "pk", "review_due_on"):
        yield Shown(unit, Document, key, MISSING if due < asked.day else OPEN, due, gettext("review due"))


KINDS = (
    ProofKind(
        "declaration", _("Declaration of conformity and its Decision"), declarations,
        _("No declaration of conformity is in force at the year’s end."),
        _("a quality officer prepares it, top management signs it"), "declarations",
    ),
    ProofKind(
        "procedures", _("List of procedures in force"), procedures,
        _("No procedure is in force at the year’s end."),
        _("authors write, a quality officer issues, top management approves"), "documents",
    ),
    ProofKind(
        "review", _("Minutes of the management review"), reviews,
        _("No management review of the year has signed minutes."),
        _("a quality officer prepares it, top management signs the minutes"), "reviews",
    ),
    ProofKind(
        "objectives", _("Results of the quality objectives"), objectives,
        _("No objective ran in the year, or one has no result of the year."),
        _("the owner of each objective records its figure"), "objectives", every=True,
    ),
    ProofKind(
        "documents", _("Periodic review of documents"), documents,
        _("The day of review of some documents passed without a review."),
        _("the owner of each document, a quality officer"), "document_reviews", every=True, needed=False,
    ),
)  # fmt: skip


def register() -> None:
    """Fill the seam in the order of the domain; called once when apps are ready."""
    for kind in KINDS:
        add_proof(kind)
