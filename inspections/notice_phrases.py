"""What notices of inspections say; `%(number)s` and the operation's details fill them."""

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "programme_approved": _("Programme %(number)s was approved."),
    "inspection_notified": _("You are notified of inspection %(number)s from %(day)s."),
    "inspection_postponed": _("Inspection %(number)s was postponed to %(day)s: %(reason)s"),
    "inspection_team_changed": _("The team of inspection %(number)s changed: %(reason)s"),
    "report_sent": _("The report of inspection %(number)s is with the unit; comment within 5 working days."),
    "report_commented": _("The unit commented on the report of inspection %(number)s."),
    "inspection_concluded": _("Inspection %(number)s is concluded."),
    "inspection_reopened": _("Inspection %(number)s was reopened: %(reason)s"),
    "inspection_cancelled": _("Inspection %(number)s was cancelled: %(reason)s"),
    "finding_to_answer": _("Finding %(number)s waits for the unit's answer until %(due)s."),
    "finding_regraded": _("The grade of nonconformity %(number)s was changed: %(reason)s"),
    "finding_answered": _("The unit answered finding %(number)s."),
    "nonconformity_recorded": _("Nonconformity %(number)s was recorded: accept or dispute it until %(due)s."),
    "nonconformity_accepted": _("Nonconformity %(number)s was accepted."),
    "nonconformity_silent": _("Nonconformity %(number)s counts as accepted: nobody answered in 5 working days."),
    "nonconformity_disputed": _("Nonconformity %(number)s is disputed: %(reason)s"),
    "dispute_settled": _("The dispute on nonconformity %(number)s is settled: %(reason)s"),
    "nonconformity_to_handle": _("You are named to deal with nonconformity %(number)s."),
    "plan_proposed": _("A plan for nonconformity %(number)s waits for approval."),
    "plan_approved": _("The plan for nonconformity %(number)s was approved."),
    "plan_refused": _("The plan for nonconformity %(number)s was refused: %(reason)s"),
    "effect_to_verify": _("Verify the effect on nonconformity %(number)s from %(day)s on."),
    "nonconformity_closed": _("Nonconformity %(number)s is closed: the effect is proven."),
    "not_effective": _("Nonconformity %(number)s: the actions were not effective: %(reason)s"),
    "not_yet_proven": _("Nonconformity %(number)s: the effect is not yet proven: %(reason)s"),
    "withdrawal_asked": _("Withdrawal of nonconformity %(number)s is asked for: %(reason)s"),
    "nonconformity_withdrawn": _("Nonconformity %(number)s was withdrawn: %(reason)s"),
    "nonconformity_reopened": _("Nonconformity %(number)s was reopened: %(reason)s"),
}
