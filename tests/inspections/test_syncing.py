"""What a phone kept without a network comes in once, set-wise, with when it was made and when it was recorded."""

import datetime as dt
import json
import threading
import uuid

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from inspections.asking import Given
from inspections.models import AnswerConflict, ChecklistLine, Finding, SyncReceipt
from inspections.operations.conflicts import settle_conflict
from inspections.operations.inspection import end_visit
from inspections.operations.sent_findings import SentFinding
from inspections.operations.syncing import SentAnswer, sync_inspection
from inspections.phone_clock import PhoneClock, clock_for
from qms import clock
from qms.history import canonical
from qms.history.timeline import timeline
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import ChecklistLineFactory, save
from tests.inspections.phones import visit
from tests.shared_organisation import fresh


def sent(line, result="conforming", note="", **values):
    return SentAnswer(
        values.pop("uid", uuid.uuid4()), line.uid, Given(result, {}, note), values.pop("base", line.version), **values
    )


def found(line, **values):
    values = {"grade": "minor", "statement": "Trễ hạn", "requirement": "8.5.1", "evidence": "Hồ sơ 12"} | values
    return SentFinding(values.pop("uid", uuid.uuid4()), line.uid, line.session.unit.code, **values)


def sync(made, answers=(), findings=(), by=None, sent_at=None):
    phone = clock_for(made.inspection, sent_at, clock.now())
    return sync_inspection(made.inspection, answers, findings, by=fresh(by or made.by), clock=phone)


@pytest.fixture
def made(org):
    made = visit(org)
    made.by, made.org = org.inspector1, org
    return made


def standing(line):
    return ChecklistLine.objects.get(pk=line.pk)


def test_answer_says_when_it_was_made_and_when_it_was_recorded(made):
    line, hour = made.lines[0], dt.timedelta(hours=1)
    (taken,), _none = sync(made, [sent(line, "not_conforming", "trễ", made_at=clock.now() - hour)])

    line = standing(line)
    row = line.history.latest("sequence")
    assert (taken.outcome, line.result, line.note, line.answered_by) == ("saved", "not_conforming", "trễ", made.by)
    assert line.answered_at == row.occurred_at == clock.now() - hour
    assert (row.history_date, row.history_user) == (clock.now(), made.by)
    assert canonical.plain(row.occurred_at) == json.loads(row.chain_text)["occurred_at"]
    assert canonical.digest(row.chain_text) == row.row_hash == line.head_hash


def test_each_answer_and_finding_carries_its_own_moment(made):
    moments = [clock.now() - dt.timedelta(minutes=count) for count in (30, 20, 10)]
    answers = [sent(line, made_at=at) for line, at in zip(made.lines, moments, strict=True)]
    findings = [found(line, made_at=at) for line, at in zip(made.lines, moments, strict=True)]
    taken, recorded = sync(made, answers, findings)

    assert [one.outcome for one in (*taken, *recorded)] == ["saved"] * 6
    assert [standing(line).history.latest("sequence").occurred_at for line in made.lines] == moments
    rows = [Finding.objects.get(uid=one.uid) for one in findings]
    assert [row.history.latest("sequence").occurred_at for row in rows] == moments
    assert [row.number for row in rows] == [one.number for one in recorded]
    assert {(row.line.session_id, row.recorded_by, row.unit) for row in rows} == {
        (made.session.pk, made.by, made.org.division)
    }
    assert all(row.clause_references.get().clause_id == made.lines[0].clause_id for row in rows)


def test_the_same_again_changes_nothing(made):
    answers, findings = [sent(line) for line in made.lines], [found(made.lines[0])]
    first = sync(made, answers, findings)
    before = [standing(line).head_hash for line in made.lines]
    again = sync(made, answers, findings)

    assert [one.outcome for one in again[0]] == ["same"] * 3
    assert [one.line.version for one in again[0]] == [one.line.version for one in first[0]]
    assert (again[1][0].outcome, again[1][0].number) == ("same", first[1][0].number)
    assert [standing(line).head_hash for line in made.lines] == before
    assert SyncReceipt.objects.count() == 3
    assert Finding.objects.count() == 1


