"""Two people decide the same plan at the same moment: one decision stands, the other person is told."""

import threading

import pytest
from django.db import connections

from inspections.models import Nonconformity
from inspections.operations import nonconformity as operations
from qms.workflow import StepRefused
from tests import scenes
from tests.shared_organisation import DAY, fresh, on


@pytest.mark.parametrize("second", ["approve", "refuse"])
@pytest.mark.transactional
def test_one_decision_on_a_plan_stands(organisation, second):
    with on(DAY):
        record = scenes.nonconformity(organisation, "plan_proposed")
    version, ready, outcomes = record.version, threading.Barrier(2), []
    decisions = {
        "approve": lambda by: operations.approve_plan(record, by=by, version=version, verifier=organisation.verifier1),
        "refuse": lambda by: operations.refuse_plan(record, by=by, version=version, reason="Chưa đủ"),
    }

    def decide(name, person):
        try:
            with on(DAY):
                by = fresh(person)
                ready.wait()
                decisions[name](by)
            outcomes.append(name)
        except StepRefused as refusal:
            outcomes.append(" ".join(refusal.reasons))
        finally:
            connections.close_all()

    people = (organisation.lead1, organisation.officer1)
    threads = [threading.Thread(target=decide, args=pair) for pair in zip(("approve", second), people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (won,) = [one for one in outcomes if one in decisions]
    (told,) = [one for one in outcomes if one not in decisions]
    standing = Nonconformity.objects.get(pk=record.pk)
    assert told
    assert standing.version == version + 1
    assert standing.status == {"approve": "in_progress", "refuse": "contained"}[won]
    assert standing.history.filter(operation__in=("nonconformity.approve", "nonconformity.refuse")).count() == 1
