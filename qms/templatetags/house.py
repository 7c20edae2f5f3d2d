"""Tags and filters of the product's own look: icons, dates, numbers, form controls."""

from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from django import forms, template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from qms.navigation import Links

register = template.Library()

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SPRITE = "vendor/icons.svg"
CURRENT = mark_safe(' aria-current="page"')
TONES = {"neutral", "info", "success", "warning", "danger"}
UNCOUNTED_FILTERS = {"q", "sort", "page", "as_of", "month"}


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name, css=""):
    """An outline icon of the sprite; decoration only, so words must stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static(SPRITE),
        name,
    )


@register.simple_tag
def nav_items(nav):
    """The entries of the navigation, drawn once: every page has them twice."""
    if isinstance(nav, Links):
        nav.drawn = nav.drawn or _nav_items(nav)
        return nav.drawn
    return _nav_items(nav)


def _nav_items(nav):
    groups = groupby(nav, key=lambda one: conditional_escape(one.get("group", "")))
    return mark_safe("\n".join(_nav_group(heading, _nav_links(links)) for heading, links in groups))  # noqa: S308 - escaped


def _nav_links(links):
    return "\n".join(
        _nav_item(one["url"], one["active"], one["icon"], conditional_escape(one["label"]), one["count"])
        for one in links
    )


def _nav_group(heading, items):
    return (
        f'<li class="nav-group"><span class="nav-heading">{heading}</span><ul>{items}</ul></li>' if heading else items
    )


@lru_cache(maxsize=1000)
def _nav_item(url, active, icon_name, label, count):
    return format_html(
        '<li><a href="{}"{}>{}<span>{}</span>{}</a></li>',
        url,
        CURRENT if active else "",
        icon(icon_name),
        label,
        format_html('<span class="nav-count">{}</span>', count) if count else "",
    )


def _local(value):
    return timezone.localtime(value, VIETNAM) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def vn_date(value):
    """dd/mm/yyyy of a date or of a moment as seen in Viet Nam; nothing for None."""
    return _local(value).strftime("%d/%m/%Y") if isinstance(value, date) else ""


@register.filter
def vn_time(value):
    """dd/mm/yyyy HH:MM of a moment as seen in Viet Nam; a mere date stays a date."""
    return _local(value).strftime("%d/%m/%Y %H:%M") if isinstance(value, datetime) else vn_date(value)


@register.filter
def iso_time(value):
    """The machine-readable form for <time datetime>."""
    return _local(value).isoformat() if isinstance(value, date) else ""


@register.filter
def vn_number(value, decimals=None):
    """A number in the reader's language: 1.234,5 in Vietnamese, 1,234.5 in English."""
    if value is None or value == "":
        return ""
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def initials(name):
    """Up to two letters for a person: the first word's and the last word's (the given name in Vietnamese)."""
    words = str(name or "").split()
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper()


@register.filter
def tone(value):
    """A known tone, so that a typing mistake never yields an unstyled tag."""
    return value if value in TONES else "neutral"


def control_class(widget):
    """Tabler's class for a form widget."""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


@register.simple_tag
def control(field):
    """A bound field's widget with the house classes; Django itself links help and errors to it."""
    classes = [field.field.widget.attrs.get("class", ""), control_class(field.field.widget)]
    if field.errors:
        classes.append("is-invalid")
    attrs = {"class": " ".join(filter(None, classes))}
    if isinstance(field.field.widget, forms.Textarea):
        attrs["data-autosize"] = ""
    return field.as_widget(attrs=attrs)


@register.filter
def is_checkbox(field):
    """A single tick box stands before its label."""
    return isinstance(field.field.widget, forms.CheckboxInput)


def _filled(value):
    return any(value) if isinstance(value, list | tuple) else bool(value)


@register.simple_tag
def active_filters(form):
    """The form's fields that narrow the list now, judged on what was typed: no query."""
    if not form.is_bound:
        return []
    return [field for field in form if field.name not in UNCOUNTED_FILTERS and _filled(field.data)]


@register.simple_tag
def page_numbers(page_obj: Page):
    """Page numbers to offer, with gaps for long lists."""
    return list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1))


@register.simple_tag
def sort_direction(column):
    """The value of aria-sort for a django-tables2 column, empty when it does not order the list."""
    if not column.is_ordered:
        return ""
    return "descending" if column.order_by_alias.is_descending else "ascending"


@register.simple_tag
def open_steps(steps):
    """The steps this person may take now."""
    return [step for step in steps if step.allowed]


@register.simple_tag
def waiting_steps(steps):
    """The steps on the way that are this person's own, once they have seen to what is missing."""
    return [step for step in steps if _is_waiting(step)]


@register.simple_tag
def blocked_steps(steps):
    """The other steps that are closed now, each with its reasons."""
    return [step for step in steps if not step.allowed and not _is_waiting(step)]


def _is_waiting(step):
    return not step.allowed and step.may and step.tone == "primary"


@register.filter
def days_over(days_left):
    """How many days late, from a negative number of days left."""
    return max(0, -days_left)
