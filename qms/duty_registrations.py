"""What recurring duties, links by mail and deputies register."""

from django.utils.translation import gettext_lazy as _

from qms import duty_phrases
from qms.events import subscribe
from qms.history.timeline import relate
from qms.models.action_work import ActionSeries
from qms.navigation import NavEntry
from qms.navigation import of_records as sees_records
from qms.registry import Handover, RecordAction, RecordKind, registry


def register() -> None:
    """Fill the registry; called once when apps are ready."""
    registry.phrases.update(duty_phrases.OPERATIONS)
    registry.notice_phrases.update(duty_phrases.NOTICES)
    label = ActionSeries._meta.label_lower
    registry.record_kinds[label] = RecordKind(label, ActionSeries, _("Recurring duties"), "duties")
    registry.navigation.append(NavEntry(_("Recurring duties"), "duties", "refresh", 67, sees_records))
    registry.navigation.append(NavEntry(_("Calendar of duties"), "duty_calendar", "calendar", 68, sees_records))
    relate("qms.action", "qms.actionlink", "action")
    relate("qms.user", "qms.actingfor", "principal")
    _register_operations()
    _register_pages()


def _register_operations() -> None:
    from qms.operations import action_links, duties  # noqa: PLC0415 - operations stand on the registry
    from qms.unit_duty_kinds import register as register_unit_duties  # noqa: PLC0415 - the same
    from qms.work_of_duties import asked_by_link  # noqa: PLC0415 - the same

    register_unit_duties()
    registry.ticks["assign_due_series"] = duties.assign_due_series
    registry.work_items.append(asked_by_link)
    registry.handovers["duty"] = Handover(
        _("Recurring duties"), duties.owned_duties, duties.move_faults, duties.move_duty, due=_no_day, order=15
    )
    subscribe("due_day_moved", action_links.renew_links)


def _no_day(series: ActionSeries) -> None:
    """A duty comes again and again: it has no one day."""


def _register_pages() -> None:
    from qms.views import action_links, deputies  # noqa: PLC0415 - pages stand on what is registered
    from qms.views.panels import add_record_panel  # noqa: PLC0415 - the same

    registry.record_actions.append(
        RecordAction("ask_by_link", _("Ask somebody without an account"), action_links.ask_url, action_links.may_ask)
    )
    add_record_panel("qms.action", 30, action_links.links_panel)
    add_record_panel("qms.user", 10, deputies.deputies_panel)
