"""Numbered paper copies: hand out, sign for, recall, report as lost."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock, policy
from qms.enums import Role
from qms.history.recording import ReasonMissing, operation
from qms.models.documents import Document, Issue
from qms.models.organisation import Unit
from qms.models.paper_copies import PaperCopy
from qms.models.people import User
from qms.notices import notify
from qms.operations.issue_steps import locked_issue, people_over
from qms.paper_copy_workflow import PAPER_COPY
from qms.workflow import Conflict, Step, StepRefused

ONLY_OF_WHAT_HOLDS = gettext_lazy("Paper copies are made of the issue in force, or of one that is approved and coming.")


@operation("hand_out_copies")
def hand_out_copies(
    issue: Issue,
    places: Sequence[tuple[Unit, User | None, str]],
    *,
    by: Any,
    issued_on: dt.date | None = None,
    last_shown: int | None = None,
) -> list[PaperCopy]:
    """Number a copy for each place (unit, holder or None, where it is kept). Numbers run on through the document.

    Only of an approved issue that no later one has superseded; raises StepRefused with the reason. `last_shown`: the
    last number when the form was opened; Conflict where copies were handed out since, by the same form sent twice too.
    """
    issued_on = issued_on or clock.today()
    if issued_on > clock.today():
        raise StepRefused([_("The day of handing out has not come yet: give today or an earlier day.")])
    document = Document.objects.locked().get(pk=issue.document_id)
    policy.require(by, "qms.care_for_document", document)
    issue = locked_issue(issue)  # it may have been recalled or withdrawn since it was shown
    if not issue.holds_or_is_coming():
        raise StepRefused([ONLY_OF_WHAT_HOLDS])
    last = last_number(document)
    if last_shown is not None and last_shown != last:
        text = _("Copies were handed out since you opened this: copy %(number)02d is the last now. Look at the list.")
        raise Conflict([text % {"number": last}])
    copies = []
    for number, (unit, holder, held_by) in enumerate(places, last + 1):
        copy = PaperCopy(
            issue=issue, number=number, unit=unit, holder=holder, held_by=held_by.strip(), issued_on=issued_on
        )
        copy.full_clean(exclude=["search_text"])
        copy.save()
        notify("copy_handed_out", about=copy, to=_keepers(copy), by=by, copy=str(copy))
        copies.append(copy)
    return copies


def last_number(document: Document) -> int:
    """The number given last to a copy of any of the document's issues, 0 before the first."""
    return PaperCopy.objects.filter(issue__document=document).aggregate(last=Max("number"))["last"] or 0


def _keepers(copy: PaperCopy) -> list[User]:
    return [copy.holder] if copy.holder is not None else people_over(copy.unit_id, Role.MANAGER)


def receive_copy(copy: PaperCopy, *, by: Any, **common: Any) -> PaperCopy:
    """Signed for by who keeps it."""
    return PAPER_COPY.apply("receive", copy, by=by, received_by=by, received_on=clock.today(), **common)


@transaction.atomic
def recall_copy(copy: PaperCopy, *, by: Any, recalled_on: dt.date | None = None, **common: Any) -> PaperCopy:
    """Taken back, usually because the issue is superseded. Tells who kept it."""
    recalled_on = recalled_on or clock.today()
    if recalled_on > clock.today() or recalled_on < copy.issued_on:
        raise StepRefused([_("The day of the recall lies between the handing out and today.")])
    copy = PAPER_COPY.apply("recall", copy, by=by, recalled_by=by, recalled_on=recalled_on, **common)
    notify("copy_recalled", about=copy, to=_keepers(copy), by=by, copy=str(copy))
    return copy


@transaction.atomic
def recall_copies(
    issue: Issue, *, by: Any, reason: str, recalled_on: dt.date | None = None
) -> tuple[list[PaperCopy], list[Step]]:
    """Take back all copies of an issue with one reason. Returns those taken back, and the steps that were refused.

    What cannot be taken back (lost, back already, another's) is left alone; refused where nothing can be.
    """
    if not reason.strip():
        raise ReasonMissing
    open_steps, refused = recall_plan(issue, by)
    if not open_steps:
        raise StepRefused([_("No copy of this issue is out: there is nothing to take back.")])
    common: dict[str, Any] = {"recalled_on": recalled_on, "reason": reason, "note": reason}
    return [recall_copy(step.record, by=by, **common) for step in open_steps], refused


def recall_plan(issue: Issue, by: Any) -> tuple[list[Step], list[Step]]:
    """The copies of an issue that this person can take back now, and those that they cannot, with the reasons."""
    copies = issue.paper_copies.select_related("issue__document", "unit", "holder").order_by("number")
    steps = [PAPER_COPY.blockers("recall", copy, by) for copy in copies]
    return [step for step in steps if step.allowed], [step for step in steps if not step.allowed]


def lose_copy(copy: PaperCopy, *, by: Any, reason: str = "", **common: Any) -> PaperCopy:
    """Lost, with what is known of it."""
    return PAPER_COPY.apply("lose", copy, by=by, reason=reason, **common)


STEPS = {"receive": receive_copy, "recall": recall_copy, "lose": lose_copy}
"""The operation of each step of a paper copy."""
