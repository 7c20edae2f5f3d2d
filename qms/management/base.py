"""What every command of the product shares: who it acts as, where faults go, how it exits."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from qms.history.recording import ReasonMissing
from qms.importing.problems import ImportRefused
from qms.models.people import SYSTEM, User
from qms.operations.loading import LoadRefused
from qms.operations.people import account
from qms.workflow import StepRefused

FINDING = 1  # exit code: the command ran and found something wrong, such as a broken seal
BAD_INPUT = 2  # exit code: it could not do what was asked

REFUSALS = (LoadRefused, ImportRefused, StepRefused, ReasonMissing, PermissionDenied)


class ProductCommand(BaseCommand):
    """A command of the product: `--by` is the account it acts as; exit 0 done, 1 a finding, 2 bad input.

    Subclasses write `run(by=..., **options)`, which may return an exit code, and add their own arguments with
    `add_own_arguments`.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", default=SYSTEM, metavar="USER", help="the account that acts (default: system)")
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        """Add what this command takes beside `--by`."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run; a refusal is one sentence on stderr and an exit code, never a traceback."""
        try:
            return super().execute(*args, **options)
        except CommandError as fault:
            if not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(fault))
            sys.exit(fault.returncode if fault.returncode > 1 else BAD_INPUT)

    def handle(self, *args: Any, by: str, **options: Any) -> None:
        try:
            code = self.run(by=self.actor(by), **options)
        except REFUSALS as refusal:
            raise CommandError(str(refusal), returncode=BAD_INPUT) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=BAD_INPUT) from refusal
        if code:
            sys.exit(code)

    def actor(self, username: str) -> Any:
        """The account called so. A wrong name is bad input."""
        try:
            return account(username)
        except User.DoesNotExist:
            sentence = _("There is no active account '%(name)s'.") % {"name": username}
            raise CommandError(sentence, returncode=BAD_INPUT) from None

    def run(self, *args: Any, **options: Any) -> int | None:
        """Do it as `by`, given the options. Returns None, or an exit code other than 0."""
        raise NotImplementedError
