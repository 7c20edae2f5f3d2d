"""What notices, reminders, mails and days off register."""

from django.utils.translation import gettext_lazy as _

from qms import calendar, decided_days, digests, mails, navigation, notice_phrases, owed_actions
from qms.navigation import NavEntry
from qms.operations.reminders import remind_today
from qms.registry import registry


def register_notices() -> None:
    """Fill the registry; give the calendar the days that were decided."""
    registry.phrases.update(notice_phrases.OPERATIONS)
    registry.notice_phrases.update(notice_phrases.NOTICES)
    registry.notice_groups[:0] = notice_phrases.GROUPS  # before those of other apps, whichever comes first
    registry.standing_notices.update(notice_phrases.STANDING)
    registry.owed.append(owed_actions.actions_owed)
    registry.ticks["send_reminders"] = remind_today
    registry.ticks["daily_mails"] = digests.write_digests
    registry.ticks["send_mails"] = mails.send_waiting
    registry.navigation.append(NavEntry(_("Days off"), "days", "calendar-event", 86, navigation.administrators))
    registry.navigation.append(NavEntry(_("Mails"), "mails", "send", 87, navigation.administrators))
    calendar.set_overrides(decided_days.decided_days)
    decided_days.listen()
