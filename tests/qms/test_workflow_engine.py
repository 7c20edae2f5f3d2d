"""The one `apply` of every lifecycle: what it refuses, in which words, and what it writes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from inspections.workflows import INSPECTION
from qms import clock
from qms.enums import ActionStatus
from qms.history.recording import ReasonMissing
from qms.models import Issue, Signature
from qms.signatures import SignatureIntent, content_hash, intend
from qms.workflow import WORKFLOWS, Conflict, StepRefused, Transition
from qms.workflows import ACTION, ISSUE
from tests.factories import (
    PASSWORD,
    ActionFactory,
    DocumentFactory,
    InspectionFactory,
    IssueFactory,
    NonconformityFactory,
    save,
)
from tests.qms.history.agreement import assert_history_agrees, history_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def action(organisation):
    """An action that owner1 is doing."""
    return ActionFactory(
        unit=organisation.division, owner=organisation.owner1, approver=organisation.lead1, in_progress=True
    )


@pytest.fixture
def issue(organisation):
    """An issue that head1 may approve."""
    document = DocumentFactory(unit=organisation.division, author=organisation.manager1)
    return IssueFactory(document=document, reviewed=True, reviewer=organisation.officer1, effective_on=clock.today())


def unchanged(record):
    """Assert that the record stands as it was made, in one history row."""
    fresh = type(record).objects.get(pk=record.pk)
    assert (fresh.status, fresh.version, len(history_of(record))) == (record.status, 1, 1)


def refusal(call, error=StepRefused):
    """The reasons of a refused step, which wrote nothing."""
    with pytest.raises(error) as caught, transaction.atomic():
        call()
    return getattr(caught.value, "reasons", [str(caught.value)])


def test_step_is_saved_once_with_one_history_row(organisation, action):
    claimed = dt.datetime(2020, 7, 1, tzinfo=dt.UTC)

    done = ACTION.apply(
        "done", action, by=organisation.owner1, evidence="Minutes", done_on=clock.today(), occurred_at=claimed
    )

    assert (done.status, done.evidence, done.moved_here) == (ActionStatus.DONE, "Minutes", True)
    row = history_of(action)[-1]
    assert len(history_of(action)) == 2
    assert (row.operation, row.history_user, row.occurred_at) == ("action.done", organisation.owner1, claimed)
    assert_history_agrees(done)


def test_wrong_state_is_said_in_a_plain_sentence(organisation, action):
    reasons = refusal(lambda: ACTION.apply("start", action, by=organisation.owner1))

    assert reasons == ["It is already «In progress»; this step leads on from «Assigned»."]
    unchanged(action)


def test_second_click_is_refused_and_writes_nothing(organisation, action):
    ACTION.apply("done", action, by=organisation.owner1, evidence="Minutes", done_on=clock.today())

    reasons = refusal(lambda: ACTION.apply("done", action, by=organisation.owner1, evidence="Minutes"))

    assert "already" in reasons[0]
    assert len(history_of(action)) == 2


def test_every_reason_is_given_at_once(organisation):
    inspection = InspectionFactory(lead=organisation.lead1, starts_on=clock.today() + dt.timedelta(days=3))

    reasons = refusal(lambda: INSPECTION.apply("notify", inspection, by=organisation.officer1))

    assert reasons == [
        "Only the lead of this inspection does this.",
        "Plan at least one session.",
        "That is less than 7 days before the visit (the team: 14): give the reason.",
    ]
    unchanged(inspection)


def test_refusal_names_who_can(organisation, action):
    with pytest.raises(StepRefused) as caught:
        ACTION.apply("done", action, by=organisation.officer1, evidence="Minutes")

    assert caught.value.who == "the owner"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_missing_reason_is_refused(organisation, action, reason):
    refusal(lambda: ACTION.apply("cancel", action, by=organisation.lead1, reason=reason), ReasonMissing)

    unchanged(action)


def test_reason_is_kept_on_the_history_row(organisation, action):
    ACTION.apply("cancel", action, by=organisation.lead1, reason="  Not needed any more ")

    assert history_of(action)[-1].history_change_reason == "Not needed any more"


def approve(issue, by, signature):
    return ISSUE.apply("approve", issue, by=by, signature=signature, approved_by=by, signed_on=clock.today())


def test_signed_step_binds_name_meaning_time_and_content(organisation, issue):
    signature = intend(organisation.head1, PASSWORD, shown_hash=content_hash(issue))

    approved = approve(issue, organisation.head1, signature)

    kept = Signature.objects.get(record_uid=issue.uid)
    assert approved.status == "approved"
    assert (kept.signer, kept.name, kept.step) == (organisation.head1, organisation.head1.full_name, "approve")
    assert (kept.meaning, kept.content_hash) == ("Approved as a controlled document", content_hash(issue))
    assert_history_agrees(kept)
    assert_history_agrees(approved)


def test_missing_signature_is_refused(organisation, issue):
    reasons = refusal(lambda: approve(issue, organisation.head1, None))

    assert reasons == ["This step is signed: give your password."]
    unchanged(issue)
    assert not Signature.objects.exists()


def test_signature_of_somebody_else_is_refused(organisation, issue):
    other = SignatureIntent(organisation.officer1, content_hash(issue), clock.now())

    refusal(lambda: approve(issue, organisation.head1, other))

    unchanged(issue)


def test_signature_over_something_else_is_a_conflict(organisation, issue):
    signature = intend(organisation.head1, PASSWORD, shown_hash=content_hash(issue))
    save(Issue.objects.get(pk=issue.pk), summary_of_change="Changed meanwhile")

    reasons = refusal(lambda: approve(issue, organisation.head1, signature), Conflict)

    assert "not signed" in reasons[0]
    assert Issue.objects.get(pk=issue.pk).status == "reviewed"
    assert not Signature.objects.exists()


def test_wrong_password_makes_no_signature(organisation, issue):
    with pytest.raises(ValidationError, match="not your password"):
        intend(organisation.head1, "guess", shown_hash=content_hash(issue))


def test_signature_does_not_replace_the_rule(organisation, issue):
    signature = intend(organisation.officer1, PASSWORD, shown_hash=content_hash(issue))

    reasons = refusal(lambda: approve(issue, organisation.officer1, signature))

    assert "does not approve it" in reasons[0]
    unchanged(issue)


def test_second_editor_is_told_and_nothing_is_written(organisation, action):
    shown = action.version
    ACTION.apply("reassign", action, by=organisation.manager1, reason="Leave", owner=organisation.reader1)

    reasons = refusal(
        lambda: ACTION.apply(
            "reassign", action, by=organisation.manager1, reason="x", owner=organisation.owner1, version=shown
        ),
        Conflict,
    )

    assert "Somebody changed this record" in reasons[0]
    assert type(action).objects.get(pk=action.pk).owner == organisation.reader1


def test_same_version_goes_through(organisation, action):
    moved = ACTION.apply(
        "done", action, by=organisation.owner1, evidence="Minutes", done_on=clock.today(), version=action.version
    )

    assert moved.version == 2


def test_refused_values_do_not_reach_the_row(organisation, action):
    refusal(lambda: ACTION.apply("done", action, by=organisation.officer1, evidence="Forged"))

    assert type(action).objects.get(pk=action.pk).evidence == ""


def test_guard_that_fails_while_the_person_is_right(organisation, action):
    reasons = refusal(lambda: ACTION.apply("done", action, by=organisation.owner1, evidence=" "))

    assert reasons == ["Say what shows that it was done, or attach it."]
    unchanged(action)


def test_system_steps_are_taken_by_the_system_only(organisation, system):
    inspection = InspectionFactory(unit=organisation.division, lead=organisation.lead1, concluded=True)

    reasons = refusal(lambda: INSPECTION.apply("close", inspection, by=organisation.lead1))
    assert reasons == ["The system does this by itself when its conditions hold."]
    assert "close" not in {step.name for step in INSPECTION.steps(inspection, organisation.lead1)}

    assert INSPECTION.apply("close", inspection, by=system).status == "closed"


def test_system_step_waits_for_its_guard(organisation, system):
    inspection = InspectionFactory(unit=organisation.division, lead=organisation.lead1, concluded=True)
    NonconformityFactory(inspection=inspection, unit=organisation.division, accepted=True)

    assert refusal(lambda: INSPECTION.apply("close", inspection, by=system)) == ["1 nonconformities are still open."]


def test_inactive_person_takes_no_step(organisation, action):
    save(organisation.owner1, is_active=False)

    reasons = refusal(lambda: ACTION.apply("done", action, by=organisation.owner1, evidence="Minutes"))

    assert reasons == ["Sign in first."]


def test_page_shows_open_and_blocked_steps(organisation, action):
    steps = {step.name: step for step in ACTION.steps(action, organisation.owner1)}

    assert set(steps) == {"done", "reassign", "cancel"}
    assert steps["done"].allowed
    assert not steps["cancel"].allowed
    assert steps["cancel"].reasons == ["Its owner does not cancel an action."]


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_steps_have_unique_names_and_a_way_in(name):
    names = [transition.name for transition in WORKFLOWS[name].transitions]

    assert len(names) == len(set(names))
    assert all(isinstance(transition, Transition) and transition.sources for transition in WORKFLOWS[name].transitions)
