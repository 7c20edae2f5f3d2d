"""Many at once: visits, inspections of all visits, the copy of a year; their pages and who may."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.enums import InspectionKind, InspectionStatus, ProgrammeStatus
from inspections.models import Inspection, Programme, ProgrammeLine
from inspections.operations.programme_copy import copy_programme, what_is_copied
from inspections.operations.programme_inspections import plan_inspections
from inspections.operations.programme_visits import VisitDraft, plan_visits
from inspections.programme_units import programme_units
from inspections.reports.programme_year import visits_of
from qms.enums import UnitKind
from qms.models import Notice
from qms.models.participation import Participation
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import (
    HoldingFactory,
    InspectedUnitFactory,
    InspectionFactory,
    ProgrammeFactory,
    ProgrammeLineFactory,
    UnitFactory,
    UserFactory,
    save,
)
from tests.shared_organisation import DAY, fresh


def ministry_programme(org, **traits):
    values = {
        "unit": org.ministry, "edition": org.edition, "prepared_by": org.officer, "year": 2020,
        "kind": InspectionKind.SUPERIOR,
    }  # fmt: skip
    return ProgrammeFactory(**(values | traits))


def departments(org, count):
    """So many departments more, each with a QMS of its own."""
    made = [UnitFactory(code=f"SX-{n}", kind=UnitKind.PROVINCIAL, parent=org.ministry) for n in range(count)]
    for unit in made:
        HoldingFactory(unit=unit)
    return made


def drafts(org, units, **traits):
    clauses = tuple(org.edition.clauses.filter(number__in=["4.1", "7.5"]))
    return [VisitDraft(unit, 1 + n % 12, clauses=clauses, **traits) for n, unit in enumerate(units)]


def test_a_superior_visits_the_holders_below_and_nobody_else(org):
    programme = ministry_programme(org)
    units = set(programme_units(programme))
    assert units == {org.department, org.department2, org.inspectorate}
    assert set(programme_units(ProgrammeFactory(unit=org.department, edition=org.edition))) == {
        org.department, org.division, org.section, org.sibling,
    }  # fmt: skip


def test_visits_are_planned_once_with_their_clauses_and_reasons(org):
    programme, officer = ministry_programme(org), fresh(org.officer)
    wanted = drafts(org, [org.department, org.department2], because="Chưa từng được kiểm tra")
    lines = plan_visits(programme, wanted, by=officer)
    assert [line.proposed_because for line in lines] == ["Chưa từng được kiểm tra"] * 2
    assert all(line.clause_references.count() == 2 and line.history.count() == 1 for line in lines)
    assert plan_visits(programme, wanted, by=officer) == []
    assert ProgrammeLine.objects.count() == 2


def test_visits_elsewhere_are_refused_by_name_and_nothing_is_written(org):
    programme = ministry_programme(org)
    with pytest.raises(StepRefused, match=str(org.ministry)):
        plan_visits(programme, drafts(org, [org.department, org.ministry]), by=fresh(org.officer))
    with pytest.raises(Refused):
        plan_visits(programme, drafts(org, [org.department]), by=fresh(org.officer1))
    with pytest.raises(StepRefused):
        plan_visits(ministry_programme(org, year=2019, approved=True), [], by=fresh(org.officer))
    assert not ProgrammeLine.objects.exists()


def test_inspections_of_all_visits_are_planned_once(org):
    programme, officer = ministry_programme(org, approved=True), fresh(org.officer)
    for unit, month, lead in (
        (org.department, 9, org.lead),
        (org.department2, 10, org.lead),
        (org.inspectorate, 3, None),
    ):
        ProgrammeLineFactory(programme=programme, unit=unit, month=month, lead=lead, scope="8.5")
    made = plan_inspections(programme, by=officer)
    assert [(one.unit, one.starts_on.month, one.lead) for one in made] == [
        (org.inspectorate, 7, None), (org.department, 9, org.lead), (org.department2, 10, org.lead),
    ]  # fmt: skip  # March is over: today
    assert [one.number for one in made] == sorted({one.number for one in made})
    assert all(one.kind == InspectionKind.SUPERIOR and one.scope == "8.5" and one.history.count() == 1 for one in made)
    led = {one.pk for one in made[1:]}
    named = Participation.objects.filter(kind="inspections.inspection", user=org.lead, capacity="lead")
    assert set(named.values_list("record_id", flat=True)) == led
    notice = Notice.objects.get(user=org.lead)
    assert notice.details == {"count": "2", "programme": programme.number}
    assert plan_inspections(programme, by=officer) == []
    save(made[0], status=InspectionStatus.CANCELLED)
    assert [one.unit for one in plan_inspections(programme, by=officer)] == [org.inspectorate]


def test_one_inspection_of_several_units_serves_all_their_visits_of_the_month(org):
    programme, officer = ministry_programme(org, approved=True), fresh(org.officer)
    lines = [
        ProgrammeLineFactory(programme=programme, unit=unit, month=month)
        for unit, month in ((org.department, 9), (org.department2, 9), (org.department2, 11))
    ]
    inspection = InspectionFactory(
        superior=True, programme_line=lines[0], unit=org.department, raised_by_unit=org.ministry
    )
    InspectedUnitFactory(inspection=inspection, unit=org.department2)
    visits = visits_of(programme.lines.all(), officer)
    assert [visit.inspections for visit in visits] == [[inspection], [inspection], []]
    assert [one.starts_on.month for one in plan_inspections(programme, by=officer)] == [11]


def test_inspections_are_refused_without_approval_or_authority(org):
    programme = ministry_programme(org)
    ProgrammeLineFactory(programme=programme, unit=org.department)
    with pytest.raises(StepRefused):
        plan_inspections(programme, by=fresh(org.officer))
    save(programme, status=ProgrammeStatus.APPROVED)
    with pytest.raises(Refused):
        plan_inspections(programme, by=fresh(org.director))
    assert not Inspection.objects.exists()


def test_many_cost_as_many_queries_as_few(org):
    def asked(programme, units):
        officer = fresh(org.officer)
        officer.authority.has_role(org.ministry.pk, "officer")
        wanted = drafts(org, units, lead=org.lead)
        with CaptureQueriesContext(connection) as planned:
            plan_visits(programme, wanted, by=officer)
        save(programme, status=ProgrammeStatus.APPROVED)
        with CaptureQueriesContext(connection) as inspected:
            assert len(plan_inspections(programme, by=officer)) == len(units)
        return len(planned), len(inspected)

    units = departments(org, 20)  # more rows would be as many statements for each of SQLite's batches
    few = asked(ministry_programme(org, year=2021), units[:3])
    assert asked(ministry_programme(org, year=2022), units) == few


def test_copy_takes_what_still_stands_and_says_what_not(org):
    programme = ministry_programme(org, approved=True, title="Chương trình kiểm tra năm 2020", cycle_years=2)
    plan = ((org.department, org.lead), (org.department2, UserFactory(username="gone")), (org.inspectorate, None))
    for month, (unit, lead) in enumerate(plan, 3):
        ProgrammeLineFactory(programme=programme, unit=unit, month=month, lead=lead, scope="8.5", note="n")
    save(programme, status=ProgrammeStatus.DRAFT)
    plan_visits(programme, drafts(org, [org.department]), by=fresh(org.officer))
    save(org.inspectorate, valid_to="2020-06-30")
    copied = what_is_copied(programme)
    assert [line.unit for line in copied.left_out] == [org.inspectorate]
    assert [line.unit for line in copied.without_lead] == [org.department2]
    new = copy_programme(programme, by=fresh(org.officer), year=2021)
    assert (new.title, new.cycle_years, new.status) == ("Chương trình kiểm tra năm 2021", 2, ProgrammeStatus.DRAFT)
    rows = list(new.lines.order_by("month").values_list("month", "unit", "lead", "scope", "note"))
    assert rows == [
        (1, org.department.pk, None, "", ""), (3, org.department.pk, org.lead.pk, "8.5", "n"),
        (4, org.department2.pk, None, "8.5", "n"),
    ]  # fmt: skip
    assert new.lines.first().clause_references.count() == 2
    with pytest.raises(ValidationError, match=new.number):
        copy_programme(programme, by=fresh(org.officer), year=2021)
    with pytest.raises(Refused):
        copy_programme(programme, by=fresh(org.officer1), year=2022)


@pytest.fixture
def pages(org, monkeypatch):
    """Addresses as they are, and the officer of the ministry signed in."""
    monkeypatch.setattr(Programme, "get_absolute_url", lambda record: reverse("programme", args=[record.uid]))
    return signed_in(org.officer)


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def page_of(programme, name, **asked):
    return reverse(name, args=[programme.uid], query=asked)


def test_ticked_rows_of_the_proposal_become_visits(org, pages):
    programme = ministry_programme(org)
    address = page_of(programme, "programme_proposal", sort="unit")
    form = pages.get(address).context["form"]
    assert [row.unit for row, _box, _month in form.boxes()] == list(programme_units(programme).order_by("sort_key"))
    typed = {"version": programme.version, f"month_{org.department.pk}": "11", "with_clauses": "on"}
    again = pages.post(address, typed)
    assert "Tick at least one unit." in again.content.decode()
    assert '<option value="11" selected>' in again.content.decode()
    assert pages.post(address, typed | {f"pick_{org.department.pk}": "on"}).status_code == 302
    line = ProgrammeLine.objects.get()
    assert (line.unit, line.month) == (org.department, 11)
    assert "Never inspected" in line.proposed_because
    whole = [row.clause.number for row in line.clause_references.select_related("clause")]
    assert whole
    assert all("." not in number for number in whole)  # nothing was covered: main clauses stand for all


@pytest.mark.parametrize("name", ["programme_proposal", "programme_fill"])
def test_a_closed_programme_does_not_ask_to_be_amended(org, pages, name):
    programme = ministry_programme(org)
    for status, said in (("approved", "amend it first"), ("closed", "The programme is closed")):
        save(programme, status=status, approved_by=org.director, approved_on=DAY)
        text = pages.get(page_of(programme, name)).content.decode()
        assert said in text
        assert ("amend it first" in text) is (status == "approved")
    with pytest.raises(StepRefused, match="The programme is closed"):
        plan_visits(programme, drafts(org, [org.department]), by=org.officer, version=programme.version)


def test_all_units_of_a_kind_are_filled_in_one_step(org, pages):
    programme = ministry_programme(org)
    departments(org, 4)
    address = page_of(programme, "programme_fill")
    typed = {"which": UnitKind.PROVINCIAL, "first_month": "3", "last_month": "5", "clauses": "8, 9.99"}
    refused = pages.post(address, typed)
    assert "9.99" in refused.content.decode()
    assert pages.post(address, typed | {"last_month": "2", "clauses": ""}).status_code == 200
    assert pages.post(address, {"which": "ticked", "first_month": "3", "last_month": "5"}).status_code == 200
    assert not ProgrammeLine.objects.exists()
    assert pages.post(address, typed | {"clauses": "8.1"}).status_code == 302
    kinds = set(programme.lines.values_list("unit__kind", flat=True))
    assert kinds == {UnitKind.PROVINCIAL}
    months = list(programme.lines.order_by("month").values_list("month", flat=True))
    told = f"Visits planned (visit): {len(months)} rows"
    entry = next(one for one in pages.get(programme.get_absolute_url()).context["timeline"] if one.text == told)
    units = {str(line.unit) for line in programme.lines.all()}
    assert {change["label"] for change in entry.changes} == units
    assert set(months) == {3, 4, 5}
    left = pages.get(address).context["form"].listed
    assert UnitKind.PROVINCIAL not in {unit.kind for unit in left}
    ticked = {"which": "ticked", "units": [org.inspectorate.pk], "first_month": "7", "last_month": "7"}
    assert pages.post(address, ticked).status_code == 302
    assert programme.lines.filter(unit=org.inspectorate, month=7).exists()


def test_steps_of_the_programme_plan_and_copy(org, pages):
    programme = ministry_programme(org, approved=True)
    ProgrammeLineFactory(programme=programme, unit=org.department, month=9)
    inspections = reverse("programme_step", args=[programme.uid, "inspections"])
    assert inspections in pages.get(programme.get_absolute_url()).content.decode()
    assert "1 visit has no inspection yet" in pages.get(inspections).content.decode()
    assert pages.post(inspections, {"version": programme.version}).status_code == 302
    assert Inspection.objects.count() == 1
    assert inspections not in pages.get(programme.get_absolute_url()).content.decode()
    copy = reverse("programme_step", args=[programme.uid, "copy"])
    assert pages.post(copy, {"year": "2020"}).status_code == 400
    assert pages.post(copy, {"year": "2021"}).status_code == 302
    assert Programme.objects.get(year=2021).lines.count() == 1


def test_year_shows_units_without_visits_on_demand(org, pages):
    programme = ministry_programme(org)
    departments(org, 45)
    ProgrammeLineFactory(programme=programme, unit=org.department, month=9)
    address = programme.get_absolute_url()
    assert len(pages.get(address).context["year"].rows) == 1
    assert len(pages.get(address, {"units": "all"}).context["year"].rows) == 40
    assert [unit for unit, *_ in pages.get(address, {"q": "s2"}).context["year"].rows] == [org.department2]
    cell = f"{reverse('programme_line_new', args=[programme.uid])}?unit={org.department.uid}&amp;month=3"
    page = pages.get(address).content.decode()
    assert cell in page
    form = pages.get(cell.replace("&amp;", "&")).context["form"]
    assert (form["unit"].value(), form["month"].value()) == (org.department.pk, 3)
    assert pages.get(f"{cell.partition('?')[0]}?unit=x&month=77").status_code == 200


@pytest.mark.parametrize("name", ["programme_proposal", "programme_fill", "programme_coverage", "programme_versions"])
def test_pages_ask_as_often_for_many_units_and_show_nothing_to_strangers(org, pages, name):
    programme = ministry_programme(org)
    departments(org, 2)
    address = page_of(programme, name)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert pages.get(address).status_code == 200
        return len(caught)

    asked()
    few = asked()
    departments_more = [UnitFactory(code=f"SY-{n}", kind=UnitKind.PROVINCIAL, parent=org.ministry) for n in range(20)]
    for unit in departments_more:
        HoldingFactory(unit=unit)
    assert asked() == few
    assert signed_in(org.officer1).get(address).status_code == 404
    assert signed_in(org.director).get(address).status_code == (200 if name.endswith(("coverage", "versions")) else 403)
