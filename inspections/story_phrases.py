"""The sentences in which the story of a nonconformity is told: by operation its chapter and its words."""

from django.utils.translation import gettext_lazy as _

RAISED = _("Raised")
ANSWERED = _("Accepted")
DISPUTED = _("Disputed")
SETTLED = _("Settled")
CONTAINED = _("Contained")
CAUSES = _("Causes")
PLAN = _("Plan")
WORK = _("Work on the plan")
IMPLEMENTED = _("Implemented")
JUDGED = _("Effect judged")
WITHDRAWAL = _("Withdrawal")
REOPENED = _("Reopened")

RECORD = {
    "nonconformity.accept": (ANSWERED, _("%(who)s accepted it.")),
    "nonconformity.dispute": (DISPUTED, _("%(who)s disputed it.")),
    "nonconformity.settle": (SETTLED, _("%(who)s settled the dispute: %(status)s, %(grade)s.")),
    "follow_regrade": (SETTLED, _("Regraded with its finding: %(grade)s.")),
    "nonconformity.name_handler": (CONTAINED, _("%(who)s named %(handler)s to deal with it.")),
    "nonconformity.contain": (CONTAINED, _("%(who)s recorded the correction: %(correction)s")),
    "nonconformity.propose": (
        PLAN,
        _("%(who)s proposed the plan. Criterion: %(criterion)s; to be judged from %(check_day)s on."),
    ),
    "nonconformity.refuse": (PLAN, _("%(who)s refused the plan.")),
    "nonconformity.approve": (PLAN, _("%(who)s approved the plan; %(verifier)s will verify the effect.")),
    "nonconformity.change_plan": (
        PLAN,
        _("%(who)s took up the plan again. Criterion: %(criterion)s; to be judged from %(check_day)s on."),
    ),
    "nonconformity.implemented": (IMPLEMENTED, _("%(who)s reported every action as done and verified.")),
    "nonconformity.effective": (JUDGED, _("%(who)s judged the effect: effective. It was closed.")),
    "nonconformity.not_effective": (JUDGED, _("%(who)s judged the effect: not effective.")),
    "nonconformity.not_yet_proven": (
        JUDGED,
        _("%(who)s judged the effect: not yet proven; to be looked at again on %(check_day)s."),
    ),
    "nonconformity.ask_withdrawal": (WITHDRAWAL, _("%(who)s asked for its withdrawal.")),
    "nonconformity.withdraw": (WITHDRAWAL, _("%(who)s confirmed the withdrawal.")),
    "nonconformity.reopen": (REOPENED, _("%(who)s reopened it: round %(round)s begins.")),
}
BEGUN = (RAISED, _("%(who)s raised it with %(unit)s: %(grade)s."))
BROUGHT_IN = (RAISED, _("Brought in from an earlier record of %(unit)s: %(grade)s."))
SILENCE = (ANSWERED, _("Accepted by silence: nobody answered within 5 working days."))

CAUSE = {
    "write_cause": (CAUSES, _("%(who)s wrote a cause: %(cause)s")),
    "confirm_cause": (CAUSES, _("%(who)s confirmed the cause “%(cause)s” by: %(evidence)s")),
    "refuse_cause": (CAUSES, _("%(who)s refused the cause “%(cause)s” for lack of evidence.")),
    "drop_cause": (CAUSES, _("%(who)s took the cause “%(cause)s” away.")),
}
PLANNED = (PLAN, _("%(who)s planned action %(number)s, %(owner)s, due %(due_day)s: %(title)s"))
ACTION = {
    "action.assign": (WORK, _("Action %(number)s was assigned to %(owner)s, due %(due_day)s.")),
    "action.done": (WORK, _("%(who)s reported action %(number)s as done.")),
    "action.verify": (WORK, _("%(who)s verified action %(number)s.")),
    "action.return": (WORK, _("%(who)s returned action %(number)s; new day %(due_day)s.")),
    "action.reassign": (WORK, _("%(who)s gave action %(number)s to %(owner)s.")),
    "ask_by_link": (WORK, _("%(who)s asked %(owner)s, who has no account, for action %(number)s by mail.")),
    "action.cancel": (WORK, _("%(who)s cancelled action %(number)s.")),
    "drop_action": (PLAN, _("%(who)s took action %(number)s out of the plan.")),
}
EXTENSION = {
    "ask_extension": (WORK, _("%(who)s asked for more time for action %(number)s, until %(to_day)s.")),
    "grant_more_time": (
        WORK,
        _("%(who)s gave action %(number)s more time without a request, until %(to_day)s."),
    ),
    "extension.endorse": (WORK, _("%(who)s endorsed more time for action %(number)s.")),
    "extension.grant": (WORK, _("%(who)s granted more time for action %(number)s, until %(to_day)s.")),
    "extension.refuse": (WORK, _("%(who)s refused more time for action %(number)s.")),
}
