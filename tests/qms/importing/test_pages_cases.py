"""The real files as an officer brings them in by hand: what comes of each, and what is said of those refused."""

import html
import re
import time

import pytest
from django.urls import reverse

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from qms.models import ImportStaging
from tests.counts import FULL
from tests.qms.importing.import_pages import commit, grid, upload
from tests.qms.importing.made_files import CASES

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the real files are elsewhere")
SLOWEST = 15  # seconds, on a machine that does other things too
COME_IN = [
    ("iso27001-audit-checklist", "*.xlsx", "checklist", {"create": 30}),
    ("iso27001-nc-log", "*.xlsx", "nonconformities", {"create": 3}),
    ("iso27001-nc-log", "*.xlsx", "findings", {"create": 5}),
    ("italian-audit-findings-csv", "audit_findings.csv", "checklist", {"create": 111}),
    ("malay-agency-ncr-csv", "ncr.csv", "findings", {"create": 11}),
    ("malay-agency-doclist-csv", "doc_list.csv", "documents", {"create": 20}),
    ("qmshero-audit-response-log", "*.xlsx", "findings", {"create": 1}),
    ("owasp-wstg-checklist-v42", "*.xlsx", "checklist", {"create": 97}),
    ("sixsigma-audit-checklist", "*.xlsx", "checklist", {"create": 12}),
    ("vn-en-ground-checklist", "*.xlsx", "checklist", {"create": 126}),
    ("ciso-edition-mapping", "*.xlsx", "correspondences", {"create": 474}),
    ("qms-analytics-findings-csv", "*.csv", "findings", {"create": 87}),
]
STAY_OUT = [
    ("iso27001-audit-schedule", "*.xlsx", "findings", "audit schedule"),
    ("iso27001-fieldwork-log", "*.xlsx", "findings", "log of evidence"),
    ("qmshero-complaint-log", "*.xlsx", "nonconformities", "log of complaints"),
    ("pm-register-xls", "*.xls", "findings", ".xls"),
    ("vn-qa-weekly-inspection", "*.xlsx", "findings", "chuc_vu"),
    ("en-iso9001-md-capa-log", "*.md", "nonconformities", "Description of nonconformity"),
    ("qmshero-complaint-log", "*.xlsx", "feedback", "YY-001"),
    ("ciso-findings-template", "*.xlsx", "findings", "critical"),
]


@pytest.fixture
def officer(client, organisation):
    client.force_login(organisation.officer1)
    client.cookies["django_language"] = "en"
    return client


def case(folder, pattern):
    return next(iter(sorted((CASES / folder).glob(pattern))))


def bring(client, organisation, path, kind):
    """Choose a file. Returns the words of the page that follows, and the kept file or None."""
    before = time.monotonic()
    answer = upload(client, organisation, content=path.read_bytes(), name=path.name, kind=kind)
    took = time.monotonic() - before
    assert took < SLOWEST, f"{path.name}: {took:.1f} s"
    assert answer.status_code in (302, 400), path.name
    if answer.status_code == 400:
        return words(answer), None
    staging = ImportStaging.objects.latest("pk")
    return words(grid(client, staging)), staging


def words(answer):
    """The words of a page."""
    assert answer.status_code in (200, 400)
    main = answer.content.decode().partition("<main")[2]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main)))


@pytest.mark.parametrize(("folder", "pattern", "kind", "counts"), COME_IN if FULL else COME_IN[:6])
def test_all_rows_would_come_in(officer, organisation, folder, pattern, kind, counts):
    _told, staging = bring(officer, organisation, case(folder, pattern), kind)
    assert staging is not None
    assert {name: count for name, count in staging.counts.items() if count} == counts, staging.refusal
    assert officer.get(reverse("import_understanding", args=[staging.uid])).status_code == 200


@pytest.mark.parametrize(("folder", "pattern", "kind", "sentence"), STAY_OUT)
def test_what_stays_out_is_said_with_what_to_do(officer, organisation, folder, pattern, kind, sentence):
    told, _staging = bring(officer, organisation, case(folder, pattern), kind)
    assert sentence in told


def test_a_later_plan_closes_what_the_log_brought_in_and_doubles_nothing(officer, organisation):
    _told, log = bring(officer, organisation, case("iso27001-nc-log", "*.xlsx"), "nonconformities")
    assert commit(officer, log).status_code == 200
    _told, plan = bring(officer, organisation, case("iso27001-capa-plan", "*.xlsx"), "nonconformities")
    assert plan.counts == {"update": 3}
    commit(officer, plan)
    assert set(Nonconformity.objects.values_list("status", flat=True)) == {NonconformityStatus.CLOSED}
    assert Nonconformity.objects.count() == 3


def nasty():
    files = [one for one in sorted((CASES / "nasty").glob("*")) if one.suffix != ".tsv"] if CASES.exists() else []
    return files if FULL else files[::8]


def test_broken_and_hostile_files_are_answered_with_a_sentence(officer, organisation):
    for path in nasty():
        told, staging = bring(officer, organisation, path, "findings")
        said = staging.refusal if staging is not None else told
        assert path.name in told, f"{path.name}: {said[:300]}"
        assert "Traceback" not in told
        if staging is None:
            assert len(said) > 40, path.name
