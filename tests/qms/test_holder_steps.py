"""Steps of holders follow the records in any order; by hand only with evidence; a lost proof is told and opens."""

import datetime as dt
import random
import re

import pytest
from django.urls import reverse

from qms import policy
from qms.enums import StepState
from qms.events import announce
from qms.history.recording import ReasonMissing
from qms.models import Citation, HolderStep
from qms.models.system import Notice, Signature
from qms.operations import holder_steps as operations
from qms.policy import Refused
from qms.registry import Proved, StepProof, registry
from qms.transition import proofs
from qms.transition.next_things import next_things
from qms.transition.steps import steps_of
from qms.work_of_holder_steps import lost_proofs, next_of_holders
from qms.workflow import StepRefused
from tests.counts import examples
from tests.factories import (
    ClauseFactory,
    CompetenceFactory,
    DocumentClauseFactory,
    DocumentFactory,
    HolderStepFileFactory,
    IssueFactory,
    KeptDocumentFactory,
    save,
)
from tests.qms.transition_world import client_of, fresh_holder, look, prove, row, signing, world
from tests.shared_organisation import DAY, fresh, on

KEYS = ("plan", "training", "gap", "moved", "documents", "applied", "audit", "review", "declared")


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def told(monkeypatch):
    """What the records are said to show, by key and holder; every proof of the nine reads it."""
    shown = {}
    proofs_of = {
        key: StepProof(key, key, lambda step, holders: {
            one.pk: shown[step.key, one.pk] for one in holders if (step.key, one.pk) in shown
        })
        for key in KEYS
    }  # fmt: skip
    monkeypatch.setattr(registry, "step_proofs", proofs_of)
    return shown


def states(holder):
    rows = HolderStep.objects.filter(holder=holder)
    return {one.step.key: one.state for one in rows.select_related("step")}


def test_states_follow_and_a_second_look_changes_nothing(org, told):
    made = world(org)
    told["plan", made.one.pk] = Proved("proved", day("2018-11-05"), "Kế hoạch", "/p/")
    told["documents", made.one.pk] = Proved("in_hand", None, "", "", 3, 8)

    assert look(made) == 2
    before = HolderStep.history.count()
    assert look(made) == 0

    assert HolderStep.history.count() == before
    assert (row(made.one, "plan").state, row(made.one, "plan").proved_on) == ("proved", day("2018-11-05"))
    assert (row(made.one, "documents").state, row(made.one, "documents").began_on) == ("in_hand", DAY)
    assert row(made.one, "documents").proof == {"done": 3, "all": 8}
    assert set(states(made.two).values()) == {"open"}


def test_complete_when_all_is_proved_until_one_is_lost_which_is_told_once(org, told):
    made = world(org)
    for place, key in enumerate(KEYS, 1):
        told[key, made.one.pk] = Proved("proved", dt.date(2019, place, 1), f"bằng chứng {key}")
    look(made)
    assert fresh_holder(made.one).completed_on == day("2019-09-01")

    del told["audit", made.one.pk]
    look(made)
    look(made)

    lost = row(made.one, "audit")
    assert (lost.state, lost.lost_on, lost.proved_on, lost.proof["lost"]) == ("lost", DAY, None, "bằng chứng audit")
    assert fresh_holder(made.one).completed_on is None
    notices = Notice.objects.filter(kind="transition_step_lost")
    assert [notice.user for notice in notices] == [org.officer1]
    assert [item.url for item in lost_proofs(fresh(org.officer))] == [made.one.get_absolute_url()]
    assert list(lost_proofs(fresh(org.officer1))) == []

    told["audit", made.one.pk] = Proved("proved", day("2020-07-01"), "đánh giá lại")
    look(made)
    assert (row(made.one, "audit").state, row(made.one, "audit").lost_on) == ("proved", None)
    assert fresh_holder(made.one).completed_on == day("2020-07-01")
    assert notices.count() == 1


def test_states_are_the_same_in_whatever_order_records_came(org, told):
    chance = random.Random(2015)  # noqa: S311 - the same cases each time
    made = world(org)
    kinds = (None, Proved("in_hand", day("2019-01-01")), Proved("proved", day("2019-02-01")))
    for _ in range(examples(24)):
        final = {key: chance.choice(kinds) for key in KEYS}
        ends = []
        for holder in (made.one, made.two):
            events = [(key, shown) for key, shown in final.items() if shown is not None]
            chance.shuffle(events)
            for key in KEYS:
                told.pop((key, holder.pk), None)
            for one in HolderStep.objects.filter(holder=holder):
                save(one, state="open", proved_on=None, began_on=None, lost_on=None, proof={})
            for key, shown in events:
                told[key, holder.pk] = shown
                if chance.random() < 0.3:
                    look(made)
            look(made)
            ends.append((states(holder), fresh_holder(holder).completed_on))
        assert ends[0] == ends[1]
        assert ends[0][0] == {key: shown.state if shown else "open" for key, shown in final.items()}


