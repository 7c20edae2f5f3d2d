"""How long records are kept: rules are made, replaced and ended with a reason; never changed silently."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.evidence_enums import RetentionStart
from qms.history.recording import current_change, operation
from qms.models.organisation import QMSHolding
from qms.models.retention import RetentionRule
from qms.registry import registry
from qms.workflow import StepRefused, check_version


@operation("set_retention")
def set_retention(rule: RetentionRule, *, by: Any) -> RetentionRule:
    """A new rule. Raises Refused, StepRefused where it cannot stand beside those there are."""
    policy.require(by, "qms.set_retention", rule)
    faults = faults_of_rule(rule)
    if faults:
        raise StepRefused(faults)
    rule.basis = rule.basis.strip()
    rule.full_clean(exclude=["search_text"])
    rule.save()
    return rule


@operation("propose_retention")
def set_proposed_rules(rules: Sequence[RetentionRule], *, by: Any) -> list[RetentionRule]:
    """The chosen ones of the usual periods; what stands already is left as it is."""
    return [set_retention(rule, by=by) for rule in rules if not _twin(rule)]


@operation("end_retention", reason_required=True)
def end_retention(rule: RetentionRule, *, by: Any, version: int | None = None) -> RetentionRule:
    """End a rule: it keeps nothing any more."""
    rule = _standing(rule, by, version)
    rule.ended_at = clock.now()
    rule.save()
    return rule


@operation("replace_retention", reason_required=True)
def replace_retention(
    rule: RetentionRule,
    *,
    by: Any,
    years: int | None,
    basis: str,
    counted_from: str = RetentionStart.ENDED,
    version: int | None = None,
) -> RetentionRule:
    """Another period for the same records: the rule ends and the new one stands in its place. Returns the new one."""
    rule = end_retention(rule, by=by, version=version, reason=current_change().reason)
    new = RetentionRule(
        unit=rule.unit, kind=rule.kind, clause=rule.clause, years=years, basis=basis, counted_from=counted_from
    )
    return set_retention(new, by=by)


def faults_of_rule(rule: RetentionRule) -> list[str]:
    """Everything that speaks against a new rule."""
    faults = []
    kind = registry.retained_kinds.get(rule.kind)
    if kind is None:
        faults.append(_("«%(kind)s» is not a kind of record that is kept for a period.") % {"kind": rule.kind})
    elif rule.clause_id is not None and kind.clauses is None:
        faults.append(_("Records of this kind cite no clauses: leave the clause empty."))
    if not QMSHolding.objects.filter(unit=rule.unit, valid_to=None).exists():
        faults.append(_("%(unit)s holds no QMS of its own: its holder says how long.") % {"unit": rule.unit})
    if _twin(rule):
        faults.append(_("A rule for the same records stands already: replace it, with the reason."))
    return faults


def _twin(rule: RetentionRule) -> bool:
    same = RetentionRule.objects.filter(unit=rule.unit, kind=rule.kind, clause=rule.clause_id, ended_at=None)
    return same.exclude(pk=rule.pk).exists()


def _standing(rule: RetentionRule, by: Any, version: int | None) -> RetentionRule:
    rule = RetentionRule.objects.locked().get(pk=rule.pk)
    check_version(rule, version)
    policy.require(by, "qms.set_retention", rule)
    if rule.ended_at is not None:
        raise StepRefused([_("The rule ended already.")])
    return rule