def test_a_later_change_of_the_same_phone_builds_on_its_own(made):
    line = made.lines[0]
    first = sent(line, "not_conforming", "một")
    sync(made, [first])  # the answer to this one was lost on the way
    taken, _none = sync(made, [first, sent(line, "conforming", "hai"), sent(line, "conforming", "ba")])

    assert [one.outcome for one in taken] == ["same", "saved", "saved"]
    assert standing(line).note == "ba"
    assert list(line.history.order_by("sequence").values_list("note", flat=True)) == ["", "một", "hai", "ba"]
    assert not AnswerConflict.objects.exists()


def test_two_phones_both_answers_are_kept(made):
    line = made.lines[0]
    sync(made, [sent(line, "conforming", "đủ")], by=made.org.lead1)
    other = sent(line, "not_conforming", "thiếu")
    (taken,), _none = sync(made, [other])

    assert (taken.outcome, taken.line.note, taken.conflict.note) == ("conflict", "đủ", "thiếu")
    assert standing(line).note == "đủ"
    (again,), _none = sync(made, [other])
    assert (again.outcome, again.conflict) == ("conflict", taken.conflict)
    assert AnswerConflict.objects.count() == 1
    assert any("thiếu" in str(entry.changes) for entry in timeline(made.inspection))


def test_same_contents_are_no_conflict(made):
    line = made.lines[0]
    sync(made, [sent(line, note="đủ")], by=made.org.lead1)
    (taken,), _none = sync(made, [sent(line, note="đủ")])

    assert taken.outcome == "same"
    assert standing(line).answered_by == made.org.lead1


def test_the_last_word_of_one_person_is_kept_beside(made):
    line = made.lines[0]
    sync(made, [sent(line, note="đủ")], by=made.org.lead1)
    taken, _none = sync(made, [sent(line, "not_conforming", "một"), sent(line, "not_conforming", "hai")])

    assert taken[0].conflict == taken[1].conflict
    assert [row.note for row in AnswerConflict.objects.all()] == ["hai"]
    assert AnswerConflict.history.count() == 2


def conflict_of(made):
    line = made.lines[0]
    sync(made, [sent(line, note="đủ")], by=made.org.lead1)
    (taken,), _none = sync(made, [sent(line, "not_conforming", "thiếu")])
    return taken.conflict


@pytest.mark.parametrize(("keep", "note", "status"), [("sent", "thiếu", "taken"), ("standing", "đủ", "set_aside")])
def test_the_chosen_answer_stands_and_the_other_is_in_the_history(made, keep, note, status):
    conflict = conflict_of(made)
    version = standing(made.lines[0]).version
    settled = settle_conflict(conflict, by=fresh(made.org.lead1), keep=keep)

    line = standing(made.lines[0])
    assert (line.note, settled.status, settled.decided_by) == (note, status, made.org.lead1)
    assert line.version == version + (keep == "sent")
    assert line.answered_by == (made.by if keep == "sent" else made.org.lead1)
    told = " ".join(f"{entry.reason} {entry.changes}" for entry in timeline(made.inspection))
    assert "thiếu" in told
    assert ("đủ" in told) == (keep == "sent")
    assert settle_conflict(conflict, by=fresh(made.org.lead1), keep=keep).version == settled.version
    with pytest.raises(StepRefused):
        settle_conflict(conflict, by=fresh(made.by), keep="standing" if keep == "sent" else "sent")


def test_only_the_team_says_which_answer_stands(made):
    with pytest.raises(Refused):
        settle_conflict(conflict_of(made), by=fresh(made.org.manager1), keep="sent")


def test_the_visit_does_not_end_while_two_answers_stand_beside_each_other(made):
    conflict = conflict_of(made)
    sync(made, [sent(line) for line in made.lines[1:]])
    with pytest.raises(StepRefused, match="2|twice|cùng lúc"):
        end_visit(made.inspection, by=fresh(made.org.lead1), closing_meeting_on=clock.today())

    settle_conflict(conflict, by=fresh(made.org.lead1), keep="standing")
    assert (
        end_visit(made.inspection, by=fresh(made.org.lead1), closing_meeting_on=clock.today()).status != "in_progress"
    )