def test_exempt_and_ended_holders_and_programmes_that_do_not_run_are_left_alone(org, told):
    made = world(org)
    save(made.one, group="exempt")
    save(made.two, ended_at=made.programme.history.first().history_date)

    assert look(made) == 0
    assert not HolderStep.objects.exists()

    save(made.one, group="moving")
    save(made.programme, status="closed")
    assert look(made) == 0


def test_scheduled_once_a_day_and_again_after_a_document_changed(org, told):
    made = world(org)
    assert operations.look_at_running() == 0
    told["plan", made.one.pk] = Proved("proved", day("2018-11-05"))

    assert operations.look_at_running() == 0
    announce("issue_withdrawn", issues=[], by=org.officer1)
    assert operations.look_at_running() == 1
    told["gap", made.one.pk] = Proved("proved", day("2018-12-05"))
    assert operations.look_at_running() == 0
    with on(DAY + dt.timedelta(days=1)):
        assert operations.look_at_running() == 1


@pytest.mark.parametrize("event", ["issue_in_force", "issue_withdrawn", "transition_work_done"])
def test_what_may_prove_a_step_is_looked_at_the_same_day(org, told, event):
    made = world(org)
    assert operations.look_at_running() == 0
    told["plan", made.one.pk] = Proved("proved", day("2018-11-05"))
    announce(event, issues=[], by=org.officer1)
    assert operations.look_at_running() == 1


# By hand


def by_hand(made, key, by, **values):
    step = row(made.one, key)
    given = {"note": "Biên bản số 5", "proved_on": DAY, "signature": signing(by, step), "version": step.version}
    return operations.prove_step(step, by=by, **(given | values))


def test_by_hand_asks_for_a_file_and_the_steps_before(org):
    made = world(org, by_hand=True)
    look(made)
    officer = fresh(org.officer1)

    with pytest.raises(StepRefused) as refused:
        by_hand(made, "gap", officer)
    assert len(refused.value.reasons) == 2
    assert made.steps["plan"].title in refused.value.reasons[0]
    assert row(made.one, "gap").state == "open"

    HolderStepFileFactory(record=row(made.one, "plan"))
    by_hand(made, "plan", officer)
    HolderStepFileFactory(record=row(made.one, "gap"))
    done = by_hand(made, "gap", officer, proved_on=day("2020-07-01"))

    assert (done.state, done.by_hand, done.proved_by, done.proof) == (
        "proved",
        True,
        officer,
        {"text": "Biên bản số 5"},
    )
    assert Signature.objects.filter(kind="qms.holderstep", record_uid=done.uid, signer=officer).count() == 1
    look(made)
    assert row(made.one, "gap").proved_on == day("2020-07-01")
    with pytest.raises(StepRefused):
        by_hand(made, "gap", officer)
    with pytest.raises(StepRefused):
        by_hand(made, "training", officer, proved_on=DAY + dt.timedelta(days=1))


def test_withdrawn_with_a_reason_opens_again_and_tells_the_others(org):
    made = world(org, by_hand=True)
    look(made)
    proved = prove(made.one, "plan", DAY)
    with pytest.raises(ReasonMissing):
        operations.withdraw_proof(proved, by=fresh(org.officer1))

    lost = operations.withdraw_proof(proved, by=fresh(org.officer1), reason="Biên bản của đợt khác.")

    assert (lost.state, lost.by_hand, lost.proof) == ("lost", False, {"lost": "Biên bản"})
    assert not lost.file_links.filter(ended_at=None).exists()
    assert not Notice.objects.filter(kind="transition_step_lost", user=org.officer1).exists()
    with pytest.raises(StepRefused):
        operations.withdraw_proof(lost, by=fresh(org.officer1), reason="Lần nữa.")


@pytest.mark.parametrize("person", ["officer2", "manager1", "reader1", "officer", "head1"])
def test_only_the_holders_officer_proves(org, person):
    made = world(org, by_hand=True)
    look(made)
    HolderStepFileFactory(record=row(made.one, "plan"))

    with pytest.raises(Refused):
        by_hand(made, "plan", fresh(getattr(org, person)))


