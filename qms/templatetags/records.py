"""Tags that lists draw on every row: quick, because a page draws them fifty times."""

from functools import lru_cache

from django import template
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from qms.looks import look_of
from qms.models.documents import Issue

register = template.Library()


@lru_cache(maxsize=2000)
def _tag(model, field, value, language) -> SafeString:
    label = dict(model._meta.get_field(field).flatchoices).get(value, value)
    tone, icon = look_of(model._meta.label_lower, value)
    context = {"label": label, "tone": tone, "icon": icon}
    return mark_safe(render_to_string("components/status_tag.html", context))  # noqa: S308 - rendered by a template


@register.simple_tag
def status(record, field="status"):
    """The status tag of a record, drawn once for each status and language."""
    value = str(getattr(record, field))
    shown = _tag(type(record), field, value, get_language()) if value else ""
    gone = record.__dict__.get("disposed")
    return _with_stub(shown, gone) if gone is not None else shown


def _with_stub(shown, gone) -> SafeString:
    """The status, and by which decision the record was disposed of."""
    context = {"label": str(gone), "tone": "neutral", "icon": "ban"}
    return mark_safe(f"{shown} {render_to_string('components/status_tag.html', context)}")  # noqa: S308 - both rendered


@register.simple_tag
def issue_status(value):
    """The status tag of a document's latest issue, from its stored value."""
    return _tag(Issue, "status", value, get_language()) if value else ""


@register.simple_tag(takes_context=True)
def panel(context, one):
    """A part of a page that another concept brings, drawn with its own context, also under the name `panel`."""
    page = {name: context.get(name) for name in ("record", "as_of", "as_of_query")} | {"panel": one.context}
    return mark_safe(get_template(one.template).render(page | one.context, context.get("request")))  # noqa: S308
