"""Handing over what a person who leaves has open: said beforehand what is refused, each by its own operation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms import policy
from qms.history.recording import operation
from qms.models.people import User
from qms.policy import Refused
from qms.registry import Handover, registry
from qms.workflow import StepRefused


@dataclass
class Item:
    """One open thing. `key` names it in a form; `faults` why it does not pass to the person asked about."""

    kind: str
    handover: Handover
    record: Any
    faults: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.record.uid}"

    @property
    def name(self) -> str:
        return self.handover.name(self.record)

    @property
    def url(self) -> str:
        """Its page, or that of the record to which the row belongs."""
        within = self.handover.within
        return str((getattr(self.record, within) if within else self.record).get_absolute_url())

    @property
    def due(self) -> Any:
        return self.handover.due(self.record)


def open_items(person: User, user: Any) -> list[Item]:
    """What the person has open, as far as the user reaches it, in the order of the page."""
    return [
        Item(kind, handover, record)
        for kind, handover in sorted(registry.handovers.items(), key=lambda entry: entry[1].order)
        for record in handover.open(person).filter(pk__in=_reached(handover, person, user)).order_by("pk")
    ]


def _reached(handover: Handover, person: User, user: Any) -> Any:
    model = handover.open(person).model
    if not handover.within:
        return model.objects.visible_to(user).values("pk")
    whole = model._meta.get_field(handover.within).related_model
    return model.objects.filter(**{f"{handover.within}__in": whole.objects.visible_to(user).values("pk")}).values("pk")


def count_open(person: User) -> int:
    """How many things the person has open, whoever reaches them."""
    return sum(handover.open(person).count() for handover in registry.handovers.values())


def judged(items: Iterable[Item], person: User, to: User, by: Any) -> list[Item]:
    """The items with all that stands against passing each to `to`."""
    told = list(items)
    for item in told:
        common = [_("%(person)s has it already.") % {"person": to}] if to.pk == person.pk else []
        item.faults = common or list(item.handover.faults(item.record, person, to, by))
    return told


@operation("hand_over", reason_required=True)
def _hand_over(person: User, items: Sequence[Item], *, by: Any, to: User, reason_told: str) -> None:
    for item in items:
        try:
            with transaction.atomic():
                item.handover.take(item.record, person, to, by=by, reason=reason_told)
        except StepRefused as refusal:
            item.faults = list(refusal.reasons)
        except Refused as refusal:
            item.faults = [str(refusal)]


def hand_over(person: User, keys: Iterable[str], *, to: User, by: Any, reason: str) -> list[Item]:
    """Hand the named things over with one reason: what is refused stays, and is returned with its faults."""
    policy.require(by, "qms.hand_over", person)
    if not to.is_active:
        raise StepRefused([_("%(person)s signs in no more.") % {"person": to}])
    wanted = set(keys)
    items = judged([item for item in open_items(person, by) if item.key in wanted], person, to, by)
    _hand_over(person, [item for item in items if not item.faults], by=by, to=to, reason=reason, reason_told=reason)
    return items


def leaving_blockers(person: User) -> list[str]:
    """What stands against deactivating an account: things that would stay with nobody."""
    count = count_open(person)
    text = _(
        "%(person)s still has %(count)d open things: "
        "the manager or the quality officer of their unit hands them over first."
    )
    return [text % {"person": person, "count": count}] if count else []
