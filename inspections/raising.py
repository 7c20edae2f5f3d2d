"""Raising a nonconformity from another record: the button, what it fills in, and on whose side it is raised."""

import uuid
from typing import Any

from django.urls import reverse

from inspections.enums import Grade, Source
from inspections.models import Nonconformity
from qms.enums import Role
from qms.registry import registry

FROM = ("qms.document", "qms.action")
"""Kinds of records that offer the button."""


def side_of(user: Any, unit_id: int | None) -> int | None:
    """The unit as whose officer the person raises it: the one over the inspected unit, else their own."""
    held = user.authority.units_as(Role.OFFICER)
    if unit_id is None or not held:
        return None
    over = held & user.authority.ancestors_inside(unit_id)
    return min(over or held)


def offers(record: Any, user: Any) -> bool:
    """Whether the button stands on the record: for quality officers."""
    return record._meta.label_lower in FROM and bool(user.authority.units_as(Role.OFFICER))


def address(record: Any) -> str:
    """The form, filled in from the record."""
    return f"{reverse('nonconformity_new')}?from={record._meta.label_lower}:{record.uid}"


def prefilled(source: str, user: Any) -> Nonconformity:
    """An unsaved nonconformity with what the record says; what one may not see fills in nothing."""
    blank = Nonconformity(source=Source.OWN_REPORT, grade=Grade.MINOR)
    record = _named(source, user)
    if record is not None:
        blank.unit_id = record.unit_id
        blank.requirement = str(record) if record._meta.label_lower == "qms.document" else ""
        blank.evidence = "" if blank.requirement else str(record)
    return blank


def _named(source: str, user: Any) -> Any:
    label, _colon, text = source.partition(":")
    kind = registry.record_kinds.get(label)
    if kind is None or label not in FROM:
        return None
    try:
        uid = uuid.UUID(text)
    except ValueError:
        return None
    return kind.model.objects.visible_to(user).filter(uid=uid).first()
