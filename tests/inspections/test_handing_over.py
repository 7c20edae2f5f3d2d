"""Handing over what a person who leaves has open: said beforehand, each by its own operation, told in its history."""

import pytest
from django.test import Client
from django.urls import reverse

from inspections.operations import handing_over as inspection_operations
from qms.history.recording import ReasonMissing
from qms.models import ActionHelper
from qms.operations import handing_over as operations
from qms.operations.people import deactivate_person
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import ActionHelperFactory, DocumentFactory, InspectionFactory, IssueFactory, save
from tests.scenes import action, nonconformity, sides, workplan
from tests.shared_organisation import fresh, org, shared_organisation

__all__ = ["org", "shared_organisation"]


def names(items):
    return [item.kind for item in items]


def all_of(org, person):
    return [item.key for item in operations.open_items(person, org.officer1)]


def hand(org, person, to, by, keys=None):
    keys = keys if keys is not None else all_of(org, person)
    return operations.hand_over(person, keys, to=to, by=by, reason="Nghỉ hưu")


def leaving(org):
    """owner1 owns one action, helps with another, handles a nonconformity and wrote a document."""
    owned, helped = action(org, "in_progress"), save(action(org, "assigned"), owner=org.reader1)
    ActionHelperFactory(action=helped, user=org.owner1)
    handled = nonconformity(org, "accepted", handler=org.owner1)
    document = DocumentFactory(unit=org.division, author=org.owner1)
    IssueFactory(document=document, approved=True)
    return owned, helped, handled, document


def test_everything_open_is_listed_and_done_things_are_not(org):
    leaving(org)
    action(org, "verified")
    DocumentFactory(unit=org.division, author=org.owner1)

    assert names(operations.open_items(org.owner1, org.officer1)) == ["action", "help", "document", "handled"]
    assert operations.open_items(org.owner1, org.officer2) == []
    assert operations.count_open(org.owner1) == 4


def test_tasks_of_a_draft_plan_pass_with_the_reach_of_their_plan(org):
    plan = workplan(org, "draft")
    assert operations.open_items(org.owner1, org.officer2) == []
    assert [item.url for item in operations.open_items(org.owner1, org.officer1)] == [plan.get_absolute_url()]

    [item] = hand(org, org.owner1, org.manager1, org.officer1)

    assert item.faults == []
    assert plan.tasks.get().owner == org.manager1


def test_the_manager_hands_over_and_each_history_tells_it(org):
    owned, helped, handled, document = leaving(org)

    items = hand(org, org.owner1, org.verifier1, org.manager1)

    refused = {item.kind: item.faults for item in items}
    assert [len(refused[kind]) for kind in ("action", "help")] == [1, 1]
    items = hand(org, org.owner1, org.reader1, org.manager1)
    told = {item.kind: item.faults for item in items}
    for record in (owned, handled, document):
        record.refresh_from_db()
    assert owned.owner == org.reader1
    assert told["help"]  # reader1 owns that action
    assert told["document"]  # an officer cares for documents
    assert document.author == org.owner1
    row = owned.history.latest("sequence")
    assert (row.operation, row.history_change_reason) == ("action.reassign", "Nghỉ hưu")
    assert ActionHelper.objects.get(action=helped, ended_at=None).user == org.owner1


def test_the_officer_hands_over_documents_and_another_helps(org):
    _owned, helped, _handled, document = leaving(org)

    hand(org, org.owner1, org.manager1, org.officer1)
    hand(org, org.owner1, org.manager1, org.manager1)

    document.refresh_from_db()
    assert document.author == org.manager1
    assert document.history.latest("sequence").operation == "edit_document"
    assert ActionHelper.objects.get(action=helped, ended_at=None).user == org.manager1
    assert operations.count_open(org.owner1) == 0


def test_a_verifier_takes_no_action_of_what_they_verify(org):
    record = nonconformity(org, "in_progress", verifier=org.reader1)
    owed = save(record.corrective_actions.get().action, status="in_progress")

    items = hand(org, org.owner1, org.reader1, org.manager1)

    owed.refresh_from_db()
    assert owed.owner == org.owner1
    assert any(record.number in fault for fault in items[0].faults)


