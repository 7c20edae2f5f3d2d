"""What the evidence for the reform index registers: its kinds of proof, its entry, the button on a holder."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms.models.organisation import Unit
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import RecordAction, registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.par import own_proofs  # noqa: PLC0415 - reports stand on the registry

    own_proofs.register()
    registry.navigation.append(NavEntry(_("Evidence for the reform index"), "par", "clipboard-check", 79, sees_records))
    registry.record_actions.append(RecordAction("par", _("Evidence for the reform index"), _url, is_offered))


def is_offered(record: Any, user: Any) -> bool:
    """On the page of a unit that holds a system, to its people and to those above it."""
    from qms.par.holders import holders_seen  # noqa: PLC0415 - asked where a page is shown

    return isinstance(record, Unit) and bool(holders_seen(user).filter(pk=record.pk).exists())


def _url(record: Any) -> str:
    return reverse("par_holder", args=[record.uid])
