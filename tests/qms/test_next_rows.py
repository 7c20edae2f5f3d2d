"""Where the next thing to do is to write rows, the empty place on the page leads there, for who may write them."""

import pytest
from django.urls import reverse

from tests.factories import CommitteeMeetingFactory, TrainingFactory, WorkPlanFactory
from tests.qms.test_trainings import signed_in

ROOMS = {
    "training": ("training_people", lambda org: TrainingFactory(unit=org.department, prepared_by=org.officer1)),
    "work_plan": ("work_plan_tasks", lambda org: WorkPlanFactory(unit=org.department, prepared_by=org.officer1)),
    "committee_meeting": (
        "committee_meeting_conclusions",
        lambda org: CommitteeMeetingFactory(unit=org.department, held=True, chair=org.head1),
    ),
}


@pytest.mark.parametrize("name", ROOMS)
def test_an_empty_record_leads_to_its_rows(org, name):
    rows, make = ROOMS[name]
    made = make(org)

    def leads(person):
        answer = signed_in(person).get(reverse(name, args=[made.uid]))
        assert answer.status_code == 200
        text = answer.content.decode()
        return f'<a class="btn btn-primary" href="{reverse(rows, args=[made.uid])}"' in text

    assert leads(org.officer1)
    assert not leads(org.lead1)
