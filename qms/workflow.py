"""Lifecycles as tables that can be read aloud, with one apply."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qms import policy
from qms.history.recording import ReasonMissing, recording
from qms.models.reach import Reachable, remember_participation
from qms.policy import Decision, Text
from qms.signatures import SignatureIntent, content_hash, record_signature

Guard = Callable[[Any], Text | None]
"""Returns None, or a translated sentence saying what to do next."""


class StepRefused(Exception):
    """A step that cannot be taken: every reason at once, in the user's language."""

    def __init__(self, reasons: Sequence[Text], who: Text = "") -> None:
        self.reasons = [str(reason) for reason in reasons]
        self.who = str(who)
        super().__init__(" ".join(self.reasons))


class Conflict(StepRefused):
    """Somebody else changed the record since it was opened; nothing was lost, nothing was written."""


@dataclass(frozen=True)
class Transition:
    """One row of a lifecycle: from which states, to which, who, what must hold, with reason, signed.

    `to` is the state or a function of the record (settle and regrade end differently). `fields` names the columns
    the step may fill. `meaning` is what a signature says.
    """

    name: str
    sources: Sequence[str]
    to: str | Callable[[Any], str]
    permission: str
    label: Text
    guards: Sequence[Guard] = ()
    reason: bool = False
    signed: bool = False
    meaning: Text = ""
    fields: Sequence[str] = ()
    tone: str = "primary"
    by_system: bool = False

    @property
    def in_english(self) -> str:
        """What a signature of this step means, as it is stored whatever the signer's language."""
        with translation.override("en"):
            return str(self.meaning or self.label)

    def target(self, record: Any) -> str:
        """The state that the step leads to."""
        return self.to(record) if callable(self.to) else self.to


@dataclass(frozen=True)
class Step:
    """A transition seen by one person on one record: open, or closed with every reason and who can."""

    transition: Transition
    record: Any
    reasons: Sequence[str] = ()
    who: str = ""
    url: str = ""
    may: bool = False
    """Whether it is this person's to take: what is against it then is what they still have to see to."""

    @property
    def allowed(self) -> bool:
        """Whether the person can take it now."""
        return not self.reasons

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def label(self) -> Text:
        return self.transition.label

    @property
    def tone(self) -> str:
        return self.transition.tone

    @property
    def signed(self) -> bool:
        return self.transition.signed


@dataclass
class Workflow:
    """The lifecycle of one model: its transitions, read by pages, API and tests alike."""

    name: str
    model_label: str
    transitions: Sequence[Transition]
    state_field: str = "status"
    _by_name: dict[str, Transition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {transition.name: transition for transition in self.transitions}
        WORKFLOWS[self.name] = self

    def __getitem__(self, name: str) -> Transition:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def state(self, record: Any) -> str:
        """The record's state."""
        return str(getattr(record, self.state_field))

    def blockers(self, name: str, record: Any, user: Any) -> Step:
        """The step with all that stands against it: state, person, guards."""
        transition = self[name]
        reasons: list[str] = []
        if self.state(record) not in transition.sources:
            reasons.append(already(self, record, transition))
        decision = self._authority(transition, record, user)
        if not decision:
            reasons.append(str(decision.reason))
        if not reasons or self.state(record) in transition.sources:
            reasons.extend(str(text) for guard in transition.guards if (text := guard(record)))
        return Step(transition, record, reasons, str(decision.who), may=bool(decision))

    def _authority(self, transition: Transition, record: Any, user: Any) -> Decision:
        if transition.by_system:
            return policy.allow_if(user.is_system, _("The system does this by itself when its conditions hold."))
        return policy.may(user, transition.permission, record)

    def steps(self, record: Any, user: Any) -> list[Step]:
        """Every step that leaves the record's state, open or closed, for the record page."""
        state = self.state(record)
        leaving = [transition for transition in self.transitions if state in transition.sources]
        return [self.blockers(transition.name, record, user) for transition in leaving if not transition.by_system]

    @transaction.atomic
    def apply(
        self,
        name: str,
        record: Any,
        *,
        by: Any,
        reason: str = "",
        signature: SignatureIntent | None = None,
        version: int | None = None,
        occurred_at: Any = None,
        **values: Any,
    ) -> Any:
        """Take the step: lock, set `values`, check state, person, guards, reason and signature, save once.

        Returns the locked, saved record. Raises StepRefused with every reason, Conflict when `version` is not the
        record's, ReasonMissing. Guards see the values that the step brings, and those before in `before_step`.
        """
        transition = self[name]
        locked = type(record)._default_manager.locked().get(pk=record.pk)
        check_version(locked, version, values=self[name].signed)
        if isinstance(locked, Reachable):
            remember_participation(locked)
        locked.before_step = {name: getattr(locked, name, None) for name in values}
        for field_name, value in values.items():
            setattr(locked, field_name, value)
        locked.step_reason = reason.strip()
        self._check(transition, locked, by, reason)
        if transition.signed:
            _check_signature(locked, by, signature)
        with recording(by=by, operation=f"{self.name}.{name}", reason=reason.strip(), occurred_at=occurred_at):
            if signature is not None and transition.signed:
                record_signature(locked, signature, step=name, meaning=transition.in_english)
            setattr(locked, self.state_field, transition.target(locked))
            if hasattr(locked, "moved_here"):
                locked.moved_here = True
            locked.save()
        del locked.step_reason, locked.before_step  # the step is over: the record is shown, not stepped
        return locked

    def _check(self, transition: Transition, record: Any, by: Any, reason: str) -> None:
        if transition.reason and not reason.strip():
            raise ReasonMissing
        step = self.blockers(transition.name, record, by)
        if step.reasons:
            raise StepRefused(step.reasons, step.who)


WORKFLOWS: dict[str, Workflow] = {}


def check_version(record: models.Model, version: int | None, *, values: bool = False) -> None:
    """Raise Conflict when the record has moved on since `version` was shown: by whom, when, with `values` what."""
    if version is not None and record.version != version:  # type: ignore[attr-defined]
        said = _("Somebody changed this record after you opened it. Look at it again; what you typed is kept.")
        raise Conflict([said, *_told_since(record, version, values)])


def check_signature(record: Any, by: Any, signature: SignatureIntent | None, version: int | None = None) -> None:
    """Raise StepRefused where `by` did not sign, Conflict where what they signed is not what stands."""
    if signature is None or signature.signer.pk != by.pk:
        raise StepRefused([_("This step is signed: give your password.")])
    if signature.content_hash != content_hash(record):
        said = _("The record changed after it was shown to you, so it was not signed. Read it again.")
        raise Conflict([said, *_told_since(record, version, True)])


def _told_since(record: Any, version: int | None, values: bool) -> list[str]:
    from qms.signed_content import told_since  # noqa: PLC0415 - timelines read workflows

    return told_since(record, version, values=values)


def _check_signature(record: Any, by: Any, signature: SignatureIntent | None) -> None:
    shown = type(record)._default_manager.get(pk=record.pk)
    check_signature(shown, by, signature)


def already(workflow: Workflow, record: Any, transition: Transition) -> str:
    """A plain sentence for a step taken from the wrong state, such as a second click."""
    labels = dict(record._meta.get_field(workflow.state_field).flatchoices)
    state = labels.get(workflow.state(record), workflow.state(record))
    wanted = ", ".join(f"«{labels.get(source, source)}»" for source in transition.sources)
    return _("It is already «%(state)s»; this step leads on from %(wanted)s.") % {"state": state, "wanted": wanted}
