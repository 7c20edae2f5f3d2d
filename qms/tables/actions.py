"""Columns of the list of actions."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _


class ActionTable(tables.Table):
    """What the list shows and can be sorted by."""

    number = tables.Column(verbose_name=_("Number"))
    title = tables.Column(verbose_name=_("What is to be done"), orderable=False)
    kind = tables.Column(verbose_name=_("Kind"))
    unit = tables.Column(verbose_name=_("Unit"), order_by=("unit__sort_key",))
    owner = tables.Column(verbose_name=_("Owner"), order_by=("owner__sort_key",))
    due_on = tables.Column(verbose_name=_("Due"))
    status = tables.Column(verbose_name=_("Status"))
