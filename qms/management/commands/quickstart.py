"""From a fresh clone to a served, filled system in one command."""

import gc
import os
import socket
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _

from qms.config.secret import installation_secret
from qms.demo.build import build_demo, is_empty, phase
from qms.demo.installation import PASSWORD_FILE, reset_clock, start_clock
from qms.demo.people import told_people
from qms.history.seal_files import SealStoreFault
from qms.history.sealing import seal_outstanding
from qms.management.base import BAD_INPUT, ProductCommand
from qms.management.commands.build_demo import require_demo_allowed


class Command(ProductCommand):
    """`quickstart [--port N] [--no-server]`: migrate, build the demonstration if nothing is there, print, serve."""

    help = "Set up the demonstration in QMS_DATA_DIR if it is empty, print its accounts, and serve it."
    requires_system_checks: list[str] = []  # there is no database yet; migrate checks

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-server", action="store_true", help="set up and print only")

    def actor(self, username: str) -> Any:
        """Nobody yet: accounts are made once the tables are."""
        return None

    def run(self, *, by: Any, port: int, no_server: bool, **options: Any) -> None:
        require_demo_allowed()
        began = time.monotonic()
        if not no_server:
            require_free(port)
        _collect_seldom()
        with phase("migrate", self.say):
            call_command("migrate", verbosity=0, interactive=False)
        self._fill()
        with phase("seals", self.say):
            self._seal()
        with phase("static files", self.say):
            self._collect()
        self.say("in all", time.monotonic() - began)
        self._accounts(port)
        if not no_server:
            self._serve(port)

    def say(self, name: str, seconds: float) -> None:
        """One line for each phase."""
        self.stdout.write(f"{name}: {seconds:.1f} s")
        self.stdout.flush()

    def _fill(self) -> None:
        """Build the demonstration in one transaction where nothing is; its clock starts with it."""
        folder = settings.DATA_DIR
        if not is_empty():
            if not settings.QMS_DEMO:
                sentence = _("%(folder)s holds an installation that is no demonstration: use `serve` for it.")
                raise CommandError(sentence % {"folder": folder}, returncode=BAD_INPUT)
            return
        reset_clock(folder)
        start_clock(folder)
        build_demo(password=installation_secret(folder, PASSWORD_FILE, size=12), say=self.say)

    def _seal(self) -> None:
        """Seal what is outstanding; a store of seals that is gone is told, and all else goes on."""
        try:
            seal_outstanding()
        except (SealStoreFault, OSError) as fault:
            self.stderr.write(str(fault))

    def _collect(self) -> None:
        """Copy static files where they changed; a finished manifest newer than the sources is left alone."""
        call_command("collectstatic", verbosity=0, interactive=False)

    def _accounts(self, port: int) -> None:
        """Print who can sign in, as what, where, and the one password."""
        rows = [(entry["username"], entry["full_name"], ", ".join(_roles(entry))) for entry in told_people()]
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        self.stdout.write("")
        for name, person, roles in rows:
            self.stdout.write(f"  {name:<{widths[0]}}  {person:<{widths[1]}}  {roles}")
        password = installation_secret(settings.DATA_DIR, PASSWORD_FILE, size=12)
        self.stdout.write("\n" + _("Password of every account: %(password)s") % {"password": password})
        self.stdout.write(_("Open http://127.0.0.1:%(port)s/ (Ctrl-C ends the server).") % {"port": port})
        self.stdout.flush()

    def _serve(self, port: int) -> None:
        """Become the server: what was set up here is read anew."""
        connection.close()
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, command)  # noqa: S606 - our own command


def _collect_seldom() -> None:
    """Let the collector of cycles look seldom: migrating and building keep nearly all they make, for this process."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _roles(entry: dict[str, Any]) -> list[str]:
    return [f"{role['role']} {role['unit'] or ''}".strip() for role in entry["roles"]]


def require_free(port: int) -> None:
    """Refuse at once, before minutes of work, when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            sentence = _("Port %(port)s is taken or not allowed: give another with --port.") % {"port": port}
            raise CommandError(sentence, returncode=BAD_INPUT) from None
