"""Evidence for the reform index: what proves a criterion in a year, who sees it, and the pack of the year."""

import datetime as dt
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.par_proofs import nonconformities
from qms.models import BackgroundJob, Edition
from qms.operations.people import ensure_machine_accounts
from qms.operations.standards import load_standard_file
from qms.par.criteria import criteria_of, set_for
from qms.par.proofs import Asked
from qms.par.standing import stand
from qms.reports.par import ParReport
from tests.factories import (
    DecisionFactory,
    DeclarationFactory,
    DocumentFactory,
    DocumentReviewFactory,
    HoldingFactory,
    InspectionFactory,
    IssueFactory,
    ManagementReviewFactory,
    MeasurementFactory,
    NonconformityFactory,
    ObjectiveFactory,
    ProgrammeFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
YEAR = 2019
IN_YEAR = dt.date(2019, 6, 14)


@pytest.fixture
def example(organisation):
    load_standard_file(settings.BASE_DIR / "fixtures/standards/par-example.yaml", by=ensure_machine_accounts())
    return Edition.objects.get(standard__code="PAR")


def declared(org, unit, **values):
    day = dt.date(2018, 3, 1)
    told = {"signed_on": day, "effective_on": day, "decision_number": "12/QĐ", "edition": org.edition} | values
    return DeclarationFactory(unit=unit, signed=True, **told)


def procedure(org, unit, effective_on=dt.date(2018, 3, 1)):
    document = DocumentFactory(unit=unit, author=org.officer1)
    return IssueFactory(document=document, approved=True, effective_on=effective_on)


def proofs(edition, unit, year=YEAR):
    found = stand(criteria_of(edition), [unit.pk], year)[unit.pk]
    return {one.kind.key: (one.state, one.done, one.all) for judged in found.judged for one in judged.proofs}


def test_the_shipped_set_has_scores_and_names_what_proves_it(example):
    told = {one.clause.number: (one.clause.max_score, [kind.key for kind in one.kinds]) for one in criteria_of(example)}

    assert told["1.1"] == (pytest.approx(0.5), ["declaration", "procedures"])
    assert told["1.2"][1] == ["programme", "audit", "nonconformities", "review", "objectives", "documents"]
    assert set_for(2019) == example


def test_nothing_recorded_is_lacking_and_what_nobody_owed_is_not(organisation, example):
    told = proofs(example, organisation.department)

    assert {key for key, (state, *_n) in told.items() if state == "nothing"} == {"nonconformities", "documents"}
    assert {state for key, (state, *_n) in told.items() if key not in ("nonconformities", "documents")} == {"lacking"}


def test_each_proof_stands_on_the_records_of_its_year(organisation, example):
    org, unit = organisation, organisation.department
    declared(org, unit)
    procedure(org, unit)
    ProgrammeFactory(unit=unit, year=YEAR, status="approved", approved_on=dt.date(2019, 1, 20), edition=org.edition)
    InspectionFactory(
        unit=org.division, raised_by_unit=unit, kind="internal", concluded=True, starts_on=IN_YEAR, ends_on=IN_YEAR
    )
    ManagementReviewFactory(unit=unit, signed=True, meeting_on=dt.date(2019, 12, 18))
    objective = ObjectiveFactory(
        unit=unit,
        running=True,
        approved_on=dt.date(2019, 1, 5),
        starts_on=dt.date(2019, 1, 1),
        ends_on=dt.date(2019, 12, 31),
    )
    MeasurementFactory(objective=objective, period_from=dt.date(2019, 1, 1), period_to=IN_YEAR)
    NonconformityFactory(
        unit=org.division, raised_by_unit=unit, closed=True, raised_on=IN_YEAR, closed_on=dt.date(2019, 9, 1)
    )
    DocumentReviewFactory(
        document=DocumentFactory(unit=org.division), reviewed_on=IN_YEAR, was_due_on=dt.date(2019, 7, 1)
    )

    told = proofs(example, unit)

    assert {state for state, *_numbers in told.values()} == {"proved"}, told
    assert all((done, of) == (1, 1) for _state, done, of in told.values())
    earlier = proofs(example, unit, 2017)
    assert not [key for key, (state, *_n) in earlier.items() if state == "proved"]


@pytest.mark.parametrize(
    ("ends", "state"),
    [(dt.date(2019, 12, 31), "lacking"), (dt.date(2020, 1, 1), "proved"), (dt.date(2018, 12, 1), "lacking")],
)
def test_a_declaration_proves_where_it_stands_at_the_years_end(organisation, example, ends, state):
    declared(organisation, organisation.department, status="withdrawn", withdrawn_on=ends)
    DecisionFactory(unit=organisation.department, number="12/QĐ")

    assert proofs(example, organisation.department)["declaration"][0] == state


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"closed": True, "closed_on": dt.date(2019, 12, 31)}, "done"),
        ({"closed": True, "closed_on": dt.date(2020, 1, 2), "due_on": dt.date(2019, 12, 30)}, "missing"),
        ({"in_progress": True, "due_on": dt.date(2019, 12, 31)}, "open"),
    ],
)
def test_a_nonconformity_is_judged_on_the_last_day_of_the_year(organisation, values, what):
    org = organisation
    NonconformityFactory(unit=org.division, raised_by_unit=org.department, raised_on=IN_YEAR, **values)

    (shown,) = nonconformities(Asked(frozenset({org.department.pk}), YEAR, dt.date(2019, 12, 31)))

    assert shown.what == what


