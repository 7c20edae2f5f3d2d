"""Who plans and records trainings, and who judges how effective they were."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, denied, rule
from qms.rules.risks import keeps

KEEPERS = _("a quality officer, the unit's manager, top management")


@rule("qms.prepare_training")
def may_prepare_training(user: Any, training: Any) -> Decision:
    """The officer over the unit, its manager, top management: planning, people, results, cancelling."""
    return allow_if(
        keeps(user, training.unit_id),
        _("Trainings are planned and recorded by a quality officer, the unit's manager or top management."),
        KEEPERS,
    )


@rule("qms.judge_training")
def may_judge_training(user: Any, training: Any) -> Decision:
    """The same people, unless they were trained themselves."""
    trained = training.people.filter(ended_at=None).values_list("user_id", flat=True)
    if user.authority.is_one_of(*trained):
        return denied(_("Whoever was trained does not judge how effective it was."), KEEPERS)
    return may_prepare_training(user, training)