def test_effects_are_verified_by_who_took_no_part(org):
    record = nonconformity(org, "effectiveness_check")
    with pytest.raises(StepRefused):
        inspection_operations.name_verifier(record, by=org.officer1, verifier=org.owner1, reason="Nghỉ hưu")
    with pytest.raises(Refused):
        inspection_operations.name_verifier(record, by=org.manager1, verifier=org.officer1, reason="Nghỉ hưu")
    with pytest.raises(ReasonMissing):
        inspection_operations.name_verifier(record, by=org.officer1, verifier=org.officer1, reason=" ")

    hand(org, org.verifier1, org.manager_sibling1, org.officer1)

    record.refresh_from_db()
    assert record.verifier == org.manager_sibling1
    assert record.history.latest("sequence").operation == "name_verifier"


def test_leads_pass_to_inspectors_and_not_to_who_proposed_the_plan(org):
    record = nonconformity(org, "plan_proposed")
    planned = InspectionFactory(planned=True, **sides(org), edition=org.edition, lead=org.lead1)
    with pytest.raises(StepRefused):
        inspection_operations.name_lead(record, by=org.officer1, lead=org.manager1, reason="x")

    items = hand(org, org.lead1, org.inspector1, org.officer1)

    record.refresh_from_db()
    planned.refresh_from_db()
    assert [item.faults for item in items] == [[], []]
    assert (record.lead, planned.lead) == (org.inspector1, org.inspector1)
    with pytest.raises(StepRefused):
        inspection_operations.name_inspection_lead(planned, by=org.officer1, lead=org.reader1, reason="x")


def test_who_may_hand_over_and_to_whom(org):
    leaving(org)
    for person in (org.owner1, org.reader1, org.lead1, org.officer2, org.manager_sibling1):
        with pytest.raises(Refused):
            hand(org, org.owner1, org.reader1, person)
    with pytest.raises(StepRefused):
        hand(org, org.owner1, save(fresh(org.reader1), is_active=False), org.manager1)
    with pytest.raises(ReasonMissing):
        operations.hand_over(org.owner1, all_of(org, org.owner1), to=org.reader1, by=org.manager1, reason=" ")


def test_nobody_with_open_things_is_deactivated(org):
    action(org, "assigned")
    with pytest.raises(StepRefused) as refused:
        deactivate_person(org.owner1, by=org.admin, reason="Nghỉ hưu")
    assert "1" in refused.value.reasons[0]
    hand(org, org.owner1, org.reader1, org.manager1)

    assert deactivate_person(org.owner1, by=org.admin, reason="Nghỉ hưu").is_active is False


@pytest.mark.django_db
def test_page_says_beforehand_what_is_refused_then_does_the_rest(organisation):
    org = organisation
    owned, helped, _handled, document = leaving(org)
    client = Client()
    client.force_login(org.manager1)
    client.cookies["django_language"] = "en"
    url = reverse("hand_over", args=[org.owner1.uid])
    typed = {"to": org.reader1.pk, "reason": "Nghỉ hưu", "items": all_of(org, org.owner1)}

    first = client.get(url).content.decode()
    checked = client.post(url, typed).content.decode()
    owned.refresh_from_db()
    before = owned.owner
    nothing = client.post(url, typed | {"items": [], "confirm": "1"})
    answer = client.post(url, typed | {"confirm": "1"}, follow=True)
    owned.refresh_from_db()

    assert document.number in first
    assert "owns the action already" in checked
    assert "2 ticked things can be handed over" in checked
    assert before == org.owner1
    assert "Nghỉ hưu" in nothing.content.decode()
    assert owned.owner == org.reader1
    assert "Handed over to" in answer.content.decode()
    assert helped.number in answer.content.decode()
    assert url in client.get(reverse("person", args=[org.owner1.uid])).content.decode()
    client.force_login(org.reader1)
    assert client.get(url).status_code in (403, 404)


@pytest.mark.django_db
def test_deactivating_leads_to_handing_over(organisation):
    action(organisation, "assigned")
    client = Client()
    client.force_login(organisation.admin)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("person_step", args=[organisation.owner1.uid, "deactivate"]))

    assert page.status_code == 409
    assert reverse("hand_over", args=[organisation.owner1.uid]) in page.content.decode()
