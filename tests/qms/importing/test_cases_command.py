"""The real files by the command: how many rows would come in, or that nothing does and why."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from inspections.models import Finding, Nonconformity
from tests.qms.importing.made_files import CASES

pytestmark = [
    pytest.mark.skipif(not CASES.exists(), reason="the real files are elsewhere"),
    pytest.mark.django_db,
]


def run(folder, pattern, kind, **options):
    """(exit code, last line, what went wrong)."""
    path = next(iter(sorted((CASES / folder).glob(pattern))))
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_workbook", path, kind=kind, by="officer1", unit="S1", stdout=out, stderr=err, **options)
    except CommandError as refused:
        return refused.returncode, [], str(refused)
    except SystemExit as end:
        return end.code, out.getvalue().strip().splitlines()[-1:], err.getvalue()
    return 0, out.getvalue().strip().splitlines()[-1:], err.getvalue()


@pytest.mark.parametrize(
    ("folder", "pattern", "kind", "rows"),
    [
        ("iso27001-audit-checklist", "*.xlsx", "checklist", 30),
        ("iso27001-nc-log", "*.xlsx", "findings", 5),
        ("iso27001-nc-log", "*.xlsx", "nonconformities", 3),
        ("italian-audit-findings-csv", "audit_findings.csv", "checklist", 111),
        ("malay-agency-ncr-csv", "ncr.csv", "findings", 11),
        ("malay-agency-doclist-csv", "doc_list.csv", "documents", 20),
        ("qmshero-audit-response-log", "*.xlsx", "findings", 1),
        ("owasp-wstg-checklist-v42", "*.xlsx", "checklist", 97),
        ("sixsigma-audit-checklist", "*.xlsx", "checklist", 12),
        ("vn-en-ground-checklist", "*.xlsx", "checklist", 126),
        ("qms-analytics-findings-csv", "*.csv", "findings", 87),
    ],
)
def test_all_rows_would_come_in(org, folder, pattern, kind, rows):
    code, last, wrong = run(folder, pattern, kind, dry_run=True)
    assert (code, wrong) == (0, "")
    assert last[0].startswith(f"rows={rows} created={rows} updated=0 unchanged=0 rejected=0")


@pytest.mark.parametrize(
    ("folder", "pattern", "kind", "sentence"),
    [
        ("iso27001-audit-schedule", "*.xlsx", "findings", "audit schedule"),
        ("iso27001-fieldwork-log", "*.xlsx", "findings", "log of evidence"),
        ("iso27001-capa-plan", "*.xlsx", "nonconformities", "nặng"),
        ("italian-audit-findings-csv", "audit_actions.csv", "findings", "azione"),
        ("qmshero-complaint-log", "*.xlsx", "nonconformities", "log of complaints"),
        ("pm-register-xls", "*.xls", "findings", ".xls"),
        ("vn-qa-weekly-inspection", "*.xlsx", "findings", "chuc_vu"),
        ("en-iso9001-md-capa-log", "*.md", "nonconformities", "CAPA Register"),
        ("qmshero-complaint-log", "*.xlsx", "feedback", "Complaints!A"),
        ("ciso-findings-template", "*.xlsx", "findings", "critical"),
    ],
)
def test_nothing_comes_in_and_it_is_said_why(org, folder, pattern, kind, sentence):
    before = Finding.objects.count(), Nonconformity.objects.count()
    code, _last, wrong = run(folder, pattern, kind)
    assert code == 2
    assert wrong.strip()
    assert sentence in wrong
    assert (Finding.objects.count(), Nonconformity.objects.count()) == before
