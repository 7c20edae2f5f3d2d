"""A superior's check: sent by the ministry's inspectorate, reached by its team and the department, by nobody else."""

import pytest

from inspections.models import Inspection
from tests.journeys import visit

TEAM = ["lead", "inspector"]
DEPARTMENT = ["officer1", "head1"]
OTHERS = ["officer", "director", "reader", "auditor", "admin", "vp-manager", "officer2"]


@pytest.fixture
def check(people, sign_in):
    """`lead` plans a check of the first department."""
    lead = sign_in("lead")
    lead.go("/inspections/new/")
    lead.fill(kind="superior", title="Kiểm tra việc duy trì hệ thống", edition=visit.edition_of(people))
    lead.fill(raised_by_unit=visit.key(people.units["TTr"]), unit=visit.key(people.units["SLĐ-01"]))
    lead.fill(lead=visit.key(people.users["lead"]), team=[visit.key(people.users["inspector"])])
    lead.fill(**visit.days(visit.in_days(20)))
    lead.send()
    inspection = Inspection.objects.get()
    assert (inspection.kind, inspection.raised_by_unit.code) == ("superior", "TTr")
    return inspection


def test_only_the_team_and_the_department_reach_it(check, sign_in):
    """By address, in the list, by search and in the export."""
    for name in TEAM + DEPARTMENT:
        person = sign_in(name)
        assert person.go(check.get_absolute_url()) == 200, name
        person.go("/inspections/")
        person.sees(check.number)
        person.close()
    for name in OTHERS:
        person = sign_in(name)
        person.is_refused(check.get_absolute_url(), 404)
        for address in ("/inspections/", f"/inspections/?q={check.number}", "/inspections/?export=csv"):
            assert not person.finds_record(address, check.number), name
        person.close()


def test_a_division_is_no_place_for_it_from_beside(people, sign_in):
    """A check goes to units below: an inspector of the department cannot send one to another department."""
    lead1 = sign_in("lead1", language="en")
    lead1.go("/inspections/new/")
    offered = lead1.page.locator("main [name=unit] option").all_inner_texts()
    assert offered
    assert not [one for one in offered if "SLĐ-79" in one]
