"""Versions: frozen at each approval, compared visit by visit; a signature covers the visits that were shown."""

import copy

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inspections.enums import ProgrammeStatus
from inspections.models import ProgrammeLine
from inspections.operations.programme import amend_programme, approve_programme, drop_visit, plan_visit
from inspections.programme_versions import compare, content_hash, content_of
from qms.signatures import content_hash as signed_hash
from qms.signatures import intend
from qms.workflow import Conflict, StepRefused
from tests.factories import PASSWORD, ProgrammeFactory
from tests.inspections.test_printed import text_of
from tests.shared_organisation import fresh


@pytest.fixture
def programme(org):
    made = ProgrammeFactory(unit=org.department, edition=org.edition, prepared_by=org.officer1)
    for unit, month in ((org.division, 3), (org.sibling, 5)):
        plan_visit(ProgrammeLine(programme=made, unit=unit, month=month), by=fresh(org.officer1), clauses=clauses(org))
    return made


def clauses(org, *numbers):
    return list(org.edition.clauses.filter(number__in=numbers or ("4.1", "7.5")))


def approve(org, programme):
    head = fresh(org.head1)
    return approve_programme(
        programme, by=head, signature=intend(head, PASSWORD, shown_hash=signed_hash(programme)), version=None
    )


def test_each_approval_freezes_what_was_approved(org, programme):
    programme = approve(org, programme)
    first = programme.versions.get()
    assert (first.number, first.content_hash) == (1, content_hash(first.content))
    assert [visit["clauses"] for visit in first.content["visits"]] == [["4.1", "7.5"]] * 2
    officer = fresh(org.officer1)
    line = programme.lines.first()
    with pytest.raises(StepRefused):
        plan_visit(line, by=officer)
    with pytest.raises(StepRefused):
        approve(org, programme)
    programme = amend_programme(programme, by=officer, reason="Sáp nhập phòng")
    with pytest.raises(StepRefused):
        amend_programme(programme, by=officer, reason="Lần nữa")
    line.month = 9
    plan_visit(line, by=officer, clauses=clauses(org, "4.1"))
    drop_visit(programme.lines.get(unit=org.sibling), by=officer, reason="Đơn vị sáp nhập")
    plan_visit(ProgrammeLine(programme=programme, unit=org.section, month=11), by=officer)
    frozen = copy.deepcopy(first.content)
    programme = approve(org, programme)
    assert programme.status == ProgrammeStatus.APPROVED
    first.refresh_from_db()
    assert first.content == frozen
    second = programme.versions.get(number=2)
    assert (second.reason, second.approved_by) == ("Sáp nhập phòng", org.head1)
    found = compare(first.content, second.content)
    assert [change.now["month"] for change in found.moved] == [9]
    assert found.moved[0].fields == ("month", "clauses")
    assert [change.now["unit"]["code"] for change in found.added] == [org.section.code]
    assert [change.was["unit"]["code"] for change in found.dropped] == [org.sibling.code]
    assert not found.changed
    assert not found.head
    assert compare(second.content, content_of(programme)).is_empty


def test_a_visit_changed_after_it_was_shown_is_not_signed(org, programme):
    head = fresh(org.head1)
    shown = intend(head, PASSWORD, shown_hash=signed_hash(programme))
    plan_visit(ProgrammeLine(programme=programme, unit=org.section, month=11), by=fresh(org.officer1))
    with pytest.raises(Conflict):
        approve_programme(programme, by=head, signature=shown)
    assert not programme.versions.exists()


visits = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(1, 12), st.sampled_from(["", "8.5"])))


def content(visits):
    listed = [{"uid": uid, "month": month, "scope": scope} for uid, (month, scope) in visits.items()]
    return {"title": "t", "edition": "e", "basis": "", "cycle_years": 3, "visits": listed}


@given(visits, visits)
def test_every_visit_is_told_of_once_or_the_same(old, new):
    found = compare(content(old), content(new))
    told = [*found.added, *found.moved, *found.changed, *found.dropped]
    uids = [(change.now or change.was)["uid"] for change in told]
    assert len(uids) == len(set(uids))
    assert set(uids) == {uid for uid in {*old, *new} if old.get(uid) != new.get(uid)}
    assert all(change.was["month"] != change.now["month"] for change in found.moved)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_amended_programme_prints_its_version_its_clauses_and_no_old_signature(org, programme, kind):
    programme = approve(org, programme)
    address = reverse("programme_print", args=[programme.uid, kind])
    client = Client()
    client.force_login(org.officer1)
    client.cookies["django_language"] = "en"
    first = text_of(client.get(address), kind)
    assert "4.1, 7.5" in first
    assert str(org.head1) in first
    amend_programme(programme, by=fresh(org.officer1), reason="Sáp nhập phòng")
    second = text_of(client.get(address), kind)
    assert "02, in place of 01 of 15/07/2020: Sáp nhập phòng" in second
    assert str(org.head1) not in second
