"""Tags for pages that care for documents: how a day of review stands, what a review ended with."""

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms import clock
from qms.enums import ReviewOutcome
from qms.tables.document_reviews import SOON

register = template.Library()


@register.simple_tag
def review_flag(day: dt.date | None) -> SafeString | str:
    """A word beside the day of a review that is late or near."""
    today = clock.today()
    if day is None or day > today + dt.timedelta(days=SOON):
        return ""
    tone, word = ("danger", _("overdue")) if day < today else ("warning", _("soon"))
    return format_html('<span class="tag tag-{}">{}</span>', tone, word)


@register.filter
def review_outcome(value: str | None) -> str:
    """The outcome of a review in words."""
    return str(ReviewOutcome(value).label) if value else ""
