"""Filters of boards and calendars."""

import datetime as dt

from django import template

register = template.Library()


@register.filter
def days_since(day: dt.date, today: dt.date) -> int:
    """How many days a day lies back."""
    return (today - day).days
