"""What inspections say for a management review: audits, findings, nonconformities, what auditors suggest."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from inspections.reports.findings import FindingReport
from inspections.reports.inspections import InspectionReport
from inspections.reports.nonconformities import NonconformityReport
from qms.reviewing.gathering import Listed, Scope, Told, add_gatherer


def audits(scope: Scope) -> Iterable[Listed]:
    """Inspections that began in the period, and what they found."""
    days = scope.days("starts_from", "starts_to")
    told: Told = (
        (_("Inspections begun in the period"), _("Of every kind; cancelled ones among them."), {}),
        (_("of these internal audits"), _("Internal audits only."), {"kind": "internal"}),
        (_("of these superior's checks"), _("Checks by a superior body only."), {"kind": "superior"}),
        (_("of these external audits"), _("External audits only."), {"kind": "external"}),
        (_("of these not concluded yet"), _("The team still works on them."), {"show": "open"}),
    )
    for label, definition, asked in told:
        yield Listed(label, definition, "inspections", InspectionReport, {**days, **asked})
    found = scope.days("found_from", "found_to")
    grades = (
        ("major", _("Findings: major nonconformities")),
        ("minor", _("Findings: minor nonconformities")),
        ("observation", _("Findings: observations")),
        ("good_practice", _("Findings: good practices")),
    )
    recorded = _("Findings of the grade recorded in the period.")
    for grade, label in grades:
        yield Listed(label, recorded, "findings", FindingReport, {**found, "grade": grade})


def nonconformities(scope: Scope) -> Iterable[Listed]:
    """Nonconformities raised in the period, and where all stand."""
    days = scope.days("raised_from", "raised_to")
    told: Told = (
        (_("Nonconformities raised"), _("Raised in the period, from whatever source."), {}),
        (_("of these major"), _("Major ones as graded now."), {"grade": "major"}),
        (_("of these closed"), _("Closed with proof of effect."), {"status": "closed"}),
        (_("of these open"), _("Neither closed nor withdrawn."), {"show": "open"}),
        (_("of these overdue"), _("Open though their day has passed."), {"show": "overdue"}),
    )
    for label, definition, asked in told:
        yield Listed(label, definition, "nonconformities", NonconformityReport, {**days, **asked})
    carried = _("Whenever they were raised: neither closed nor withdrawn.")
    yield Listed(_("All open nonconformities"), carried, "nonconformities", NonconformityReport, {"show": "open"})


def suggestions(scope: Scope) -> Iterable[Listed]:
    """What auditors see that can be made better."""
    asked = {**scope.days("found_from", "found_to"), "grade": "opportunity"}
    recorded = _("Findings of the grade recorded in the period.")
    yield Listed(_("Findings: opportunities for improvement"), recorded, "findings", FindingReport, asked)


def register_gatherers() -> None:
    """Put them into the register of gatherers; once, when apps are ready."""
    for gatherer in (audits, nonconformities, suggestions):
        add_gatherer(gatherer.__name__, gatherer)
