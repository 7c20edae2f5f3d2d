"""The state of a reading as a tag, drawn once for each state and language."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from qms.tables.reading import STATES

register = template.Library()

LOOKS = {"todo": ("info", "eye"), "overdue": ("danger", "alert-triangle"), "done": ("success", "circle-check")}


@lru_cache(maxsize=20)
def _tag(state, language) -> SafeString:
    tone, icon = LOOKS[state]
    context = {"label": str(STATES[state]), "tone": tone, "icon": icon}
    return mark_safe(render_to_string("components/status_tag.html", context))  # noqa: S308 - rendered by a template


@register.simple_tag
def reading_state(state):
    """To read, overdue, or read and understood."""
    return _tag(state, get_language())
