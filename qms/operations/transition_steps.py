"""The steps of a transition programme: added, renamed, put in order, given their months, taken out."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms import clock
from qms.history import bulk
from qms.history.recording import operation
from qms.models.transition import TransitionProgramme, TransitionStep
from qms.operations.transition_programmes import open_programme
from qms.registry import registry
from qms.workflow import StepRefused, check_version

MOST_MONTHS = 60


@operation("add_transition_step")
def add_step(
    programme: TransitionProgramme,
    *,
    by: Any,
    title_vi: str,
    title_en: str = "",
    proof: str = "",
    after: Sequence[str] = (),
    position: int | None = None,
    months: int | None = None,
) -> TransitionStep:
    """Add a step; without a proof holders prove it by hand, with evidence and a signature."""
    programme = open_programme(programme, by=by)
    standing = standing_steps(programme)
    if proof and (proof not in registry.step_proofs or proof in {step.proof for step in standing}):
        raise ValidationError({"proof": _("This proof is unknown or proves another step already.")})
    step = TransitionStep(programme=programme, key=proof or _free_key(programme), proof=proof)
    step.position = len(standing) + 1
    step.title_vi, step.title_en, step.settings = title_vi.strip(), title_en.strip(), _settings(months)
    step.after = _checked_after(step, after, standing)
    step.save()
    _put_at([*standing, step], step, position)
    return step


@operation("change_transition_step")
def change_step(
    step: TransitionStep,
    *,
    by: Any,
    title_vi: str,
    title_en: str = "",
    after: Sequence[str] = (),
    position: int | None = None,
    months: int | None = None,
    version: int | None = None,
) -> TransitionStep:
    """Rename a step, put it elsewhere in the order, say what comes first and how many months it takes."""
    programme = open_programme(step.programme, by=by)
    step = _standing(step, version)
    standing = standing_steps(programme)
    step.title_vi, step.title_en = title_vi.strip(), title_en.strip()
    step.settings = {name: value for name, value in step.settings.items() if name != "months"} | _settings(months)
    step.after = _checked_after(step, after, standing)
    step.save()
    _put_at([step if one.pk == step.pk else one for one in standing], step, position)
    return step


@operation("end_transition_step", reason_required=True)
def end_step(step: TransitionStep, *, by: Any, version: int | None = None) -> TransitionStep:
    """Take a step out, with the reason; steps that waited for it wait for what it waited for."""
    programme = open_programme(step.programme, by=by)
    step = _standing(step, version)
    others = [one for one in standing_steps(programme) if one.pk != step.pk]
    if not others:
        raise StepRefused([_("The last step stays: a programme needs at least one.")])
    step.ended_at = clock.now()
    step.save()
    changed = [one for one in others if step.key in one.after]
    for one in changed:
        one.after = list(dict.fromkeys([key for key in one.after if key != step.key] + list(step.after)))
    bulk.update(changed, ["after"])
    _put_at(others, others[0], None)
    return step


def standing_steps(programme: TransitionProgramme) -> list[TransitionStep]:
    """The steps that stand, in their order."""
    return list(programme.steps.filter(ended_at=None).order_by("position", "pk"))


def _standing(step: TransitionStep, version: int | None) -> TransitionStep:
    step = TransitionStep.objects.locked().get(pk=step.pk)
    check_version(step, version)
    if step.ended_at is not None:
        raise StepRefused([_("This step was taken out already.")])
    return step


def _settings(months: int | None) -> dict[str, int]:
    return {"months": months} if months else {}


def _free_key(programme: TransitionProgramme) -> str:
    used = set(programme.steps.values_list("key", flat=True))
    return next(key for number in range(1, len(used) + 2) if (key := f"own-{number}") not in used)


def _checked_after(step: TransitionStep, after: Sequence[str], standing: Sequence[TransitionStep]) -> list[str]:
    """What comes first, without going round in a circle."""
    known = {one.key: one for one in standing if one.key != step.key}
    wanted = [key for key in after if key in known]
    waiting, seen = list(wanted), set()
    while waiting:
        key = waiting.pop()
        if key == step.key:
            text = _("«%(step)s» would wait for itself: another step that comes first waits for it.")
            raise ValidationError({"after": text % {"step": step.title}})
        if key not in seen and key in known:
            seen.add(key)
            waiting.extend(known[key].after)
    return wanted


def _put_at(steps: list[TransitionStep], step: TransitionStep, position: int | None) -> None:
    """Number the steps anew with `step` at the place, writing only those whose number changes."""
    if position is not None:
        steps = [one for one in steps if one.pk != step.pk]
        steps.insert(min(max(position, 1), len(steps) + 1) - 1, step)
    moved = [(one, number) for number, one in enumerate(steps, 1) if one.position != number]
    for one, number in moved:
        one.position = number
    bulk.update([one for one, _number in moved], ["position"])
