"""Holders of whom a person may have a pack made."""

from typing import Any

from django.urls import reverse

from qms.models.organisation import QMSHolding, Unit
from qms.models.reach import inside_subtree


def holders_of(user: Any) -> Any:
    """Units that hold a system all of whose records the person reaches."""
    found = Unit.objects.filter(pk__in=QMSHolding.objects.filter(valid_to=None).values("unit_id"))
    return found if user.is_system else found.filter(pk__in=inside_subtree(user.authority.record_units))


def pack_address(user: Any) -> str:
    """Where the person asks for a pack; nothing for who may make none."""
    return reverse("evidence_pack") if holders_of(user).exists() else ""
