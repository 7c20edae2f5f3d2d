"""Make the evidence pack of a holder on the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from qms import clock, policy
from qms.jobs import JobRefused, Progress
from qms.management.base import BAD_INPUT, ProductCommand
from qms.models.organisation import Unit
from qms.models.standards import Edition
from qms.operations.choosing_notices import language_of
from qms.packing.job import pack_to, said

EARLIEST = 2000


class Command(ProductCommand):
    """`evidence_pack --unit CODE --edition 9001:2015 --output FILE.zip [--year YEAR] [--as-of DATE] [--by USER]`."""

    help = "Write a holder's documents, records, history, files and proofs into a ZIP that anybody can check."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unit", required=True, metavar="CODE", help="the unit that holds the system")
        parser.add_argument("--edition", required=True, metavar="9001:2015", help="clause by clause of which edition")
        parser.add_argument("--output", required=True, metavar="FILE.zip", help="where the pack is written")
        parser.add_argument("--year", type=int, metavar="YEAR", help="only what proves the criteria in this year")
        parser.add_argument("--as-of", metavar="DATE", help="as recorded by the end of this past day")
        parser.add_argument("--language", choices=["vi", "en"], help="default: the language of the account")

    def run(self, *, by: Any, unit: str, edition: str, output: str, **options: Any) -> int | None:
        with translation.override(options["language"] or language_of(by)):
            holder, told = _holder(unit), _edition(edition)
            policy.require(by, "qms.make_pack", holder)
            target = _target(output)
            part = target.with_name(f".{target.name}.part")  # no half a pack under the name asked for
            try:
                packed = pack_to(
                    part, holder, told, _day(options["as_of"]), Aloud(by, self.stderr), _year(options["year"])
                )
                part.replace(target)
            except (JobRefused, OSError) as refusal:
                raise CommandError(str(refusal), returncode=BAD_INPUT) from refusal
            finally:
                part.unlink(missing_ok=True)
            self.stdout.write(said(packed))
        self.stdout.write(
            f"{target} records={packed.records} rows={packed.rows} files={packed.files} seals={packed.seals} "
            f"waiting={packed.waiting}"
        )
        return None


class Aloud(Progress):
    """Progress for a command: each new phase is a line."""

    def __init__(self, user: Any, out: Any) -> None:
        self.user, self.language = user, translation.get_language() or "vi"
        self._out, self._said = out, ""

    def step(self, phase: str = "", done: int = 0, total: int = 0) -> None:
        """Say a phase when it begins."""
        if phase != self._said:
            self._said = phase
            self._out.write(str(phase))


def _holder(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no unit '%(code)s'.") % {"code": code}, returncode=BAD_INPUT)
    return found


def _edition(text: str) -> Edition:
    code, _colon, year = text.rpartition(":")
    found = Edition.objects.filter(standard__code=code, year=year).select_related("standard").first()
    if found is None:
        sentence = _("There is no edition '%(name)s'; write it as 9001:2015.") % {"name": text}
        raise CommandError(sentence, returncode=BAD_INPUT)
    return found


def _day(text: str | None) -> Any:
    day = clock.read_day(text) if text else None
    if text and (day is None or day > clock.today()):
        raise CommandError(_("%(day)s is no past day.") % {"day": text}, returncode=BAD_INPUT)
    return None if day == clock.today() else day


def _year(year: int | None) -> int | None:
    if year is not None and not EARLIEST <= year <= clock.today().year:
        raise CommandError(_("%(year)s is no year that has begun.") % {"year": year}, returncode=BAD_INPUT)
    return year


def _target(text: str) -> Path:
    target = Path(text)
    if target.is_dir() or not target.parent.is_dir():
        sentence = _("'%(path)s' is no file that can be written.") % {"path": text}
        raise CommandError(sentence, returncode=BAD_INPUT)
    return target