def test_what_is_wrong_stops_no_other(made):
    one, two, three = made.lines
    save(two, ended_at=clock.now())
    answers = [sent(one), sent(two), sent(three, "perhaps"), sent(three, "not_examined")]
    findings = [found(one), found(one, statement=" "), found(two, grade="huge"), found(one, clauses=[uuid.uuid4()])]
    taken, recorded = sync(made, answers, findings)

    assert [bool(row.reasons) for row in taken] == [False, True, True, True]
    assert [row.outcome for row in taken] == ["saved", "refused", "refused", "refused"]
    assert [row.outcome for row in recorded] == ["saved", "refused", "refused", "refused"]
    mended = SentAnswer(answers[2].uid, three.uid, Given("conforming"), three.version)
    assert sync(made, [mended])[0][0].outcome == "saved"


def test_who_lost_the_right_is_told_why(made):
    (taken,), (recorded,) = sync(made, [sent(made.lines[0])], [found(made.lines[0])], by=made.org.manager1)

    assert (taken.outcome, recorded.outcome) == ("refused", "refused")
    assert taken.reasons
    assert recorded.reasons
    assert not SyncReceipt.objects.exists()


def test_after_the_visit_nothing_is_answered_but_nothing_fails(made):
    save(made.inspection, status="concluded", unit_comment="x", report_hash="0" * 64)
    (taken,), (recorded,) = sync(made, [sent(made.lines[0])], [found(made.lines[0])])

    assert (taken.outcome, recorded.outcome) == ("refused", "refused")


def test_numbers_of_others_tell_nothing(made):
    answer, finding = sent(made.lines[0]), found(made.lines[0])
    sync(made, [answer], [finding], by=made.org.lead1)
    (taken,), (recorded,) = sync(made, [sent(made.lines[1], uid=answer.uid)], [found(made.lines[1], uid=finding.uid)])

    assert (taken.outcome, taken.line, taken.conflict) == ("refused", None, None)
    assert (recorded.outcome, recorded.number) == ("refused", "")
    assert standing(made.lines[1]).result == ""


@pytest.mark.parametrize("wrong", [dt.timedelta(days=-400), dt.timedelta(hours=3)])
def test_a_wrong_clock_is_corrected_and_said(made, wrong):
    now, line = clock.now(), made.lines[0]
    claimed = now + wrong - dt.timedelta(minutes=30)
    sync(made, [sent(line, made_at=claimed)], sent_at=now + wrong)

    row = standing(line).history.latest("sequence")
    assert row.occurred_at == now - dt.timedelta(minutes=30)
    assert row.history_change_reason


def test_moments_of_a_phone():
    now = dt.datetime(2020, 7, 15, 2, tzinfo=dt.UTC)
    minute = dt.timedelta(minutes=1)
    right = PhoneClock.read(now - minute, now, dt.date(2020, 7, 10))

    assert not right.in_words()
    assert right.moment(now - 30 * minute) == now - 30 * minute
    assert (
        right.moment(now + minute) == right.moment(None) == right.moment(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) == now
    )
    edge = dt.timezone(dt.timedelta(hours=14))
    for strange in (dt.datetime.min.replace(tzinfo=edge), dt.datetime.max.replace(tzinfo=dt.UTC)):
        assert PhoneClock.read(strange, now, dt.date(2020, 7, 10)).moment(now) is not None
        assert right.moment(strange) == now


def test_many_answers_cost_as_many_statements_as_few(made):
    # rows of history go in by batches, as many as the database takes at once
    def statements(count):
        lines = [ChecklistLineFactory(session=made.session, clause=made.lines[0].clause) for _ in range(count)]
        with CaptureQueriesContext(connection) as caught:
            taken, _none = sync(made, [sent(line) for line in lines])
        assert {one.outcome for one in taken} == {"saved"}
        return len([query for query in caught if not query["sql"].startswith("INSERT")])

    few = statements(5)
    assert statements(40) == few < 18


@pytest.mark.transactional
def test_two_requests_at_the_same_moment_have_one_effect(organisation):
    with clock.at(clock.now()):
        made = visit(organisation)
    answers, findings = [sent(line) for line in made.lines], [found(made.lines[0])]
    outcomes, ready = [], threading.Barrier(2)

    def run():
        try:
            ready.wait()
            taken, recorded = sync(made, answers, findings, by=organisation.inspector1)
            outcomes.append(sorted({one.outcome for one in (*taken, *recorded)}))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [["same"], ["saved"]]
    assert (SyncReceipt.objects.count(), Finding.objects.count()) == (3, 1)
    assert {standing(line).version for line in made.lines} == {2}