# Plan


def test_plan_is_planned_by_the_officer_and_approved_by_the_top(org):
    made = world(org)
    steps = steps_of(made.programme)
    days = {step.pk: dt.date(2020, 8, 3) + dt.timedelta(days=place * 7) for place, step in enumerate(steps)}
    officer, head = fresh(org.officer1), fresh(org.head1)
    wrong = days | {made.steps["audit"].pk: day("2020-08-01")}
    with pytest.raises(StepRefused, match="01/08/2020"):
        operations.plan_steps(made.one, by=officer, days=wrong)
    with pytest.raises(StepRefused):
        operations.sign_plan(made.one, by=head, signature=signing(head, made.one))

    holder = operations.plan_steps(made.one, by=officer, days=days)
    assert (holder.planned_end, row(holder, "plan").state) == (max(days.values()), "in_hand")
    with pytest.raises(Refused):
        operations.sign_plan(holder, by=officer, signature=signing(officer, holder))
    operations.sign_plan(holder, by=head, signature=signing(head, holder))
    assert (row(holder, "plan").state, row(holder, "plan").proved_on) == ("proved", DAY)

    later = days | {made.steps["declared"].pk: day("2020-12-01")}
    operations.plan_steps(fresh_holder(holder), by=officer, days=later)
    assert (fresh_holder(holder).plan_signed_on, row(holder, "plan").state) == (None, "lost")


# Proofs from records


def test_training_counts_every_officer_and_inspector(org):
    made = world(org)
    step, holders = made.steps["training"], [made.one, made.two]

    found = proofs.training_proof(step, holders)
    assert (found[made.one.pk].state, found[made.one.pk].done, found[made.one.pk].all) == ("in_hand", 2, 3)
    assert found[made.two.pk].done == 0
    old = CompetenceFactory(user=org.officer1, standard=org.edition.standard, edition=made.programme.from_edition)
    assert proofs.training_proof(step, holders)[made.one.pk].done == 2

    save(old, edition=made.programme.to_edition, valid_from=day("2019-04-08"))
    trained = proofs.training_proof(step, holders)[made.one.pk]
    assert (trained.state, trained.on) == ("proved", day("2019-04-08"))
    save(old, valid_to=DAY - dt.timedelta(days=1))
    assert proofs.training_proof(step, holders)[made.one.pk].state == "in_hand"


def citing(org, unit, effective, *, code="9001:2008", **values):
    """A document in force since that day whose text cites an edition."""
    document = DocumentFactory(unit=unit)
    issue = IssueFactory(document=document, approved=True, effective_on=effective, **values)
    Citation.objects.create(issue=issue, position=1, kind="edition", code=code)
    return document


def reissue(document, effective):
    return IssueFactory(document=document, approved=True, effective_on=effective)


def test_documents_are_rewritten_kept_or_withdrawn_and_then_applied(org):
    made = world(org)
    holders = [made.one, made.two]

    def told_of(key, prove):
        return prove(made.steps[key], holders).get(made.one.pk)

    assert told_of("documents", proofs.documents_proof) is None
    citing(org, org.department, day("2019-01-07"), code="9001:2015")
    first = citing(org, org.division, day("2017-03-01"))
    second = citing(org, org.sibling, day("2017-03-01"))
    third = citing(org, org.department, day("2017-03-01"))
    by_clause = DocumentFactory(unit=org.department)
    IssueFactory(document=by_clause, approved=True, effective_on=day("2017-03-01"))
    old_clause = ClauseFactory(edition=made.programme.from_edition, number="99.1", position=990)
    DocumentClauseFactory(record=by_clause, clause=old_clause)
    counted = told_of("documents", proofs.documents_proof)
    assert (counted.state, counted.done, counted.all) == ("in_hand", 0, 4)

    reissue(first, day("2020-02-03"))
    reissue(by_clause, day("2020-03-02"))
    KeptDocumentFactory(programme=made.programme, document=second, decided_on=day("2020-04-01"))
    assert told_of("documents", proofs.documents_proof).done == 3
    save(third.issues.get(), status="withdrawn", withdrawn_on=day("2020-05-04"))
    ready = told_of("documents", proofs.documents_proof)
    assert (ready.state, ready.on, ready.done) == ("proved", day("2020-05-04"), 4)
    assert made.two.pk not in proofs.documents_proof(made.steps["documents"], holders)

    applied = told_of("applied", proofs.applied_proof)
    assert (applied.state, applied.on, applied.done, applied.all) == ("proved", day("2020-05-04"), 2, 2)
    late = reissue(first, day("2020-06-01"))
    waiting = told_of("applied", proofs.applied_proof)
    assert (waiting.state, waiting.done) == ("in_hand", 1)
    Citation.objects.create(issue=late, position=1, kind="edition", code="9001:2008")
    assert told_of("documents", proofs.documents_proof).done == 3


