"""Raising a nonconformity from another record: the button, what it fills in, and on whose side it is raised."""

import uuid
from typing import Any

from django.apps import apps
from django.urls import reverse

from inspections.enums import Grade, Source
from inspections.models import Nonconformity
from qms.enums import Role
from qms.views.panels import Panel

FROM = (
    "qms.document", "qms.issue", "qms.action", "qms.unit", "qms.decision", "qms.changerequest", "qms.papercopy",
    "qms.risk", "qms.feedback", "qms.objective", "qms.nonconformingoutput", "inspections.inspection",
)  # fmt: skip
"""Kinds of records that offer the button; of a finding the lead raises it by confirming."""

SOURCES = {"qms.feedback": Source.FEEDBACK, "qms.objective": Source.OBJECTIVE}
"""Kinds of records that say by themselves where it comes from; of the others the officer says it."""

DOCUMENTED = ("qms.document", "qms.issue")
"""What a nonconformity is raised from because it was not kept to: it stands as the requirement, not as the evidence."""


MOST_LISTED = 20


def side_of(user: Any, unit_id: int | None) -> int | None:
    """The unit as whose officer the person raises it: the one over the inspected unit, else their own."""
    held = user.authority.units_as(Role.OFFICER)
    if unit_id is None or not held:
        return None
    over = held & user.authority.ancestors_inside(unit_id)
    return min(over or held)


def offers(record: Any, user: Any) -> bool:
    """Whether the button stands on the record: for quality officers."""
    return record._meta.label_lower in FROM and bool(user.authority.units_as(Role.OFFICER))


def address(record: Any) -> str:
    """The form, filled in from the record."""
    return f"{reverse('nonconformity_new')}?from={record._meta.label_lower}:{record.uid}"


def prefilled(source: str, user: Any) -> Nonconformity:
    """An unsaved nonconformity with what the record says; what one may not see fills in nothing."""
    blank = Nonconformity(source=Source.OWN_REPORT, grade=Grade.MINOR)
    record = _named(source, user)
    if record is not None:
        label = record._meta.label_lower
        blank.source_kind, blank.source_uid = label, record.uid
        blank.source = SOURCES.get(label, blank.source)
        blank.unit_id = _unit_of(record)
        blank.requirement = str(record) if label in DOCUMENTED else ""
        blank.evidence = "" if blank.requirement or label == "qms.unit" else str(record)
    return blank


def _unit_of(record: Any) -> Any:
    """The unit that the record speaks of."""
    label = record._meta.label_lower
    if label == "qms.unit":
        return int(record.pk)
    return record.document.unit_id if label == "qms.issue" else record.unit_id


def _named(source: str, user: Any) -> Any:
    label, _colon, text = source.partition(":")
    if label not in FROM:
        return None
    try:
        uid = uuid.UUID(text)
    except ValueError:
        return None
    return _reached(label, uid, user)


def _reached(label: str, uid: uuid.UUID, user: Any) -> Any:
    return apps.get_model(label).objects.visible_to(user).filter(uid=uid).first()


def source_of(nonconformity: Nonconformity, user: Any) -> tuple[str, str]:
    """What it was raised from and its address; what one does not reach is named by its kind alone."""
    if nonconformity.source_kind not in FROM or nonconformity.source_uid is None:
        return "", ""
    record = _reached(nonconformity.source_kind, nonconformity.source_uid, user)
    if record is None:
        return kind_said(nonconformity.source_kind), ""
    return str(record), record.get_absolute_url()


def kind_said(label: str) -> str:
    """The name of a kind of records."""
    name = str(apps.get_model(label)._meta.verbose_name)
    return name[:1].upper() + name[1:]


def raised_from(record: Any, user: Any) -> Panel | None:
    """The part of a record's page that lists the nonconformities raised from it, within reach."""
    rows = Nonconformity.objects.visible_to(user).filter(source_kind=record._meta.label_lower, source_uid=record.uid)
    listed = list(rows.order_by("-pk")[:MOST_LISTED])
    return Panel("inspections/nonconformities_raised.html", {"records": listed}, "rest") if listed else None


def raised_from_shown(shown: Any) -> Panel | None:
    """The same part of a document's or an issue's page, for those on whose side it is."""
    return raised_from(shown.record, shown.user) if shown.own_side and shown.as_of is None else None