def test_own_people_see_records_those_above_numbers_others_nothing(client, organisation, example):
    org = organisation
    issue = procedure(org, org.department)
    page = reverse("par_holder", args=[org.department.uid])

    seen = {}
    for person in (org.officer1, org.officer, org.officer2, org.reader1):
        client.force_login(person)
        answer = client.get(page, {"year": YEAR})
        text = answer.content.decode()
        seen[person.username] = (
            answer.status_code,
            issue.document.number in text,
            reverse("par_pack", args=[org.department.uid]) in text,
        )
        if answer.status_code == 200:
            assert client.get(page, {"year": YEAR, "print": "docx"}).status_code == 200
        listed = client.get(reverse("par"), {"year": YEAR}).content.decode()
        assert (page in listed) == (answer.status_code == 200)
    assert seen == {
        "officer1": (200, True, True),
        "officer": (200, False, False),
        "officer2": (404, False, False),
        "reader1": (404, False, False),
    }
    client.force_login(org.officer)
    assert client.post(reverse("par_pack", args=[org.department.uid]), {"year": YEAR}).status_code == 403
    client.force_login(org.officer2)
    assert client.post(reverse("par_pack", args=[org.department.uid]), {"year": YEAR}).status_code == 404
    assert not BackgroundJob.objects.exists()


def test_the_table_filters_sorts_counts_shares_and_exports(client, organisation, example):
    org = organisation
    declared(org, org.department)
    procedure(org, org.department)
    client.force_login(org.officer)
    address = reverse("par")

    whole = client.get(address, {"year": YEAR, "sort": "-proved"}).context
    assert whole["rows"][0] == org.department
    assert [(one.done, one.all) for one in whole["shares"]] == [(1, whole["total"]), (0, whole["total"])]
    lacking = client.get(address, {"year": YEAR, "lacks": "declaration"}).context["rows"]
    assert org.department not in lacking
    assert len(lacking) == whole["total"] - 1
    assert client.get(address, {"year": YEAR, "show": "proved"}).context["rows"] == []
    lines = b"".join(client.get(address, {"year": YEAR, "export": "csv"}).streaming_content).decode("utf-8-sig")
    assert len([line for line in lines.splitlines() if "(2/2)" in line]) == 1


def test_more_holders_ask_no_more_questions(organisation, example):
    org = organisation

    def queries():
        with CaptureQueriesContext(connection) as found:
            report = ParReport(YEAR, example)
            report.records(report.queryset(org.officer), None)
        return len(found)

    declared(org, org.department)
    few = queries()
    for _number in range(3):
        unit = UnitFactory(parent=org.ministry)
        HoldingFactory(unit=unit)
        declared(org, unit)
        procedure(org, unit)
    assert queries() <= few


def test_the_pack_holds_what_proves_the_year_criterion_by_criterion(client, organisation, example, tmp_path):
    org = organisation
    record = declared(org, org.department)
    old = procedure(org, org.department)
    new = IssueFactory(document=old.document, approved=True, issue_number="02", effective_on=dt.date(2020, 2, 1))
    other = NonconformityFactory(unit=org.division, raised_by_unit=org.department, raised_on=dt.date(2020, 2, 1))
    client.force_login(org.officer1)

    client.post(reverse("par_pack", args=[org.department.uid]), {"year": YEAR, "set": example.uid})

    job = BackgroundJob.objects.get()
    assert (job.state, job.fault) == ("done", "")
    assert job.result_name == "evidence-s1-par-0-mau-2019.zip"
    pack = tmp_path / "pack.zip"
    pack.write_bytes(b"".join(client.get(reverse("job_file", args=[job.uid])).streaming_content))
    checker = settings.BASE_DIR / "qms/packing/verify_evidence.py"
    done = subprocess.run([sys.executable, "-I", checker, pack], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-2] == "consistent"
    with zipfile.ZipFile(pack) as archive:
        names, index = set(archive.namelist()), archive.read("index.html").decode()
    assert f"pages/qms.declaration/{record.uid}.html" in names
    assert f"pages/qms.issue/{old.uid}.html" in names
    assert f"pages/qms.issue/{new.uid}.html" not in names
    assert f"pages/inspections.nonconformity/{other.uid}.html" not in names
    first = index[index.index("<h3>1.1 ") : index.index("<h3>1.2 ")]
    assert str(record.uid) in first
    assert str(old.uid) in first
