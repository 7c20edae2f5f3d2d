"""The demonstration is deterministic: a seed says which one it is."""

import pytest
from django.db import transaction

from inspections.models import Nonconformity
from qms import clock
from qms.demo.build import load_standards
from qms.demo.days import BEGINS
from qms.demo.documents import build_documents
from qms.demo.organisation import build_organisation
from qms.demo.stage import Stage
from qms.models import Action
from qms.operations.people import ensure_machine_accounts
from qms.registry import registry

pytestmark = pytest.mark.django_db


def stage():
    """The demonstration before its records: where chance has said nothing yet."""
    load_standards()
    with clock.at(BEGINS):
        system = ensure_machine_accounts()
    build_organisation(by=system, divisions=1, staffed=True, password="")
    made = Stage.set_up(system=system, seed=0, inspections=2)
    build_documents(made)
    return made


def test_same_seed_builds_the_same_records(db):
    standing = stage()

    def built(seed):
        standing.chance.seed(seed)
        with transaction.atomic():
            for build in registry.demo_builders:
                build(standing)
            rows = list(Nonconformity.objects.order_by("number").values_list("number", "status", "raised_on", "fact"))
            rows += list(Action.objects.order_by("number").values_list("number", "status", "due_on", "title"))
            transaction.set_rollback(True)
        return rows

    assert built(7) == built(7)
    assert built(7) != built(8)
