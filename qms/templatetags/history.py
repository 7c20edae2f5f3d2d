"""The way from a record's page to all of its history."""

from typing import Any

from django import template
from django.urls import reverse

from qms.history.homes import is_home, tracked

register = template.Library()


@register.inclusion_tag("qms/history/ways.html")
def history_ways(record: Any, as_of_query: str = "") -> dict[str, Any]:
    """Filter by person, field and days, two versions, export: for records with a history of their own."""
    from qms.forms.history import RecordHistoryFilter  # noqa: PLC0415 - forms need the models of every app

    label = record._meta.label_lower
    if label not in tracked() or not is_home(tracked()[label]):
        return {}
    form = RecordHistoryFilter(auto_id="history_%s")
    return {"address": reverse("history_record", args=[label, record.uid]), "form": form, "as_of_query": as_of_query}
