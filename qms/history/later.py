"""How much was recorded after the day that is shown, of what a page read."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.history.as_of import MOST, later_rows
from qms.history.standing import day_shown, present, tables_asked
from qms.history.standing_tables import tracked_models


def later_said(user: Any) -> str:
    """A sentence for a page of many kinds: later changes, within reach, of the kinds of records that it read."""
    day = day_shown()
    if day is None:
        return ""
    asked = tables_asked()
    with present():
        count = sum(
            later_rows(model, user, day)
            for model in tracked_models()
            if hasattr(model, "SPAN") and hasattr(model.objects, "visible_to") and model._meta.db_table in asked
        )
    return said_later(count)


def said_later(count: int) -> str:
    """The sentence of the banner."""
    if count > MOST:
        told = _("More than %(count)d later changes concern it.") % {"count": MOST}
    else:
        told = ngettext("%(count)d later change concerns it.", "%(count)d later changes concern it.", count)
        told %= {"count": count}
    return f"{told} {_('Steps are taken on today’s record.')}"
