"""An action leads back to what gave it, for who reaches that."""

import pytest
from django.urls import reverse

from qms.views.action_sources import sources_panel
from tests.factories import (
    ActionFactory,
    CommitteeMeetingFactory,
    FeedbackFactory,
    ManagementReviewFactory,
    MeetingConclusionFactory,
    ObjectiveActionFactory,
    ObjectiveFactory,
    PlanTaskFactory,
    ReviewDecisionFactory,
    RiskActionFactory,
    RiskFactory,
    WorkPlanFactory,
)
from tests.qms.test_trainings import signed_in
from tests.shared_organisation import fresh

SOURCES = {
    "review": ("review_decision", ManagementReviewFactory, lambda source, act: ReviewDecisionFactory(
        review=source, action=act)),
    "plan": ("task", WorkPlanFactory, lambda source, act: PlanTaskFactory(plan=source, action=act)),
    "meeting": ("task", CommitteeMeetingFactory, lambda source, act: MeetingConclusionFactory(
        meeting=source, action=act)),
    "risk": ("improvement", RiskFactory, lambda source, act: RiskActionFactory(risk=source, action=act)),
    "objective": ("improvement", ObjectiveFactory, lambda source, act: ObjectiveActionFactory(
        objective=source, action=act)),
}  # fmt: skip


@pytest.mark.parametrize("name", [*SOURCES, "feedback"])
def test_an_action_leads_back_to_what_gave_it(org, name):
    usual = {
        "unit": org.division,
        "raised_by_unit": org.department,
        "owner": org.owner1,
        "assigned_by": org.head1,
        "approver": org.head1,
    }
    if name == "feedback":
        source = FeedbackFactory(unit=org.department, number="PA-2020-S1A-0007")
        made = ActionFactory(kind="improvement", details=f"Vì phản ánh {source.number}.", **usual)
    else:
        kind, factory, link = SOURCES[name]
        source, made = factory(unit=org.department), ActionFactory(kind=kind, **usual)
        link(source, made)

    page = signed_in(org.officer1).get(reverse("action", args=[made.uid])).content.decode()
    assert "Where it comes from" in page
    assert f'href="{source.get_absolute_url()}"' in page
    assert source.number in page
    assert sources_panel(made, fresh(org.officer2)) is None
