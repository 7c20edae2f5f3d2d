"""Actions done by themselves: a document issued anew, a group that has read, whatever is registered; never twice."""

import datetime as dt

import pytest
from django.test import Client

from qms import clock
from qms.models import Action, Notice
from qms.operations import actions, documents, done_by_itself
from qms.operations.people import account
from qms.operations.reading import acknowledge
from qms.operations.reading_notices import announce_in_force
from qms.reading import expected
from qms.registry import Closer, registry
from qms.signatures import content_hash, intend
from qms.workflow import StepRefused
from qms.workflows import ACTION
from tests.factories import PASSWORD, AudienceFactory, DocumentFactory, IssueFactory, save
from tests.scenes import action
from tests.scenes import issue as issue_in
from tests.shared_organisation import DAY, fresh, on, org, shared_organisation

__all__ = ["org", "shared_organisation"]


def days(count):
    return DAY + dt.timedelta(days=count)


def waiting_for(org, record, state="in_progress", kind=None):
    return save(action(org, state), waits_for_kind=kind or record._meta.label_lower, waits_for_uid=record.uid)


def stands(owed):
    owed.refresh_from_db()
    return owed.status


def standing_document(org, number="QT-05"):
    """In force for a month, approved then."""
    with on(days(-30)):
        document = DocumentFactory(unit=org.department, number=number)
        IssueFactory(document=document, approved=True, effective_on=days(-30))
    return document


def approve(issue, org, effective_on):
    issue.refresh_from_db()
    signature = intend(org.head1, PASSWORD, shown_hash=content_hash(issue))
    return documents.approve_issue(issue, by=org.head1, effective_on=effective_on, signature=signature)


def test_approval_for_today_marks_it_done_with_what_shows_it(org):
    issue = issue_in(org, "reviewed")
    owed = waiting_for(org, issue.document)

    approve(issue, org, DAY)

    assert stands(owed) == "done"
    assert str(issue) in owed.evidence
    assert "15/07/2020" in owed.evidence
    assert (owed.done_on, owed.verified_by) == (DAY, None)
    row = owed.history.latest("sequence")
    assert (row.operation, row.history_user_id) == ("action.done_by_itself", account("system").pk)
    told = Notice.objects.filter(kind="action_done_by_itself").values_list("user__username", flat=True)
    assert set(told) == {"owner1", "manager1", "lead1"}
    assert actions.verify_action(owed, by=org.lead1).status == "verified"


def test_an_issue_for_a_later_day_does_it_on_that_day(org):
    issue = issue_in(org, "reviewed")
    owed = waiting_for(org, issue.document, "assigned")
    approve(issue, org, days(3))
    with on(days(2)):
        done_by_itself.close_what_happened()
        assert stands(owed) == "assigned"

    with on(days(3)):
        announce_in_force()
        assert (stands(owed), owed.done_on) == ("done", days(3))


def test_the_tick_does_it_where_no_event_told(org):
    document = standing_document(org)
    owed = waiting_for(org, document)
    assert done_by_itself.close_what_happened() == 0
    with on(days(1)):
        IssueFactory(document=document, approved=True, effective_on=days(1), issue_number="02")

        assert done_by_itself.close_what_happened() == 1
        assert done_by_itself.close_what_happened() == 0
    assert stands(owed) == "done"
    assert owed.history.filter(operation="action.done_by_itself").count() == 1


@pytest.mark.parametrize("state", ["proposed", "done", "verified", "cancelled"])
def test_only_what_is_to_be_done_is_marked(org, state):
    document = DocumentFactory(unit=org.department)
    owed = waiting_for(org, document, state)
    IssueFactory(document=document, approved=True, effective_on=DAY)

    assert done_by_itself.close_what_happened() == 0
    assert stands(owed) == state


