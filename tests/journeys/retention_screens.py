"""Pages of retention and disposal; each with who opens it."""

from django.urls import reverse

from qms.evidence_enums import DisposalStatus
from qms.models import Action, Disposal, DisposalItem, Issue, RetentionRule
from tests.journeys.screen import Screen


def retention_screens():
    """Each page once."""
    yield from rules()
    yield from disposals()
    yield from stubs()


def rules():
    """Rules, the usual periods, what is past its period."""
    for name in ("retention_rules", "retention_new", "retention_propose", "retention_due"):
        yield Screen(f"retention-{name}", reverse(name), "officer1")
    yield Screen("retention-due-then", f"{reverse('retention_due')}?as_of=2020-05-01", "officer1")
    rule = RetentionRule.objects.get(kind="qms.issue", ended_at=None)
    yield Screen("retention-rule", rule.get_absolute_url(), "officer1")
    for step in ("replace", "end"):
        yield Screen(f"retention-rule-{step}", reverse("retention_rule_step", args=[rule.uid, step]), "officer1")
    every = f"{reverse('retention_choose')}?holder={rule.unit.uid}&kind={rule.kind}&all=1"
    yield Screen("retention-choose", every, "officer1")


def disposals():
    """A draft and what was carried out."""
    yield Screen("disposals", reverse("disposals"), "officer1")
    yield Screen("disposal-new", reverse("disposal_new"), "officer1")
    draft = Disposal.objects.get(status=DisposalStatus.DRAFTED)
    done = Disposal.objects.get(status=DisposalStatus.CARRIED_OUT)
    yield Screen("disposal-draft", draft.get_absolute_url(), "officer1")
    yield Screen("disposal-edit", reverse("disposal_edit", args=[draft.uid]), "officer1")
    for step in ("submit", "cancel"):
        yield Screen(f"disposal-{step}", reverse("disposal_step", args=[draft.uid, step]), "officer1")
    item = draft.items.filter(verdict="dispose").first()
    yield Screen("disposal-item-keep", reverse("disposal_item_step", args=[item.uid, "keep"]), "officer1")
    yield Screen("disposal-done", done.get_absolute_url(), "head1")
    yield Screen("disposal-then", f"{done.get_absolute_url()}?as_of=2020-05-15", "officer1")
    yield Screen("disposal-items", reverse("disposal_items", args=[done.uid]), "officer1")
    yield Screen("disposal-original", reverse("disposal_step", args=[done.uid, "original"]), "officer1")


def stubs():
    """What is left of an action and of an issue."""
    gone = DisposalItem.objects.filter(verdict="disposed")
    action = Action.objects.get(uid=gone.filter(kind="qms.action").first().record_uid)
    issue = Issue.objects.get(uid=gone.filter(kind="qms.issue").first().record_uid)
    yield Screen("stub-action", action.get_absolute_url(), "officer1")
    yield Screen("stub-actions", f"{reverse('actions')}?q={action.number}", "officer1")
    yield Screen("stub-issue", issue.get_absolute_url(), "officer1")
