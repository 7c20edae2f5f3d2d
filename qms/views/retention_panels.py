"""On every record's page: until when it is kept by which rule, or that it was disposed of by which decision."""

from typing import Any

from django.utils.translation import gettext as _

from qms.models.retention import RetentionRule
from qms.registry import registry
from qms.retention.due import rows_of
from qms.retention.known import may_have_disposed, may_have_rules
from qms.retention.periods import Kept, kept_by
from qms.retention.stubs import stubs_of
from qms.views.panels import Panel

TEMPLATE = "qms/retention/panel.html"


def retention_panel(record: Any, user: Any) -> Panel | None:
    """For kinds that are kept: the stub above everything, else the period beside it."""
    label = record._meta.label_lower
    if label not in registry.retained_kinds:
        return None
    stub = stubs_of(label, [record.uid]).get(record.uid) if may_have_disposed(user) else None
    if stub is not None:
        url = stub.url if user.authority.record_units else ""
        return Panel(TEMPLATE, {"stub": stub, "url": url}, "top")
    kept = kept_until(record) if may_have_rules(user) else None
    if kept is None:
        return None
    url = kept.rule.get_absolute_url() if kept.rule.lies_on_side_of(user) else ""
    return Panel(TEMPLATE, {"stub": None, "kept": kept, "said": said(kept), "url": url}, "rest")


def kept_until(record: Any) -> Kept | None:
    """The longest rule of its holder that fits the record."""
    label = record._meta.label_lower
    kind = registry.retained_kinds[label]
    unit_id = record
    for name in kind.unit.split("__"):
        unit_id = getattr(unit_id, name)
    rules = RetentionRule.objects.filter(
        kind=label, ended_at=None, unit__below__unit_id=unit_id, unit__below__inside=True
    )
    listed = list(rules.select_related("clause__edition").order_by("pk"))
    if not listed:
        return None
    return kept_by(kind, listed, rows_of(kind).filter(pk=record.pk)).get(record.pk)


def said(kept: Kept) -> str:
    """Until when, in words; a record that has not come to its end yet has years instead of a day."""
    if kept.for_good:
        return _("To be kept for good.")
    if kept.until is None:
        return _("To be kept %(years)d years after it ends.") % {"years": kept.rule.years}
    return _("To be kept until %(day)s.") % {"day": kept.until.strftime("%d/%m/%Y")}
