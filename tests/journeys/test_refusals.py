"""Whoever is not to do a step reads why, and who can; whoever reaches nothing finds nothing."""

import pytest

from inspections.models import Inspection
from tests.journeys import visit


@pytest.fixture
def planned(people, sign_in):
    """An inspection that officer1 planned, lead1 leads and inspector1 goes to."""
    officer = sign_in("officer1")
    officer.go("/inspections/new/")
    officer.fill(title="Đánh giá nội bộ", edition=visit.edition_of(people), **visit.days(visit.in_days(20)))
    officer.fill(raised_by_unit=visit.key(people.units["SLĐ-01"]), unit=visit.key(people.units["SLĐ-01-LĐVL"]))
    officer.fill(lead=visit.key(people.users["lead1"]), team=[visit.key(people.users["inspector1"])])
    officer.send()
    inspection = Inspection.objects.get()
    visit.add_session(officer, inspection, people, inspectors=["inspector1"], clauses=["7.5.3"])
    return inspection


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_inspector_does_not_notify(planned, sign_in, language):
    """The page keeps the step with its reason; the address answers the same, also to what is sent there."""
    inspector = sign_in("inspector1", language=language, width=390)
    inspector.go(planned.get_absolute_url())
    assert "notify" not in inspector.steps()
    inspector.sees_words("Only the lead of this inspection does this.")
    address = f"{planned.get_absolute_url()}steps/notify/"
    inspector.is_refused(address, 409)
    inspector.sees_words("Only the lead of this inspection does this.")
    inspector.sees(inspector.words("the lead"))
    inspector.check_page()
    assert inspector.post(address, reason="vẫn gửi") in (403, 409)
    planned.refresh_from_db()
    assert planned.status == "planned"


def test_a_reader_finds_nothing(planned, sign_in):
    """Lists of records are empty, addresses are not found, nothing is offered to plan."""
    reader = sign_in("reader1")
    reader.is_refused(planned.get_absolute_url(), 404)
    for address in ("/inspections/", "/programmes/", "/findings/", "/nonconformities/"):
        assert not reader.finds_record(address, planned.number)
    assert reader.go("/inspections/new/") == 403
    reader.go("/")
    assert reader.page.locator("nav a[href='/inspections/']").count() == 0
