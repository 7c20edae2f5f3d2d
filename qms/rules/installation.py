"""Who looks after what the whole installation shares: days off, mails."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.policy import Decision, allow_if, rule

ADMINISTRATOR = _("an administrator")


@rule("qms.decide_days")
def may_decide_days(user: Any, record: Any) -> Decision:
    """Days off and worked: the administrator, or the installation's own account."""
    allowed = user.is_system or user.authority.is_admin
    return allow_if(allowed, _("Only an administrator decides which days are off or worked."), ADMINISTRATOR)


@rule("qms.see_mails")
def may_see_mails(user: Any, record: Any) -> Decision:
    """Mails that wait or failed: the administrator, or the installation's own account."""
    allowed = user.is_system or user.authority.is_admin
    return allow_if(allowed, _("Only an administrator sees which mails wait or failed."), ADMINISTRATOR)
