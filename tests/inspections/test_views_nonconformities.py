"""Screens of nonconformities: list, story, new, causes, plan, every step's form; reach, query counts, refusals."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.enums import CauseMethod, NonconformityStatus
from inspections.models import Cause, CorrectiveAction, Nonconformity
from inspections.views.nonconformities import STEPS
from inspections.workflows import NONCONFORMITY
from qms import clock
from qms.enums import ActionStatus, Role
from qms.models import Signature
from tests.factories import (
    PASSWORD,
    ActionFactory,
    CauseFactory,
    CorrectiveActionFactory,
    FindingFactory,
    NonconformityClauseFactory,
    NonconformityFactory,
    NonconformityFileFactory,
    RoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def nc_of(org, **values):
    given = {"unit": org.division, "raised_by_unit": org.department, "raised_by": org.officer1, "lead": org.lead1}
    return NonconformityFactory(**(given | values))


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(url)
    assert response.status_code == 200, response.content[:400]
    return len(caught)


def step_url(record, name):
    return reverse("nonconformity_step", args=[record.uid, name])


def test_list_asks_as_often_for_three_rows_as_for_fifty(organisation):
    client = signed_in(organisation.officer1)
    for _number in range(3):
        nc_of(organisation)
    three = queries(client, reverse("nonconformities"))
    for _number in range(47):
        nc_of(organisation, unit=organisation.sibling)
    assert queries(client, reverse("nonconformities")) == three
    assert three <= 11


def test_list_keeps_standing_with_nonsense(organisation):
    nc_of(organisation)
    client = signed_in(organisation.officer1)
    for query in (
        "sort=nonsense", "sort=-due_on,unit", "page=99999999999999", "as_of=31/31/2020", "as_of=9999-12-31",
        "status=x", "unit=abc", "unit=99999999999999999999", "q=%00", "raised_from=32/13/2020", "show=nobody",
        "show=mine", "show=overdue", "show=brought_in", "show=open", "grade=major", "source=finding",
    ):  # fmt: skip
        assert client.get(reverse("nonconformities") + "?" + query).status_code == 200, query


def test_list_marks_late_and_brought_in_rows_and_finds_them(organisation):
    late = nc_of(organisation, raised_on=clock.today() - dt.timedelta(days=40), due_on=clock.today() - dt.timedelta(1))
    other = nc_of(organisation, brought_in=True)
    client = signed_in(organisation.officer1)
    page = client.get(reverse("nonconformities"), {"show": "overdue"}).content.decode()
    assert late.number in page
    assert other.number not in page
    assert 'tag-danger">overdue' in page
    page = client.get(reverse("nonconformities"), {"show": "brought_in"}).content.decode()
    assert other.number in page
    assert late.number not in page
    assert late.number in client.get(reverse("nonconformities"), {"q": "phieu xin loi"}).content.decode()


def test_list_leaves_as_workbook_and_csv_and_looks_back(organisation):
    record = nc_of(organisation, verifier=organisation.inspector1)
    client = signed_in(organisation.officer1)
    assert b"".join(client.get(reverse("nonconformities"), {"export": "xlsx"}).streaming_content)[:2] == b"PK"
    lines = b"".join(client.get(reverse("nonconformities"), {"export": "csv"}).streaming_content).decode()
    assert record.number in lines
    yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
    assert record.number not in client.get(reverse("nonconformities"), {"as_of": yesterday}).content.decode()


def test_stranger_finds_nothing_anywhere(organisation):
    record = nc_of(organisation, contained=True)
    cause = CauseFactory(nonconformity=record)
    link = CorrectiveActionFactory(nonconformity=record, cause=cause)
    client = signed_in(organisation.officer2)
    addresses = [
        record.get_absolute_url(),
        *(step_url(record, name) for name in STEPS),
        reverse("cause_new", args=[record.uid, "sentence"]),
        reverse("cause_edit", args=[cause.uid]),
        reverse("cause_step", args=[cause.uid, "confirm"]),
        reverse("corrective_action_new", args=[record.uid]),
        reverse("corrective_action_step", args=[link.uid, "drop"]),
        reverse("nonconformity_print", args=[record.uid, "pdf"]),
        reverse("nonconformity", args=[uuid.uuid4()]),
    ]
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address
    found = client.get(reverse("nonconformities"), {"q": record.number}).content.decode()
    assert record.get_absolute_url() not in found
    exported = b"".join(client.get(reverse("nonconformities"), {"export": "csv"}).streaming_content).decode()
    assert record.number not in exported


def test_every_step_of_the_lifecycle_has_its_form():
    assert set(STEPS) == {transition.name for transition in NONCONFORMITY.transitions}


def test_record_tells_the_whole_story_in_few_queries(organisation):
    record = nc_of(organisation, effectiveness_check=True, loop=2)
    old = CauseFactory(nonconformity=record, confirmed=True, text="Nguyên nhân vòng một")
    CauseFactory(
        nonconformity=record,
        loop=2,
        confirmed=True,
        method=CauseMethod.FIVE_WHYS,
        chain=["Vì thiếu người", "Vì chưa tuyển"],
    )
    NonconformityClauseFactory(record=record)
    NonconformityFileFactory(record=record, name="bien-ban.pdf", purpose="correction")
    client = signed_in(organisation.officer1)
    first = queries(client, record.get_absolute_url())
    page = client.get(record.get_absolute_url()).content.decode()
    for words in (record.fact, record.requirement, record.evidence, record.correction, old.text, "Vì thiếu người",
                  "bien-ban.pdf", "Round 1", record.criterion, "Effective", "History"):  # fmt: skip
        assert words in page, words
    for number in range(5):
        cause = CauseFactory(nonconformity=record, loop=2, confirmed=True, text=f"Nguyên nhân {number}")
        CorrectiveActionFactory(cause=cause, loop=2, action=ActionFactory(unit=record.unit))
    assert queries(client, record.get_absolute_url()) == first
    assert first <= 44


def test_record_as_of_a_day_before_is_not_found(organisation):
    record = nc_of(organisation, contained=True)
    CauseFactory(nonconformity=record)
    client = signed_in(organisation.officer1)
    yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
    assert client.get(record.get_absolute_url(), {"as_of": yesterday}).status_code == 404


def test_record_as_of_shows_the_causes_of_then(organisation):
    with clock.at(clock.now() - dt.timedelta(days=10)):
        record = nc_of(organisation, contained=True)
        CauseFactory(nonconformity=record, text="Nguyên nhân cũ")
    CauseFactory(nonconformity=record, text="Nguyên nhân mới")
    day = (clock.today() - dt.timedelta(days=3)).isoformat()
    page = signed_in(organisation.officer1).get(record.get_absolute_url(), {"as_of": day}).content.decode()
    assert "Nguyên nhân cũ" in page
    assert "Nguyên nhân mới" not in page


def new_typed(org, **values):
    return {
        "unit": org.division.pk, "source": "own_report", "grade": "minor", "requirement": "8.5.1",
        "fact": "Hồ sơ trễ hạn", "evidence": "Hồ sơ 7", "edition": org.edition.pk, "clauses": "8.5.1; 10.2",
    } | values  # fmt: skip


def test_officer_records_one_with_clauses(organisation):
    client = signed_in(organisation.officer1)
    answer = client.post(reverse("nonconformity_new"), new_typed(organisation))
    assert answer.status_code == 302, answer.content.decode()
    record = Nonconformity.objects.get()
    assert record.raised_by_unit == organisation.department
    assert record.clause_references.count() == 2
    assert record.answer_due_on
    assert record.due_on


def test_new_one_keeps_what_was_typed_and_names_what_is_wrong(organisation):
    client = signed_in(organisation.officer1)
    for wrong, sentence in (
        ({"clauses": "8.5.1, 99.9"}, "has no clause 99.9"),
        ({"clauses": "8.5.1", "edition": ""}, "Choose the edition"),
        ({"due_on": "2001-01-01"}, "is past"),
        ({"unit": organisation.division2.pk}, "Select a valid choice"),
        ({"source": "finding"}, "Select a valid choice"),
        ({"evidence": ""}, "required"),
    ):
        page = client.post(reverse("nonconformity_new"), new_typed(organisation, **wrong))
        assert page.status_code == 200, wrong
        assert sentence in page.content.decode(), wrong
        assert "Hồ sơ trễ hạn" in page.content.decode()
    assert not Nonconformity.objects.exists()


def test_reader_records_none_and_is_told_who_does(organisation):
    page = signed_in(organisation.reader1).get(reverse("nonconformity_new"))
    assert page.status_code == 403
    assert "quality officer" in page.content.decode()


def test_new_one_starts_with_what_an_action_says(organisation):
    action = ActionFactory(unit=organisation.division, owner=organisation.owner1)
    client = signed_in(organisation.officer1)
    button = f"{reverse('nonconformity_new')}?from=qms.action:{action.uid}"
    assert button in client.get(action.get_absolute_url()).content.decode()
    assert action.number in client.get(button).content.decode()
    stranger = signed_in(organisation.officer2).get(button)
    assert action.number not in stranger.content.decode()
    for nonsense in ("x", "qms.action:x", "qms.user:1", f"qms.action:{uuid.uuid4()}"):
        assert client.get(reverse("nonconformity_new"), {"from": nonsense}).status_code == 200


def test_manager_accepts_and_names_a_handler(organisation):
    record = nc_of(organisation)
    client = signed_in(organisation.manager1)
    assert client.get(step_url(record, "accept")).status_code == 200
    answer = client.post(step_url(record, "accept"), {"handler": organisation.owner1.pk, "version": record.version})
    assert answer.status_code == 302, answer.content.decode()
    record.refresh_from_db()
    assert (record.status, record.handler) == (NonconformityStatus.ACCEPTED, organisation.owner1)


def test_dispute_is_settled_by_the_head_with_a_reason(organisation):
    record = nc_of(organisation)
    manager, head = signed_in(organisation.manager1), signed_in(organisation.head1)
    assert manager.post(step_url(record, "dispute"), {"reason": ""}).status_code == 200
    assert manager.post(step_url(record, "dispute"), {"reason": "Đã gia hạn"}).status_code == 302
    refused = manager.post(step_url(record, "settle"), {"settled_as": "withdrawn", "grade": "minor", "reason": "words"})
    assert refused.status_code == 409
    assert "words" in refused.content.decode()
    assert head.post(step_url(record, "settle"), {"reason": "x", "grade": "major"}).status_code == 200
    done = head.post(step_url(record, "settle"), {"settled_as": "accepted", "grade": "major", "reason": "Đúng"})
    assert done.status_code == 302, done.content.decode()
    record.refresh_from_db()
    assert (record.status, record.grade, record.original_grade) == ("accepted", "major", "minor")
    assert "Đã gia hạn" in head.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("becomes", "finding"), [("", ("minor", "closed")), ("observation", ("observation", "confirmed"))]
)
def test_dispute_is_settled_by_withdrawing_it_whatever_grade_the_form_began_with(organisation, becomes, finding):
    problem = FindingFactory(confirmed=True, unit=organisation.division)
    record = nc_of(organisation, disputed=True, finding=problem, inspection=problem.inspection, source="finding")
    head = signed_in(organisation.head1)
    assert head.get(step_url(record, "settle")).content.decode().count("<option") == 5
    values = {"settled_as": "withdrawn", "grade": "minor", "becomes": becomes, "reason": "Đúng là đã gia hạn"}
    done = head.post(step_url(record, "settle"), values)
    assert done.status_code == 302, done.content.decode()
    record.refresh_from_db()
    assert (record.status, (record.finding.grade, record.finding.status)) == ("withdrawn", finding)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"correction": "typed words"}, "Give the day on which it was put right."),
        ({"correction_on": "2001-01-01"}, "Say what was put right on that day."),
        ({"correction": "typed words", "correction_on": "2999-01-01"}, "has not come yet"),
        ({}, "say why none is possible"),
    ],
)
def test_correction_needs_its_day_or_a_reason(organisation, typed, sentence):
    record = nc_of(organisation, accepted=True)
    page = signed_in(organisation.manager1).post(step_url(record, "contain"), typed)
    assert page.status_code in (200, 409)
    text = page.content.decode()
    assert sentence in text
    assert typed.get("correction", "") in text
    record.refresh_from_db()
    assert record.status == NonconformityStatus.ACCEPTED


def test_causes_are_written_three_ways(organisation):
    record = nc_of(organisation, contained=True)
    client = signed_in(organisation.manager1)
    new = lambda method: reverse("cause_new", args=[record.uid, method])  # noqa: E731
    assert client.get(new("nonsense")).status_code == 404
    assert client.post(new("sentence"), {"text": "Một câu"}).status_code == 302
    gap = client.post(new("five_whys"), {"why_1": "a", "why_2": "b", "why_4": "typed", "text": "x"})
    assert gap.status_code == 200
    assert "typed" in gap.content.decode()
    assert client.post(new("five_whys"), {"why_1": "a", "why_2": "b", "text": "x"}).status_code == 302
    single = client.post(new("ishikawa"), {"branch_person": "typed", "text": "x"})
    assert single.status_code == 200
    assert "at least two branches" in single.content.decode()
    answer = client.post(new("ishikawa"), {"branch_person": "Thiếu người", "branch_tools": "Máy hỏng", "text": "x"})
    assert answer.status_code == 302
    sentence, whys, ishikawa = Cause.objects.order_by("pk")
    assert sentence.chain == []
    assert whys.chain == ["a", "b"]
    assert [link["branch"] for link in ishikawa.chain] == ["person", "tools"]
    page = client.get(record.get_absolute_url()).content.decode()
    assert "Máy hỏng" in page
    assert "Whoever wrote the cause does not confirm it." in page


def test_cause_is_changed_confirmed_and_taken_away(organisation):
    record = nc_of(organisation, contained=True, handler=organisation.owner1)
    cause = CauseFactory(nonconformity=record, author=organisation.owner1)
    manager = signed_in(organisation.manager1)
    edit, confirm = reverse("cause_edit", args=[cause.uid]), reverse("cause_step", args=[cause.uid, "confirm"])
    stale = manager.post(edit, {"text": "typed words", "version": cause.version - 1})
    assert stale.status_code == 409
    assert "typed words" in stale.content.decode()
    assert manager.post(edit, {"text": "Sửa", "no_action_reason": "Đã bỏ", "version": cause.version}).status_code == 302
    own = signed_in(organisation.owner1).post(confirm, {"evidence": "typed words"})
    assert own.status_code in (403, 409)
    assert "typed words" in own.content.decode()
    cause.refresh_from_db()
    assert manager.get(confirm).status_code == 409
    lead = signed_in(organisation.lead1)
    assert lead.get(record.get_absolute_url()).content.decode().count(confirm) == 2  # beside the cause, and as a step
    assert manager.get(record.get_absolute_url()).content.decode().count(confirm) == 0
    assert lead.post(confirm, {"evidence": "Sổ theo dõi", "version": cause.version - 1}).status_code == 409
    assert lead.post(confirm, {"evidence": "Sổ theo dõi", "version": cause.version}).status_code == 302
    cause.refresh_from_db()
    assert cause.confirmed_by == organisation.lead1
    assert lead.get(confirm).status_code == 409
    drop = reverse("cause_step", args=[cause.uid, "drop"])
    assert manager.post(drop, {"reason": ""}).status_code == 200
    assert manager.post(drop, {"reason": "Trùng"}).status_code == 302
    assert manager.get(drop).status_code == 404


def test_causes_wait_for_the_correction(organisation):
    record = nc_of(organisation, accepted=True)
    client = signed_in(organisation.manager1)
    page = client.get(reverse("cause_new", args=[record.uid, "sentence"]))
    assert page.status_code == 409
    assert "after the correction" in page.content.decode()
    assert signed_in(organisation.reader1).get(reverse("cause_new", args=[record.uid, "sentence"])).status_code == 404


def test_action_is_planned_against_a_cause_and_taken_out(organisation):
    record = nc_of(organisation, contained=True)
    client = signed_in(organisation.manager1)
    new = reverse("corrective_action_new", args=[record.uid])
    assert client.get(new).status_code == 409
    cause = CauseFactory(nonconformity=record)
    typed = {"cause": cause.pk, "title": "Sửa quy trình", "owner": organisation.owner1.pk, "due_on": "2001-01-01"}
    past = client.post(new, typed)
    assert past.status_code == 200
    assert "Sửa quy trình" in past.content.decode()
    typed["due_on"] = (clock.today() + dt.timedelta(days=9)).isoformat()
    assert client.post(new, typed | {"owner": organisation.reader2.pk}).status_code == 200
    assert client.post(new, typed).status_code == 302
    link = CorrectiveAction.objects.get()
    assert link.action.title in client.get(record.get_absolute_url()).content.decode()
    drop = reverse("corrective_action_step", args=[link.uid, "drop"])
    assert client.get(drop).status_code == 200
    assert client.post(drop, {"reason": "Không cần"}).status_code == 302
    link.action.refresh_from_db()
    assert link.action.status == ActionStatus.CANCELLED


def propose_typed(**values):
    day = (clock.today() + dt.timedelta(days=60)).isoformat()
    return {"similar_cases": "none", "criterion": "Không còn hồ sơ trễ", "check_on": day} | values


def test_plan_says_everything_that_is_missing_then_is_proposed(organisation):
    record = nc_of(organisation, contained=True, grade="major")
    client = signed_in(organisation.manager1)
    blocked = client.post(step_url(record, "propose"), propose_typed(criterion="typed words"))
    assert blocked.status_code == 409
    assert "typed words" in blocked.content.decode()
    assert "Write at least one cause." in blocked.content.decode()
    cause = CauseFactory(nonconformity=record, confirmed=True)
    CorrectiveActionFactory(cause=cause, action=ActionFactory(unit=record.unit, proposed=True))
    assert client.post(step_url(record, "propose"), propose_typed(similar_cases="found")).status_code == 200
    assert client.post(step_url(record, "propose"), propose_typed()).status_code == 302
    own = client.get(step_url(record, "approve"))
    assert own.status_code == 409
    assert "Whoever proposed the plan does not approve it." in own.content.decode()


def test_lead_approves_with_a_verifier_who_took_no_part(organisation):
    verifier = UserFactory(username="checker")
    RoleFactory(user=verifier, role=Role.INSPECTOR, unit=organisation.department)
    record = nc_of(organisation, plan_proposed=True, proposed_by=organisation.manager1)
    client = signed_in(organisation.lead1)
    page = client.get(step_url(record, "approve")).content.decode()
    assert f'value="{verifier.pk}"' in page
    assert f'value="{organisation.manager1.pk}"' not in page
    assert f'value="{organisation.lead1.pk}"' not in page
    assert client.post(step_url(record, "approve"), {"verifier": organisation.manager1.pk}).status_code == 200
    assert client.post(step_url(record, "approve"), {"verifier": verifier.pk}).status_code == 302
    assert record.corrective_actions.get().action.status == ActionStatus.ASSIGNED


def test_a_refused_plan_says_so_above_until_it_is_proposed_anew(organisation):
    record = nc_of(
        organisation, plan_proposed=True, proposed_by=organisation.manager1, due_on=clock.today(),
        check_on=clock.today() + dt.timedelta(days=30),
    )  # fmt: skip
    lead, manager = signed_in(organisation.lead1), signed_in(organisation.manager1)
    assert "but its effect is judged on" in lead.get(step_url(record, "approve")).content.decode()
    said = "refused the plan on"
    assert lead.post(step_url(record, "refuse"), {"reason": "Chưa phổ biến"}).status_code == 302
    assert said in manager.get(record.get_absolute_url()).content.decode()
    day = (clock.today() + dt.timedelta(days=30)).isoformat()
    plan = {"similar_cases": "none", "criterion": "Không tái diễn", "check_on": day}
    assert manager.post(step_url(record, "propose"), plan).status_code == 302
    assert said not in manager.get(record.get_absolute_url()).content.decode()


def test_effect_is_signed_with_the_password_and_keeps_the_evidence(organisation):
    verifier = UserFactory(username="checker")
    record = nc_of(organisation, effectiveness_check=True, verifier=verifier)
    client = signed_in(verifier)
    refused = signed_in(organisation.officer1).get(step_url(record, "effective")).content.decode()
    assert f"the verifier, {verifier}" in refused
    shown = client.get(step_url(record, "effective")).context["form"].initial["shown"]
    typed = {"effect_evidence": "typed words", "shown": shown, "version": record.version}
    wrong = client.post(step_url(record, "effective"), typed | {"password": "wrong"})
    assert wrong.status_code == 200
    assert "typed words" in wrong.content.decode()
    assert "not your password" in wrong.content.decode()
    assert not Signature.objects.exists()
    done = client.post(step_url(record, "effective"), typed | {"password": PASSWORD})
    assert done.status_code == 302, done.content.decode()
    record.refresh_from_db()
    assert record.status == NonconformityStatus.CLOSED
    assert Signature.objects.get().signer == verifier
    page = client.get(record.get_absolute_url()).content.decode()
    assert "typed words" in page


def test_not_effective_begins_a_round_and_tells_how_the_first_ended(organisation):
    verifier = UserFactory(username="checker")
    record = nc_of(organisation, effectiveness_check=True, verifier=verifier)
    client = signed_in(verifier)
    assert client.post(step_url(record, "not_effective"), {"reason": "Vẫn trễ hạn"}).status_code == 302
    page = client.get(record.get_absolute_url()).content.decode()
    assert "Vẫn trễ hạn" in page
    assert "round 2" in page
    assert "Round 1, ended" in page
    for stale in ("To be judged from", "· approved by", "Similar cases elsewhere", "verifier:"):
        assert stale not in page
    form = signed_in(organisation.manager1).get(step_url(record, "propose")).context["form"]
    assert (form["similar_cases"].value(), form["check_on"].value()) == ("", None)
    assert form["criterion"].value() == record.criterion


def test_not_yet_proven_needs_a_later_day(organisation):
    verifier = UserFactory(username="checker")
    record = nc_of(organisation, effectiveness_check=True, verifier=verifier)
    client = signed_in(verifier)
    today, later = clock.today().isoformat(), (clock.today() + dt.timedelta(days=20)).isoformat()
    page = client.post(step_url(record, "not_yet_proven"), {"reason": "typed words", "check_on": today})
    assert page.status_code == 200
    assert "typed words" in page.content.decode()
    assert client.post(step_url(record, "not_yet_proven"), {"reason": "Thiếu", "check_on": later}).status_code == 302


def test_withdrawal_takes_two(organisation):
    record = nc_of(organisation, accepted=True)
    officer, lead = signed_in(organisation.officer1), signed_in(organisation.lead1)
    assert lead.get(step_url(record, "withdraw")).status_code == 409
    assert officer.post(step_url(record, "ask_withdrawal"), {"reason": "Nhầm đơn vị"}).status_code == 302
    assert officer.get(step_url(record, "withdraw")).status_code == 409
    assert "Nhầm đơn vị" in lead.get(step_url(record, "withdraw")).content.decode()
    assert "Reason: Nhầm đơn vị</div>" in lead.get(record.get_absolute_url()).content.decode()
    assert lead.post(step_url(record, "withdraw"), {"reason": "Đúng là nhầm"}).status_code == 302


def test_top_management_reopens_signed(organisation):
    record = nc_of(organisation, closed=True)
    client = signed_in(organisation.head1)
    shown = client.get(step_url(record, "reopen")).context["form"].initial["shown"]
    typed = {"reason": "Tái diễn", "shown": shown, "password": PASSWORD}
    assert client.post(step_url(record, "reopen"), typed).status_code == 302
    record.refresh_from_db()
    assert (record.status, record.loop) == (NonconformityStatus.CONTAINED, 2)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_every_step_that_is_closed_says_why_and_keeps_what_was_typed(organisation, name):
    record = nc_of(organisation, status=NonconformityStatus.WITHDRAWN)
    client = signed_in(organisation.inspector1)
    record.lead = None
    page = signed_in(organisation.officer1).get(step_url(record, name))
    assert page.status_code == 409
    assert "Withdrawn" in page.content.decode()
    typed = {"reason": "typed words", "evidence": "typed words", "effect_evidence": "typed words"}
    answer = signed_in(organisation.officer1).post(step_url(record, name), typed)
    assert answer.status_code == 409
    if "reason" in answer.context["form"].fields or "effect_evidence" in answer.context["form"].fields:
        assert "typed words" in answer.content.decode()
    assert client.get(step_url(record, name)).status_code in (404, 409)


def test_conflict_keeps_what_was_typed(organisation):
    record = nc_of(organisation, accepted=True)
    typed = {"correction": "words that stay", "correction_on": clock.today().isoformat(), "version": record.version - 1}
    page = signed_in(organisation.manager1).post(step_url(record, "contain"), typed)
    assert page.status_code == 409
    assert "words that stay" in page.content.decode()


def test_pages_speak_vietnamese(organisation):
    record = nc_of(organisation, effectiveness_check=True)
    client = signed_in(organisation.officer1, "vi")
    assert client.get(record.get_absolute_url()).status_code == 200
    assert client.get(reverse("nonconformities")).status_code == 200
