"""A record of every kind verifies, and what was frozen is hashed again."""

import pytest

from inspections.models import ReportVersion
from inspections.report_facts import report_hash
from qms.history.verify import verify
from qms.models import StoredFile
from tests.qms.history.agreement import MODELS
from tests.qms.history.tampering import plain, take_down_the_fence

pytestmark = pytest.mark.django_db
MADE_UP = {StoredFile: "file", ReportVersion: "frozen"}
"""Factories make up the bytes of files and the hash of reports."""


def test_every_kind_of_record_agrees(standing, db):
    verdict = verify()

    made_up = {(model._meta.label_lower, harm) for model, harm in MADE_UP.items()}
    assert [str(fault) for fault in verdict.faults if (fault.kind, fault.harm) not in made_up] == []
    assert verdict.rows > len(MODELS)


def test_frozen_content_is_hashed_again(standing, db):
    version = standing[ReportVersion]
    take_down_the_fence()
    right = report_hash(version.facts)
    plain(ReportVersion).filter(pk=version.pk).update(content_hash=right)
    assert {fault.harm for fault in verify(kinds=["inspections.reportversion"]).faults} == {"live"}
    plain(ReportVersion).filter(pk=version.pk).update(facts={"conclusion": "Đạt"})

    faults = verify(kinds=["inspections.reportversion"]).faults

    assert [(fault.harm, fault.uid) for fault in faults] == [("live", str(version.uid)), ("frozen", str(version.uid))]
