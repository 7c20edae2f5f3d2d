"""Build the demonstration, of any size."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qms.demo.build import build_demo, is_empty
from qms.management.base import BAD_INPUT, ProductCommand


class Command(ProductCommand):
    """`build_demo [--units N] [--inspections N] [--seed N]`: the same arguments build the same records."""

    help = "Build a deterministic organisation with years of records, of any size. Only into an empty installation."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--units", type=int, default=0, help="invented divisions beyond the told ones")
        parser.add_argument("--inspections", type=int, default=0, help="inspections in bulk, ten findings each")
        parser.add_argument("--seed", type=int, default=2020, help="another seed, another demonstration")
        parser.add_argument("--within", action="append", default=[], metavar="CODE", help="departments to fill")

    def run(self, *, by: Any, units: int, inspections: int, seed: int, within: list[str], **options: Any) -> None:
        require_demo_allowed()
        if units < 0 or inspections < 0:
            raise CommandError(_("Give numbers that are not negative."), returncode=BAD_INPUT)
        if not is_empty():
            sentence = _("This installation has units already; build the demonstration in an empty QMS_DATA_DIR.")
            raise CommandError(sentence, returncode=BAD_INPUT)
        counts = build_demo(units=units, inspections=inspections, seed=seed, within=within, say=self.say)
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()))

    def say(self, name: str, seconds: float) -> None:
        """One line for each phase."""
        self.stdout.write(f"{name}: {seconds:.1f} s")
        self.stdout.flush()


def require_demo_allowed() -> None:
    """Refuse to put invented records into an installation that counts."""
    if settings.SETTINGS_MODULE.endswith("production"):
        sentence = _("The demonstration is not built in a production installation.")
        raise CommandError(sentence, returncode=BAD_INPUT)
