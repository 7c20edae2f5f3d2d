"""Filters of boards and calendars."""

import datetime as dt

from django import template

from qms.history.standing import day_shown

register = template.Library()


@register.filter
def days_since(day: dt.date, today: dt.date) -> int:
    """How many days a day lies back."""
    return (today - day).days


@register.simple_tag
def past_day() -> dt.date | None:
    """The past day that is shown; nothing today."""
    return day_shown()
