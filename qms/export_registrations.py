"""What lists that leave register: the jobs that write long ones, and a holder's whole data."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qms import policy
from qms.models.organisation import Unit
from qms.registry import RecordAction, registry

PHRASES = {"bring_holder": _("Brought in with the whole data of a holder")}


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.exporting import job  # noqa: F401, PLC0415 - jobs stand on the registry; importing it registers the job
    from qms.holder_data import job as holder_job  # noqa: F401, PLC0415 - as above

    registry.phrases.update(PHRASES)
    registry.record_actions.append(RecordAction("holder_data", _("Whole data"), data_url, is_offered))


def is_offered(record: Any, user: Any) -> bool:
    """On the page of a unit that holds a system, to who reaches its records."""
    holds = isinstance(record, Unit) and record.holdings.filter(valid_to=None).exists()
    return holds and bool(policy.may(user, "qms.make_pack", record))


def data_url(record: Any) -> str:
    """The form with the holder chosen."""
    return f"{reverse('holder_data')}?holder={record.uid}"
