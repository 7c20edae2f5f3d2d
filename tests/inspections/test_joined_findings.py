"""Several findings answered together by one nonconformity."""

import pytest
from django.test import Client
from django.urls import reverse

from inspections.models import Nonconformity
from inspections.operations import finding as operations
from inspections.operations import nonconformity as nonconformities
from inspections.operations.joined_findings import join_findings, separate_finding
from qms.history.recording import ReasonMissing
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import FindingClauseFactory, FindingFactory, InspectionFactory, save

WHY = "Cùng một nguyên nhân"


def visit_of(org):
    return InspectionFactory(
        in_progress=True, unit=org.division, raised_by_unit=org.department, edition=org.edition, lead=org.lead1
    )


@pytest.fixture
def visit(org):
    return visit_of(org)


def found(visit, number="4.1", **values):
    finding = FindingFactory(inspection=visit, requirement=number, **values)
    FindingClauseFactory(record=finding, clause=visit.edition.clauses.get(number=number))
    return finding


def again(record):
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def three(org, visit):
    """A minor as the main finding, a major and a minor joined to it."""
    return joined(org, visit)


def joined(org, visit):
    main = found(visit, "8.5.1", statement="Một", evidence="Hồ sơ 1")
    others = [found(visit, "4.1", statement="Hai", evidence="Hồ sơ 2", major=True), found(visit, "4.1", statement="Ba")]
    join_findings(others, main, by=org.lead1, reason=WHY)
    return [main, *others]


@pytest.fixture
def raised(org, three):
    """The nonconformity of the three."""
    operations.confirm_finding(again(three[1]), by=org.lead1)
    return Nonconformity.objects.get()


def statuses(findings):
    return [again(one).status for one in findings]


def test_one_nonconformity_tells_of_all_and_takes_the_strictest_grade(three, raised):
    assert statuses(three) == ["confirmed"] * 3
    assert raised.finding == three[0]
    assert raised.grade == "major"
    told = zip(three, ("Một", "Hai", "Ba"), strict=True)
    assert raised.fact.splitlines() == [f"{one.number}: {text}" for one, text in told]
    assert raised.requirement == "8.5.1\n4.1"
    cited = raised.clause_references.filter(ended_at=None).order_by("pk")
    assert [row.clause.number for row in cited] == ["8.5.1", "4.1"]


def test_confirming_all_at_once_raises_one(org, three, visit):
    alone = found(visit, statement="Bốn")
    operations.confirm_findings(visit, by=org.lead1)
    assert Nonconformity.objects.count() == 2
    assert alone.nonconformity.fact == "Bốn"


def test_all_are_answered_and_closed_with_it(org, three, raised):
    nonconformities.accept(raised, by=org.manager1)
    assert statuses(three) == ["answered"] * 3
    nonconformities.ask_withdrawal(again(raised), by=org.officer1, reason=WHY)
    nonconformities.withdraw(again(raised), by=org.lead1, reason=WHY)
    assert statuses(three) == ["closed"] * 3


def test_who_is_no_nonconformity_any_more_leaves_and_the_rest_is_told(org, three, raised):
    gone = operations.regrade_finding(again(three[1]), by=org.lead1, grade="observation", reason=WHY)
    assert (gone.joined_to, gone.grade, gone.original_grade, gone.status) == (None, "observation", "major", "confirmed")
    told = again(raised)
    assert told.grade == "minor"
    assert "Hai" not in told.fact
    assert told.clause_references.filter(ended_at=None).count() == 2  # the third still cites 4.1
    assert gone.history.latest("history_id").history_change_reason == WHY


def test_when_the_main_finding_leaves_the_next_one_stands_for_the_rest(org, three, raised):
    operations.regrade_finding(again(three[0]), by=org.lead1, grade="opportunity", reason=WHY)
    told = again(raised)
    assert told.finding == three[1]
    assert again(three[2]).joined_to == three[1]
    assert told.status == "recorded"
    cited = told.clause_references.filter(ended_at=None)
    assert [row.clause.number for row in cited] == ["4.1"]
    nonconformities.accept(told, by=org.manager1)
    assert statuses(three) == ["confirmed", "answered", "answered"]


