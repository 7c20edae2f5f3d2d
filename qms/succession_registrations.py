"""What the succession of units registers."""

from django.utils.translation import gettext_lazy as _

from qms import policy, succession_phrases
from qms.history.timeline import relate
from qms.looks import declare_looks
from qms.models.organisation import Unit
from qms.registry import RecordAction, registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    from qms.views import successions  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_record_panel  # noqa: PLC0415 - the same
    from qms.work_of_successions import documents_to_take_over  # noqa: PLC0415 - operations stand on the registry

    registry.phrases.update(succession_phrases.OPERATIONS)
    relate("qms.unit", "qms.unitsuccession", "unit")
    relate("qms.unit", "qms.unitsuccession", "successor")
    declare_looks(
        "qms.unitsuccession",
        {
            "merged": ("info", "arrow-right"),
            "split": ("warning", "arrows-sort"),
            "renamed": ("info", "pencil"),
            "ended": ("neutral", "ban"),
        },
    )
    add_record_panel("qms.unit", 10, successions.succession_panel)
    add_record_panel("qms.transitionholder", 15, successions.carried_over_panel)
    registry.work_items.append(documents_to_take_over)
    registry.record_actions.append(
        RecordAction("succession", _("Merge, split, rename"), successions.new_url, may_record)
    )


def may_record(record: object, user: object) -> bool:
    """Shown on a unit to who keeps units."""
    return isinstance(record, Unit) and bool(policy.may(user, "qms.manage_organisation", record))
