"""Print a periodic report on the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from qms.management.base import BAD_INPUT, FINDING, ProductCommand
from qms.models.organisation import Unit
from qms.models.periodic_reports import PeriodicReport
from qms.operations.choosing_notices import language_of
from qms.printing import PrintingUnavailable
from qms.reporting.printing import KINDS, rendered
from qms.reports.printed_periodic_reports import SENT


class Command(ProductCommand):
    """`periodic_report --period 2019-H1 --unit CODE --format docx|xlsx|pdf --output FILE`.

    The report as submitted: its newest version that was. Where none was, a marked draft, said on stderr, exit 1.
    """

    help = "Write the periodic report of a unit as Word, PDF or workbook: as submitted, or a marked draft."

    def add_own_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period", required=True, metavar="2019-H1", help="the period")
        parser.add_argument("--unit", required=True, metavar="CODE", help="the unit that reports")
        parser.add_argument("--format", required=True, choices=KINDS, dest="kind", help="the kind of file")
        parser.add_argument("--output", required=True, metavar="FILE", help="where it is written")
        parser.add_argument("--language", choices=["vi", "en"], help="default: the language of the account")

    def run(self, *, by: Any, period: str, unit: str, kind: str, output: str, **options: Any) -> int | None:
        with translation.override(options["language"] or language_of(by)):
            report = _report(by, period, unit)
            target = Path(output)
            part = target.with_name(f".{target.name}.part")
            try:
                part.write_bytes(rendered(report, kind))
                part.replace(target)
            except (PrintingUnavailable, OSError, ValueError) as fault:
                raise CommandError(str(fault), returncode=BAD_INPUT) from fault
            finally:
                part.unlink(missing_ok=True)
            self.stdout.write(f"{target} {report.number} {report.get_status_display()}")
            if report.status in SENT:
                return None
            self.stderr.write(_("%(number)s was not submitted: a draft was written.") % {"number": report.number})
            return FINDING


def _report(by: Any, period: str, code: str) -> PeriodicReport:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(_("There is no unit '%(code)s'.") % {"code": code}, returncode=BAD_INPUT)
    rows = PeriodicReport.objects.visible_to(by).filter(unit=unit, period_code=period)
    rows = rows.select_related("unit__parent", "superior", "form", "replaces").order_by("-edition_number")
    found = rows.filter(status__in=SENT).first() or rows.first()
    if found is None:
        words = {"code": code, "period": period}
        raise CommandError(_("'%(code)s' has no report of %(period)s.") % words, returncode=BAD_INPUT)
    return found
