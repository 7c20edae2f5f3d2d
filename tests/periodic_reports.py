"""Reports for tests: the directive's form under the small ministry, a report opened, signed and sent."""

from qms import clock
from qms.enums import Rhythm
from qms.models import PeriodicReport, PeriodScheme, QMSHolding
from qms.operations import periodic_reports as operations
from qms.operations.people import ensure_machine_accounts
from qms.operations.report_opening import open_reports
from qms.reporting.loading import FOLDER, load_report_file
from qms.signatures import SignatureIntent, content_hash
from tests.factories import save
from tests.shared_organisation import fresh


def loaded(org, folder):
    """The shipped form and schemes with the small ministry as the superior; every holder reports half-yearly."""
    path = folder / "directive.yaml"
    path.write_text((FOLDER / "directive_02.yaml").read_text().replace("BLĐTBXH", "BLĐ"))
    load_report_file(path, by=ensure_machine_accounts())
    for holding in QMSHolding.objects.exclude(unit=org.ministry):
        save(holding, rhythm=Rhythm.SIX_MONTHLY)
    return PeriodScheme.objects.get(code="DIR02-H")


def opened(org, period, unit=None):
    """The department's report, just opened."""
    return open_reports(period, by=fresh(org.officer), units=[unit or org.department])[0]


def signature(report, person):
    """Of the report as it stands."""
    return SignatureIntent(person, content_hash(PeriodicReport.objects.get(pk=report.pk)), clock.now())


def sending(report, head):
    """Signed and submitted."""
    person = fresh(head)
    return operations.submit_report(
        report, by=person, document_number="12/BC-S1", recipients="- Bộ;\n- Lưu: VT.",
        signature=signature(report, person),
    )  # fmt: skip