def test_regrading_within_keeps_the_strictest(org, three, raised):
    operations.regrade_finding(again(three[0]), by=org.lead1, grade="major", reason=WHY)
    operations.regrade_finding(again(three[1]), by=org.lead1, grade="minor", reason=WHY)
    assert again(raised).grade == "major"


def test_settled_as_an_observation_each_waits_for_its_own_answer(org, three, raised):
    nonconformities.dispute(raised, by=org.manager1, reason=WHY)
    settled = {"settled_as": "withdrawn", "grade": "observation"}
    nonconformities.settle(again(raised), by=org.head1, reason=WHY, **settled)
    assert statuses(three) == ["confirmed"] * 3
    assert [again(one).joined_to for one in three] == [None] * 3
    assert {again(one).grade for one in three} == {"observation"}


def test_withdrawn_main_draft_leaves_the_others_to_themselves(org, three):
    operations.withdraw_finding(again(three[0]), by=org.lead1, reason=WHY)
    assert statuses(three) == ["withdrawn", "draft", "draft"]
    assert again(three[1]).joined_to is again(three[2]).joined_to is None


def test_one_of_several_is_withdrawn_until_the_unit_accepted(org, three, raised):
    operations.withdraw_finding(again(three[2]), by=org.lead1, reason=WHY)
    assert "Ba" not in again(raised).fact
    nonconformities.accept(again(raised), by=org.manager1)
    with pytest.raises(StepRefused, match=raised.number):
        operations.withdraw_finding(again(three[1]), by=org.lead1, reason=WHY)


def test_a_changed_draft_that_does_not_fit_is_let_go(org, three):
    draft = again(three[1])
    draft.grade = "observation"
    operations.change_finding(draft, by=org.lead1)
    assert again(draft).joined_to is None
    assert again(three[2]).joined_to == three[0]


def test_only_fitting_drafts_are_joined_by_the_lead_with_a_reason(org, visit, three):
    one = found(visit, statement="Bốn")
    with pytest.raises(Refused):
        join_findings([one], three[0], by=org.inspector1, reason=WHY)
    with pytest.raises(ReasonMissing):
        join_findings([one], three[0], by=org.lead1, reason=" ")
    elsewhere = found(visit, statement="Năm", unit=org.sibling)
    for finding, to in (
        (one, elsewhere),
        (one, one),
        (one, again(three[1])),
        (again(three[0]), one),
        (again(three[1]), one),
        (one, save(found(visit), status="confirmed")),
        (found(visit, observation=True), one),
    ):
        with pytest.raises(StepRefused):
            join_findings([finding], to, by=org.lead1, reason=WHY)
    apart = separate_finding(three[1], by=org.lead1, reason=WHY)
    assert apart.joined_to is None


@pytest.mark.django_db
def test_pages_offer_it_and_show_it(organisation):
    visit = visit_of(organisation)
    three = joined(organisation, visit)
    client = Client()
    client.force_login(organisation.lead1)
    client.cookies["django_language"] = "en"
    one = found(visit, statement="Bốn")
    url = reverse("finding_step", args=[one.uid, "join"])
    assert url in client.get(one.get_absolute_url()).content.decode()
    assert client.post(url, {"to": three[1].pk, "reason": WHY}).status_code == 200
    answer = client.post(url, {"to": three[0].pk, "reason": WHY})
    assert answer.status_code == 302
    page = client.get(one.get_absolute_url()).content.decode()
    assert three[0].number in page
    assert reverse("finding_step", args=[one.uid, "separate"]) in page
    client.post(reverse("finding_step", args=[three[0].uid, "confirm"]), {"version": again(three[0]).version})
    page = client.get(Nonconformity.objects.get().get_absolute_url()).content.decode()
    assert all(f'href="{finding.get_absolute_url()}"' in page for finding in (*three, one))
