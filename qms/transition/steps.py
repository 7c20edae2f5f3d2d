"""How far each holder is with each step of its transition, as the registered proofs tell it, for many holders at once.

Nothing is written here. What is stored follows from what stood, what the records show and the day: see `follow`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from qms.enums import StepState, TransitionGroup
from qms.models.transition import HolderStep, TransitionHolder, TransitionProgramme, TransitionStep
from qms.policy import Text
from qms.registry import Proved, StepProof, registry

FOLLOWED = ("state", "began_on", "proved_on", "lost_on", "by_hand", "proved_by", "proof")
"""The columns that following the records may write."""


def steps_of(programme: TransitionProgramme) -> list[TransitionStep]:
    """The standing steps in their order."""
    return list(programme.steps.filter(ended_at=None).order_by("position", "pk"))


def holders_of(programme: TransitionProgramme) -> Any:
    """The holders whose steps are followed: those that take part and are not exempt."""
    rows = TransitionHolder.objects.filter(programme=programme, ended_at=None)
    return rows.exclude(group=TransitionGroup.EXEMPT).select_related("unit", "programme")


def proof_of(step: TransitionStep) -> StepProof | None:
    """The registered proof of a step; None: by hand."""
    return registry.step_proofs.get(step.proof)


def said(text: Text, **values: Any) -> Any:
    """A text of a proof that is put into words only when it is stored, in each language."""
    return _Said(text, values)


class _Said(str):
    """Filled late: `str` of it depends on the language in which it is asked."""

    text: Text
    values: dict[str, Any]

    def __new__(cls, text: Text, values: dict[str, Any]) -> "_Said":
        made = super().__new__(cls, text % values)
        made.text, made.values = text, values
        return made

    def __str__(self) -> str:
        return str(self.text % self.values)


def in_both(text: Any) -> tuple[str, str]:
    """A text in Vietnamese and in English; plain words are the same in both."""
    with translation.override("vi"):
        vi = str(text)
    with translation.override("en"):
        return vi, str(text)


def derived(steps: Iterable[TransitionStep], holders: Sequence[TransitionHolder]) -> dict[tuple[int, int], Proved]:
    """What the registered proofs say, by (holder, step); who is not named has nothing to show."""
    found = {}
    for step in steps:
        proof = proof_of(step)
        if proof is not None and holders:
            with translation.override("vi"):
                told = proof.prove(step, holders)
            found.update({(holder, step.pk): proved for holder, proved in told.items()})
    return found


@dataclass(frozen=True)
class Stands:
    """What is stored of one step of one holder."""

    state: str = StepState.OPEN
    began_on: dt.date | None = None
    proved_on: dt.date | None = None
    lost_on: dt.date | None = None
    by_hand: bool = False
    proved_by_id: int | None = None
    proof: Any = None

    @classmethod
    def of(cls, row: HolderStep) -> "Stands":
        """As the row stands."""
        return cls(
            row.state, row.began_on, row.proved_on, row.lost_on, row.by_hand, row.proved_by_id, dict(row.proof or {})
        )

    def write_to(self, row: HolderStep) -> None:
        """Set the row's columns."""
        for name in ("state", "began_on", "proved_on", "lost_on", "by_hand", "proved_by_id"):
            setattr(row, name, getattr(self, name))
        row.proof = self.proof or {}


def follow(stood: Stands, shown: Proved | None, today: dt.date) -> Stands:
    """What stands now: records prove, leave in hand, or no longer prove what they proved.

    A proof by hand stands until it is withdrawn. A lost proof stays lost until the step is proved again.
    """
    if stood.by_hand and stood.state == StepState.PROVED:
        return stood
    proof = told(shown)
    if shown is not None and shown.state == StepState.PROVED:
        on = shown.on or (stood.proved_on if stood.state == StepState.PROVED else None) or today
        return Stands(StepState.PROVED, min(stood.began_on or on, on), on, None, proof=proof)
    began = (shown.on if shown else None) or stood.began_on or (today if shown else None)
    if stood.state == StepState.PROVED:
        return Stands(StepState.LOST, stood.began_on, None, today, proof=proof | _lost(stood.proof))
    if stood.state == StepState.LOST:
        return Stands(StepState.LOST, stood.began_on, None, stood.lost_on, proof=proof | _kept(stood.proof))
    if shown is not None:
        return Stands(StepState.IN_HAND, began, proof=proof)
    return Stands(StepState.OPEN, proof={})


def told(shown: Proved | None) -> dict[str, Any]:
    """What is stored of a proof: its words in both languages, its address, how much of how much."""
    if shown is None:
        return {}
    vi, en = in_both(shown.text)
    proof: dict[str, Any] = {"text": vi, "text_en": en if en != vi else "", "url": shown.url}
    if shown.all is not None:
        proof |= {"done": shown.done or 0, "all": shown.all}
    return {name: value for name, value in proof.items() if value not in ("", None)}


def _lost(proof: dict[str, Any] | None) -> dict[str, Any]:
    """What proved the step before it was lost."""
    proof = proof or {}
    return {"lost": proof.get("text", ""), "lost_en": proof.get("text_en", "")}


def _kept(proof: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (proof or {}).items() if name.startswith("lost")}


def completed_on(rows: Iterable[HolderStep], steps: Sequence[TransitionStep]) -> dt.date | None:
    """The day on which the last of all steps was proved; None while one is not."""
    wanted = {step.pk for step in steps}
    days = {row.step_id: row.proved_on for row in rows if row.state == StepState.PROVED and row.step_id in wanted}
    if not wanted or len(days) < len(wanted):
        return None
    return max((day for day in days.values() if day is not None), default=None)


def missing_before(
    step: TransitionStep, steps: Sequence[TransitionStep], proved: Iterable[int]
) -> list[TransitionStep]:
    """The steps that come first and are not proved yet: what blocks the step."""
    done = set(proved)
    return [one for one in steps if one.key in (step.after or ()) and one.pk not in done]
