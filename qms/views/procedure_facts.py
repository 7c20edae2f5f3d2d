"""What pages say of an administrative procedure from the profile of its issue."""

from typing import Any

from django.utils.translation import gettext as _

from qms.reports.documents import publication_days
from qms.views.facts import facts_of, spoken

PROFILE = ("procedure_code", "field", "level", "online_level", "decided_on", "published_on")


def procedure_facts(issue: Any) -> list[tuple[str, Any]]:
    """Code, field, level, when it was announced and published; nothing without an issue."""
    return [] if issue is None else facts_of(issue, PROFILE) + publication_facts(issue)


def publication_facts(issue: Any) -> list[tuple[str, Any]]:
    """How long its publication took."""
    days = publication_days(issue)
    return [] if days is None else [(_("Days from decision to publication"), spoken(days))]
