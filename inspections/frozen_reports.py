"""Concluded reports are hashed again over the facts that they were frozen with."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import ReportVersion
from inspections.report_facts import report_hash


def report_faults(alias: str) -> Iterator[tuple[Any, str]]:
    """Versions of reports whose facts are not those that were concluded."""
    versions = ReportVersion.objects.using(alias).select_related("inspection").order_by("pk")
    for version in versions.iterator(chunk_size=100):
        if report_hash(version.facts) != version.content_hash:
            yield version, _("the report does not have the hash that was concluded")