def test_queries_do_not_grow_with_holders(org, django_assert_num_queries):
    made = world(org)
    for unit in (org.department, org.department2):
        citing(org, unit, day("2017-03-01"))
    for holders in ([made.one], [made.one, made.two]):
        for shown, count in ((proofs.plan_proof, 1), (proofs.training_proof, 3), (proofs.documents_proof, 6)):
            made.programme.from_edition.standard  # noqa: B018 - read with the programme
            with django_assert_num_queries(count):
                shown(made.steps["plan"], holders)


def test_months_after():
    assert proofs.months_after(day("2019-12-31"), 2) == day("2020-02-29")
    assert proofs.months_after(day("2020-05-04"), 2) == day("2020-07-04")
    assert proofs.months_after(day("2020-10-31"), 14) == day("2021-12-31")


# What comes next


def test_next_things_are_concrete_and_in_order(org):
    made = world(org)
    document = citing(org, org.division, day("2017-03-01"))
    look(made)
    steps, rows = steps_of(made.programme), lambda: list(HolderStep.objects.filter(holder=made.one))

    first = next_things(fresh_holder(made.one), steps, rows(), made.deadline.last_day)
    assert [thing.step.key for thing in first] == ["plan", "training", "gap"]
    assert (bool(first[0].after), bool(first[1].after)) == (False, True)

    for key in ("plan", "gap", "moved"):
        prove(made.one, key, day("2019-05-06"))
    things = next_things(fresh_holder(made.one), steps, rows(), made.deadline.last_day)
    assert [thing.step.key for thing in things] == ["training", "documents", "applied"]
    assert str(document) in things[1].title
    assert (things[0].url, things[1].url) == (reverse("person", args=[org.officer1.uid]), document.get_absolute_url())

    items = list(next_of_holders(fresh(org.officer1)))
    assert [(item.group, item.url) for item in items] == [("do", made.one.get_absolute_url())]
    assert list(next_of_holders(fresh(org.manager1))) == []


def test_rules_say_why(org):
    made = world(org)
    save(made.one, group="exempt")

    assert not policy.may(fresh(org.officer1), "qms.prove_step", made.one)
    assert policy.may(fresh(org.officer2), "qms.look_at_steps", made.two)
    assert not policy.may(fresh(org.officer2), "qms.look_at_steps", made.programme)
    assert policy.may(fresh(org.officer2), "qms.prove_step", made.two)


def test_pages_of_the_steps(org):
    made = world(org, by_hand=True)
    look(made)
    plan, gap = row(made.one, "plan"), row(made.one, "gap")
    officer, other = client_of(org.officer1), client_of(org.officer2)

    assert officer.get(reverse("transition_proof", args=[plan.uid, "prove"])).status_code == 200
    blocked = officer.get(reverse("transition_proof", args=[gap.uid, "prove"]))
    assert (blocked.status_code, "Planned" in blocked.content.decode()) == (409, True)
    assert other.get(reverse("transition_proof", args=[plan.uid, "prove"])).status_code == 404
    sent = {"note": "Biên bản", "proved_on": "2020-07-10", "version": plan.version, "shown": "0" * 64, "password": "x"}
    answer = officer.post(reverse("transition_proof", args=[plan.uid, "prove"]), sent)
    assert "Add the file" in answer.content.decode()
    assert row(made.one, "plan").state == StepState.OPEN


def test_a_manager_inside_the_holder_reads_its_page_and_a_reader_does_not(org):
    made = world(org)
    for person, status in ((org.manager1, 200), (org.reader1, 404), (org.manager2, 404)):
        assert client_of(person).get(made.one.get_absolute_url()).status_code == status, person


def test_whoever_supervises_is_led_nowhere_they_may_not_go(org):
    made = world(org)
    look(made)
    links = "transition/holders/[0-9a-f-]+/(clauses|steps)/"
    own, above = (
        client_of(who).get(made.one.get_absolute_url()).content.decode() for who in (org.officer1, org.officer)
    )
    assert re.search(links, own)
    assert [
        url for url in re.findall(r'href="([^"]+)"', above) if re.search(links, url) and "steps/look" not in url
    ] == []