def test_what_was_returned_waits_for_the_next_time(org):
    document = DocumentFactory(unit=org.department)
    owed = waiting_for(org, document)
    IssueFactory(document=document, approved=True, effective_on=DAY)
    done_by_itself.close_what_happened()
    with on(days(1)):
        owed.refresh_from_db()
        actions.return_action(owed, by=fresh(org.lead1), reason="Thiếu biểu mẫu", due_on=days(20))
        assert done_by_itself.close_what_happened() == 0
    with on(days(2)):
        IssueFactory(document=document, approved=True, effective_on=days(2), issue_number="02")
        assert done_by_itself.close_what_happened() == 1

    assert stands(owed) == "done"
    assert owed.evidence.count("\n") == 1


def test_a_group_that_has_read_marks_it_done(org):
    document = standing_document(org)
    audience = AudienceFactory(document=document, unit=org.division, since=days(-30))
    readers = [reading.person for reading in expected(document=document)]
    owed = waiting_for(org, audience)
    for reader in readers:
        assert done_by_itself.close_what_happened() == 0
        acknowledge(document.issue_in_force(), by=fresh(reader))

    assert done_by_itself.close_what_happened() == 1
    assert stands(owed) == "done"
    assert str(audience) in owed.evidence


def test_a_group_that_had_read_before_is_no_reason(org):
    document = standing_document(org)
    audience = AudienceFactory(document=document, unit=org.division, since=days(-30))
    for reading in list(expected(document=document)):
        acknowledge(document.issue_in_force(), by=fresh(reading.person))
    with on(days(1)):
        owed = waiting_for(org, audience)
        assert done_by_itself.close_what_happened() == 0
    assert stands(owed) == "in_progress"


def test_whatever_is_registered_closes_actions(org, monkeypatch):
    asked = []

    def happened(record, moment):
        asked.append((record, moment))
        return (DAY, "Đã cập nhật") if len(asked) > 1 else None

    people = type(org.division).objects.all()
    monkeypatch.setitem(registry.closers, "qms.unit", Closer("A risk is updated", lambda user: people, happened))
    owed = waiting_for(org, org.division)

    assert [done_by_itself.close_what_happened() for _time in range(3)] == [0, 1, 0]
    assert asked == [(org.division, clock.now())] * 2
    assert stands(owed) == "done"


def test_a_task_waits_only_for_what_its_giver_may_choose(org):
    mine, theirs = standing_document(org), DocumentFactory(unit=org.department2)
    task = {"by": org.manager1, "unit": org.division, "owner": org.owner1, "title": "Sửa QT-05", "due_on": DAY}

    made = actions.assign_task(**task, waits_for=("qms.document", mine.uid), steps=["Soạn", "Trình"])
    for waits_for in (("qms.document", theirs.uid), ("qms.unit", org.division.uid)):
        with pytest.raises(StepRefused):
            actions.assign_task(**task, waits_for=waits_for)

    assert (made.waits_for_kind, made.waits_for_uid) == ("qms.document", mine.uid)
    assert [step.text for step in made.steps.all()] == ["Soạn", "Trình"]


def test_nobody_takes_the_systems_step(org):
    for person in (org.owner1, org.manager1, org.lead1, org.officer1):
        with pytest.raises(StepRefused):
            ACTION.apply("done_by_itself", action(org, "in_progress"), by=person, evidence="x")


@pytest.mark.django_db
def test_action_and_document_name_each_other(organisation):
    with clock.at(dt.datetime(2020, 7, 15, 9, tzinfo=clock.HANOI)):
        document = standing_document(organisation)
        owed = waiting_for(organisation, document)
        client = Client()
        client.force_login(organisation.officer1)
        client.cookies["django_language"] = "en"
        page = client.get(owed.get_absolute_url()).content.decode()
        other = client.get(document.get_absolute_url(), follow=True).content.decode()

    assert "Done by itself when" in page
    assert document.number in page
    assert "Actions that wait for this document" in other
    assert Action.objects.get().number in other


def test_only_documents_that_the_system_issues_itself_are_offered(org):
    own, law = (standing_document(org, number) for number in ("QT-07", "30/2020/NĐ-CP"))
    save(law, kind="external")

    offered = registry.closers["qms.document"].candidates(fresh(org.manager1))

    assert own in offered
    assert law not in offered
