"""Remind people of what they owe, and tell those above of what is late."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qms import clock
from qms.management.base import BAD_INPUT, ProductCommand
from qms.operations.reminders import send_reminders

FIRST, LAST = 1990, 2100  # years that the calendar of working days knows


class Command(ProductCommand):
    """`send_reminders [--on DATE]`: what falls on the day, each once; again sends nothing."""

    help = (
        "Send the reminders of a day: 7, 3 and 1 working days before something is due, on the day, and when it is "
        "late to the owner, the unit's manager (officer copied) and the head of the QMS. Nothing on days off. "
        "Each is sent once, however often this runs. Last line: due=N sent=N."
    )

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", metavar="DATE", default="", help="the day, such as 2020-07-15 (default: today)")

    def run(self, *, by: Any, on: str, **options: Any) -> None:
        done = send_reminders(_day(on) if on else clock.today())
        self.stdout.write(f"due={done.due} sent={done.sent}")


def _day(text: str) -> dt.date:
    day = clock.read_day(text.strip())
    if day is not None and FIRST <= day.year <= LAST:
        return day
    sentence = _("'%(text)s' is no day of the years 1990 to 2100: write it as 2020-07-15.") % {"text": text}
    raise CommandError(sentence, returncode=BAD_INPUT)
