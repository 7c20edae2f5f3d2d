"""Wording of recurring duties, links by mail and deputies: in timelines and in notices."""

from django.utils.translation import gettext_lazy as _

from qms.policy import Text

OPERATIONS: dict[str, Text] = {
    "give_duty": _("Recurring duty given"),
    "change_duty": _("Recurring duty changed"),
    "end_duty": _("Recurring duty ended"),
    "ask_by_link": _("Somebody without an account was asked by mail"),
    "assign_task_by_link": _("Task assigned by mail"),
    "send_link": _("Link sent by mail"),
    "renew_link": _("Link renewed with the due day"),
    "revoke_link": _("Link taken back"),
    "note_by_link": _("Progress noted by link"),
    "appoint_deputy": _("Deputy appointed"),
    "end_deputy": _("Appointment of the deputy ended"),
}

NOTICES: dict[str, Text] = {
    "duty_given": _("A recurring duty was given to you: %(duty)s."),
    "duty_moved": _("A recurring duty has another owner: %(duty)s."),
    "duty_ended": _("A recurring duty was ended: %(duty)s."),
    "noted_by_link": _("%(who)s wrote about %(number)s by link."),
    "action_handed_out": _("%(number)s was handed to %(who)s, who has no account."),
    "deputy_appointed": _("You act for %(who)s from %(begins)s to %(ends)s."),
    "deputy_named": _("%(who)s acts for you from %(begins)s to %(ends)s."),
}
