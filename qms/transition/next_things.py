"""What a holder should do next: concrete, linked, what can be done now before what waits, the earliest day first."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import Role, StepState
from qms.models.people import Competence, RoleAssignment, User
from qms.models.transition import HolderStep, TransitionHolder, TransitionStep
from qms.transition.documents import still_old
from qms.transition.proofs import unit_holders
from qms.transition.steps import missing_before, proof_of

MOST = 3


@dataclass(frozen=True)
class Thing:
    """One thing to do for a step. `after`: titles of the steps that have to be proved first."""

    step: TransitionStep
    title: str
    text: str
    url: str
    due: dt.date | None = None
    after: list[str] = field(default_factory=list)


def words(proof: dict[str, Any] | None, name: str = "text") -> str:
    """A stored proof's words in the reader's language."""
    proof = proof or {}
    english = proof.get(f"{name}_en") if get_language() == "en" else ""
    return str(english or proof.get(name) or "")


def next_things(
    holder: TransitionHolder, steps: Sequence[TransitionStep], rows: Iterable[HolderStep], last_day: dt.date | None,
    *, most: int = MOST, in_detail: bool = True,
) -> list[Thing]:  # fmt: skip
    """The next things, at most so many: steps that nothing blocks, by their day, one thing of each in turns."""
    known = {row.step_id: row for row in rows}
    proved = {key for key, row in known.items() if row.state == StepState.PROVED}
    open_steps = [step for step in steps if step.pk not in proved]
    waits = {step.pk: missing_before(step, steps, proved) for step in open_steps}

    def order(step: TransitionStep) -> tuple[Any, ...]:
        row = known.get(step.pk)
        day = (row.planned_on if row else None) or last_day or dt.date.max
        return bool(waits[step.pk]), day, step.position

    found: list[Thing] = []
    ready = [step for step in sorted(open_steps, key=order) if not waits[step.pk]]
    details = [list(_things(holder, step, known.get(step.pk), last_day, in_detail)) for step in ready]
    for turn in zip_longest(*details):
        found.extend(thing for thing in turn if thing is not None)
    for step in sorted(open_steps, key=order):
        if waits[step.pk] and len(found) < most:
            found.append(_waiting(holder, step, known.get(step.pk), waits[step.pk], last_day))
    return found[:most]


def _things(
    holder: TransitionHolder, step: TransitionStep, row: HolderStep | None, last_day: dt.date | None, in_detail: bool
) -> Iterator[Thing]:
    due = (row.planned_on if row else None) or last_day
    if row is not None and row.state == StepState.LOST:
        lost = words(row.proof, "lost") or words(row.proof)
        yield Thing(step, _("Prove again: %(step)s") % {"step": step.title}, lost, _address(holder, row), due)
        return
    detail = DETAILS.get(step.proof) if in_detail else None
    found = list(detail(holder)) if detail is not None else []
    for title, text, url in found:
        yield Thing(step, title, text, url, due)
    if not found:
        proof = proof_of(step)
        yield Thing(step, step.title, str(proof.hint) if proof else _by_hand(), _address(holder, row), due)


def _by_hand() -> str:
    return _("Proved by hand: with words, a file and a signature.")


def _address(holder: TransitionHolder, row: HolderStep | None) -> str:
    """Where the step is worked at: where its records lie, else where it is proved by hand."""
    own = (row.proof or {}).get("url") if row is not None else ""
    if own:
        return str(own)
    if row is not None and row.pk:
        return reverse("transition_proof", args=[row.uid, "prove"])
    return f"{holder.get_absolute_url()}#steps"


def _waiting(
    holder: TransitionHolder, step: TransitionStep, row: HolderStep | None, missing: Sequence[TransitionStep],
    last_day: dt.date | None,
) -> Thing:  # fmt: skip
    after = [one.title for one in missing]
    text = _("Once this is proved: %(steps)s.") % {"steps": "; ".join(after)}
    due = (row.planned_on if row else None) or last_day
    return Thing(step, step.title, text, f"{holder.get_absolute_url()}#steps", due, after)


def _plan(holder: TransitionHolder) -> Iterator[tuple[str, str, str]]:
    if holder.planned_end is None:
        url = reverse("transition_holder_step", args=[holder.uid, "plan"])
        yield _("Plan a day for each step"), _("The quality officer plans; top management approves."), url
    else:
        url = reverse("transition_holder_step", args=[holder.uid, "sign"])
        yield _("Have the plan approved"), _("It is signed by the holder's top management."), url


def _documents(holder: TransitionHolder) -> Iterator[tuple[str, str, str]]:
    units = unit_holders([holder])
    text = _("It cites the old edition: write a new issue, keep it by decision, or withdraw it.")
    for document in still_old(holder.programme, units, clock.today())[:MOST]:
        yield _("Rewrite %(document)s") % {"document": document}, text, document.get_absolute_url()


def _training(holder: TransitionHolder) -> Iterator[tuple[str, str, str]]:
    units, today, edition = list(unit_holders([holder])), clock.today(), holder.programme.to_edition
    roles = RoleAssignment.objects.standing_on(today).filter(role__in=[Role.OFFICER, Role.INSPECTOR], unit_id__in=units)
    competent = Competence.objects.standing_on(today).filter(
        Q(edition=edition) | Q(edition=None, standard_id=edition.standard_id)
    )
    people = User.objects.people().filter(pk__in=roles.values("user_id")).exclude(pk__in=competent.values("user_id"))
    text = _("No valid competence for %(edition)s is recorded.") % {"edition": edition}
    for person in people.order_by("sort_key")[:MOST]:
        yield _("Train %(person)s") % {"person": person}, text, reverse("person", args=[person.uid])


DETAILS: dict[str, Callable[[TransitionHolder], Iterable[tuple[str, str, str]]]] = {
    "plan": _plan,
    "documents": _documents,
    "training": _training,
}
"""By key of a proof: what exactly has to be done, as (title, text, address)."""
