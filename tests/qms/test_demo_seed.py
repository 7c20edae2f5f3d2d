"""The demonstration is deterministic: a seed says which one it is."""

import pytest
from django.db import transaction

from inspections.models import Nonconformity
from qms.demo.build import build_demo
from qms.models import Action, Issue

pytestmark = pytest.mark.django_db


def test_same_seed_builds_the_same_records(db):
    def built(seed):
        with transaction.atomic():
            counts = build_demo(units=1, inspections=2, seed=seed)
            rows = list(Nonconformity.objects.order_by("number").values_list("number", "status", "raised_on", "fact"))
            rows += list(Action.objects.order_by("number").values_list("number", "status", "due_on", "title"))
            issues = Issue.objects.order_by("document__unit__code", "document__number", "pk")
            rows += list(issues.values_list("document__number", "status", "signed_on", "effective_on", "body_text"))
            transaction.set_rollback(True)
        return counts, rows

    assert built(7) == built(7)
    assert built(7)[1] != built(8)[1]
