"""Shared wording of nonconformities: what timelines call their operations, the branches of an Ishikawa diagram."""

from typing import Any

from django.utils.translation import gettext_lazy

from inspections.whys import in_order, read_whys
from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "record_nonconformity": gettext_lazy("Nonconformity recorded"),
    "record_nonconformities": gettext_lazy("Nonconformity recorded"),
    "accept_nonconformity": gettext_lazy("Nonconformity accepted"),
    "accept_by_silence": gettext_lazy("Accepted because nobody objected in time"),
    "contain_nonconformity": gettext_lazy("Correction recorded"),
    "approve_plan": gettext_lazy("Plan approved"),
    "confirm_effective": gettext_lazy("Effect confirmed"),
    "follow_regrade": gettext_lazy("Regraded with its finding"),
    "nonconformity.accept": gettext_lazy("Accepted"),
    "nonconformity.dispute": gettext_lazy("Disputed"),
    "nonconformity.settle": gettext_lazy("Dispute settled"),
    "nonconformity.name_handler": gettext_lazy("Named who deals with it"),
    "nonconformity.contain": gettext_lazy("Correction recorded"),
    "nonconformity.propose": gettext_lazy("Plan proposed"),
    "nonconformity.approve": gettext_lazy("Plan approved"),
    "nonconformity.refuse": gettext_lazy("Plan refused"),
    "nonconformity.change_plan": gettext_lazy("Plan taken up again"),
    "nonconformity.implemented": gettext_lazy("Reported as implemented"),
    "nonconformity.effective": gettext_lazy("Effect confirmed; closed"),
    "nonconformity.not_effective": gettext_lazy("Not effective: a new round"),
    "nonconformity.not_yet_proven": gettext_lazy("Effect not yet proven"),
    "nonconformity.ask_withdrawal": gettext_lazy("Withdrawal asked for"),
    "nonconformity.withdraw": gettext_lazy("Withdrawn"),
    "nonconformity.reopen": gettext_lazy("Reopened: a new round"),
    "write_cause": gettext_lazy("Cause written"),
    "confirm_cause": gettext_lazy("Cause confirmed"),
    "refuse_cause": gettext_lazy("Cause refused for lack of evidence"),
    "drop_cause": gettext_lazy("Cause taken away"),
    "judge_effect": gettext_lazy("Effect judged"),
    "plan_action": gettext_lazy("Action planned"),
    "drop_action": gettext_lazy("Action taken out of the plan"),
}

BRANCHES: dict[str, Text] = {
    "person": gettext_lazy("Person"),
    "tools": gettext_lazy("Tools"),
    "method": gettext_lazy("Method"),
    "information": gettext_lazy("Information"),
    "measurement": gettext_lazy("Measurement"),
    "environment": gettext_lazy("Environment"),
}
"""An office has tools and information where a factory has machines and materials."""


def chain_in_words(chain: Any) -> list[tuple[str, str]]:
    """The whys, or the filled branches, of a cause as (label, text) pairs, whoever wrote them."""
    return branches_of(chain) + [(one.label, one.text) for one in in_order(read_whys(chain))]


def branches_of(chain: Any) -> list[tuple[str, str]]:
    """The filled branches of an Ishikawa diagram."""
    links = [link for link in chain or [] if isinstance(link, dict) and "branch" in link]
    return [(str(BRANCHES.get(str(one["branch"]), one["branch"])), str(one.get("text", ""))) for one in links]
