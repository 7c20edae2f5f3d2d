"""My work of checking and improving: each sees what they can do, and nothing else; a fixed number of queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspections.enums import NonconformityStatus as N
from inspections.workflows import NONCONFORMITY
from qms import clock, policy
from qms.models import User
from qms.registry import registry
from qms.worklist import section_of
from tests.factories import (
    CauseFactory,
    FindingFactory,
    InspectionFactory,
    NonconformityFactory,
    ProgrammeFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db


def in_days(count):
    return clock.today() + dt.timedelta(days=count)


def nc_of(org, **values):
    given = {"unit": org.division, "raised_by_unit": org.department, "raised_by": org.officer1, "lead": org.lead1}
    return NonconformityFactory(**(given | values))


def inspection_of(org, **values):
    given = {"unit": org.division, "raised_by_unit": org.department, "lead": org.lead1, "edition": org.edition}
    return InspectionFactory(**(given | values))


def items_of(user):
    """Every item of the person."""
    person = User.objects.get(pk=user.pk)
    return [item for provide in registry.work_items for item in provide(person)]


def work(user, record):
    """(section, note) of every item of the person that opens the record."""
    found = [item for item in items_of(user) if item.url == record.get_absolute_url()]
    return [(section_of(item, clock.today()), str(item.note)) for item in found]


STEP_OF = {
    "Accept or dispute it": "accept",
    "Settle the dispute": "settle",
    "Approve or refuse the plan": "approve",
    "Confirm the withdrawal": "withdraw",
    "Record the correction": "contain",
    "Find the causes and propose a plan": "propose",
    "Every action is verified: report it as implemented": "implemented",
    "Verify the effect": "effective",
}


def open_ones(organisation):
    """A nonconformity in each state that has not ended."""
    for status in (state for state in N if state not in N.ended_states()):
        asked = organisation.officer1 if status == N.ACCEPTED else None
        given = {status.value: True, "withdrawal_asked_by": asked, "handler": organisation.owner1}
        yield nc_of(organisation, verifier=organisation.verifier1, **given)


def test_every_item_is_something_that_the_person_really_can_do(organisation):
    records = {record.get_absolute_url(): record for record in open_ones(organisation)}
    asked = set()
    for person in User.objects.people():
        for item in items_of(person):
            record, note = records.get(item.url), str(item.note)
            if record is not None and note in STEP_OF:
                asked.add(record.status)
                permission = NONCONFORMITY[STEP_OF[note]].permission
                assert policy.may(User.objects.get(pk=person.pk), permission, record), (person, note)
    assert {record.status for record in records.values()} - asked == {N.IN_PROGRESS}


def test_accepting_falls_to_the_manager_and_to_nobody_else(organisation):
    record = nc_of(organisation)
    assert work(organisation.manager1, record) == [("decide", "Accept or dispute it")]
    for person in (organisation.manager_sibling1, organisation.officer2, organisation.owner1, organisation.manager2):
        assert work(person, record) == []


def test_late_work_is_overdue(organisation):
    record = nc_of(organisation, contained=True, raised_on=in_days(-50), due_on=in_days(-1))
    assert work(organisation.manager1, record) == [("overdue", "Find the causes and propose a plan")]


def test_proposer_never_approves(organisation):
    record = nc_of(organisation, plan_proposed=True, proposed_by=organisation.lead1)
    assert work(organisation.lead1, record) == []
    assert work(organisation.officer1, record) == [("decide", "Approve or refuse the plan")]


def test_effect_is_coming_until_its_day(organisation):
    record = nc_of(organisation, effectiveness_check=True, verifier=organisation.verifier1, check_on=in_days(5))
    assert work(organisation.verifier1, record) == [("coming", "Verify the effect")]
    due = nc_of(organisation, effectiveness_check=True, verifier=organisation.verifier1)
    assert work(organisation.verifier1, due) == [("do", "Verify the effect")]


def test_who_wrote_a_cause_is_not_asked_to_confirm_it(organisation):
    record = nc_of(organisation, contained=True)
    CauseFactory(nonconformity=record, author=organisation.manager1)
    assert ("decide", "Confirm the cause") not in work(organisation.manager1, record)
    assert ("decide", "Confirm the cause") in work(organisation.lead1, record)


def test_findings_are_confirmed_by_the_lead_and_answered_by_the_unit(organisation):
    inspection = inspection_of(organisation, in_progress=True)
    draft = FindingFactory(inspection=inspection, draft=True)
    seen = FindingFactory(inspection=inspection, confirmed=True, observation=True)
    assert work(organisation.lead1, draft) == [("decide", "Confirm the finding")]
    assert work(organisation.manager1, draft) == []
    assert work(organisation.manager1, seen) == [("decide", "Answer the finding")]


def test_inspections_ask_lead_team_and_unit(organisation):
    going = inspection_of(organisation, in_progress=True)
    TeamMemberFactory(inspection=going, user=organisation.inspector1)
    assert work(organisation.lead1, going) == [("do", "Answer the checklist")]
    assert work(organisation.inspector1, going) == [("do", "Answer the checklist")]
    assert work(organisation.manager1, going) == []
    planned = inspection_of(organisation, starts_on=in_days(60))
    assert work(organisation.lead1, planned) == [("coming", "Plan the sessions and notify the unit")]
    assert work(organisation.manager1, planned) == [("coming", "Your unit will be inspected")]
    sent = inspection_of(organisation, with_unit=True)
    assert work(organisation.manager1, sent) == [("decide", "Comment on the report")]
    assert work(organisation.lead1, sent) == [("coming", "The unit may still comment")]
    assert work(organisation.officer2, sent) == []


def test_programme_is_approved_by_top_management_that_did_not_prepare_it(organisation):
    programme = ProgrammeFactory(unit=organisation.department, prepared_by=organisation.officer1)
    assert work(organisation.head1, programme) == [("decide", "Approve the programme")]
    assert work(organisation.head2, programme) == []


def test_home_asks_as_often_with_more_work(organisation):
    def one_of_each():
        for status in ("recorded", "accepted", "contained", "plan_proposed", "in_progress", "effectiveness_check"):
            record = nc_of(organisation, **{status: True}, verifier=organisation.lead1)
        CauseFactory(nonconformity=nc_of(organisation, contained=True))
        inspection = inspection_of(organisation, in_progress=True)
        FindingFactory(inspection=inspection, draft=True)
        inspection_of(organisation, with_unit=True)
        return record

    def queries(user):
        client = Client()
        client.force_login(user)
        client.get("/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/").status_code == 200
        return len(caught)

    one_of_each()
    people = (organisation.lead1, organisation.manager1, organisation.officer1, organisation.head1)
    few = [queries(person) for person in people]
    one_of_each()
    one_of_each()
    assert [queries(person) for person in people] == few
    assert max(few) <= 43  # an officer's: one for each kind of work there is
