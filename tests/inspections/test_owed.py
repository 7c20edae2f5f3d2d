"""What inspections, findings and nonconformities owe by a day, and who is reminded of it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import EvidenceRequest
from inspections.owed import OWED, effects_owed, evidence_owed
from qms.models import Notice
from qms.operations.reminders import send_reminders
from qms.registry import registry
from tests.factories import ChecklistLineFactory, EvidenceRequestFactory, save
from tests.scenes import finding, inspection, nonconformity
from tests.shared_organisation import on

DAY = dt.date(2020, 8, 5)  # a Wednesday, three weeks on


@pytest.fixture(autouse=True)
def only_these(monkeypatch):
    monkeypatch.setattr(registry, "owed", OWED)


def told_on(day):
    before = set(Notice.objects.values_list("pk", flat=True))
    with on(day):
        send_reminders(day)
    rows = Notice.objects.exclude(pk__in=before).exclude(user__username="system").select_related("user")
    return sorted((row.kind, row.user.username) for row in rows)


def test_unit_answers_by_its_managers(org):
    found = finding(org, "confirmed")
    save(found, answer_due_on=DAY)
    assert told_on(DAY) == [("reminder_due", "manager1")]
    assert told_on(dt.date(2020, 8, 10)) == [
        ("escalated", "manager1"),
        ("escalated_copy", "officer1"),
        ("reminder_late", "manager1"),
    ]

    save(found, status="answered")
    assert told_on(dt.date(2020, 8, 14)) == []


def test_nonconformity_is_owed_by_whom_the_manager_named(org):
    one = nonconformity(org, "accepted")
    save(one, due_on=DAY, handler=org.owner1)
    assert told_on(DAY) == [("reminder_due", "owner1")]
    assert told_on(dt.date(2020, 8, 14)) == [
        ("escalated", "manager1"),
        ("escalated_copy", "officer1"),
        ("escalated_head", "head1"),
        ("reminder_late", "owner1"),
    ]


def test_days_to_answer_run_once_the_report_is_with_the_unit(org):
    one = nonconformity(org, "recorded")
    visit = inspection(org, "in_progress")
    save(one, answer_due_on=DAY, inspection=visit)
    assert told_on(DAY) == []
    save(visit, status="with_unit")
    assert told_on(dt.date(2020, 8, 6)) == [("reminder_late", "manager1")]


def test_check_of_effect_is_told_when_it_is_late(org):
    one = nonconformity(org, "effectiveness_check")
    save(one, check_on=DAY, verifier=org.verifier1)
    assert [owed.owner_id for owed in effects_owed(DAY, DAY)] == [org.verifier1.pk]
    assert told_on(DAY) == []
    assert told_on(dt.date(2020, 8, 6)) == [("reminder_late", "verifier1")]


def test_evidence_is_one_reminder_for_all_lines(org):
    visit = inspection(org, "notified")
    session = visit.sessions.get()
    for _each in range(3):
        line = ChecklistLineFactory(session=session, clause=session.clause_references.first().clause)
        EvidenceRequestFactory(line=line, due_on=DAY, asked_on=dt.date(2020, 7, 15))
    assert len(list(evidence_owed(DAY, DAY))) == 1
    assert told_on(DAY) == [("reminder_due", "manager1")]
    assert EvidenceRequest.objects.count() == 3


def test_each_provider_asks_a_fixed_number_of_times(org):
    counts = []
    for _round in range(2):
        save(finding(org, "confirmed"), answer_due_on=DAY)
        save(nonconformity(org, "effectiveness_check"), check_on=DAY)
        with CaptureQueriesContext(connection) as asked:
            assert sum(len(list(provide(DAY, DAY))) for provide in OWED) >= _round + 2
        counts.append(len(asked))
    assert counts[0] == counts[1]
