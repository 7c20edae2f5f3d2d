"""What the operations of programmes, inspections and findings do beyond the step itself."""

import datetime as dt

import pytest

from inspections.models import ChecklistLine, Finding, Inspection, Nonconformity, Programme, ProgrammeLine, Session
from inspections.operations import checklist, programme
from inspections.operations import finding as findings
from inspections.operations import inspection as visits
from inspections.operations import session as sessions
from qms.history.recording import ReasonMissing
from qms.models import Notice
from qms.operations import actions
from qms.policy import Refused
from qms.signatures import content_hash, intend
from qms.workflow import Conflict, StepRefused
from tests.factories import PASSWORD, save
from tests.scenes import finding, inspection, nonconformity, sides
from tests.shared_organisation import DAY, fresh, on


def told(kind):
    """Who was told."""
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def planned(org, **values):
    """An inspection that the officer plans with a team."""
    draft = Inspection(
        **sides(org), kind="internal", title="Đánh giá", edition=org.edition, lead=org.lead1,
        starts_on=DAY + dt.timedelta(days=20), ends_on=DAY + dt.timedelta(days=21),
    )  # fmt: skip
    for name, value in values.items():
        setattr(draft, name, value)
    return visits.plan_inspection(draft, by=org.officer1, team=[org.inspector1], units=[org.section])


def test_planning_numbers_names_units_and_team(org):
    first, second = planned(org), planned(org)

    assert [row.number[-4:] for row in (first, second)] == ["0001", "0002"]
    assert first.number.startswith("ĐGNB-2020-S1-")
    assert visits.inspected_units(first) == [org.division, org.section]
    assert visits.team_of(first) == [org.lead1, org.inspector1]
    assert Inspection.objects.visible_to(fresh(org.inspector1)).filter(pk=first.pk).exists()


def test_who_leaves_the_team_no_longer_reaches_it(org):
    made = planned(org)
    visits.name_team(made, [org.verifier1], by=org.lead1)
    assert Inspection.objects.visible_to(fresh(org.verifier1)).filter(pk=made.pk).exists()

    visits.name_team(made, [], by=org.lead1)

    assert not Inspection.objects.visible_to(fresh(org.verifier1)).filter(pk=made.pk).exists()
    assert visits.team_of(made) == [org.lead1]


def test_postponing_moves_the_sessions_and_asks_for_notice_again(org):
    made = inspection(org, "notified")

    made = visits.postpone(
        made, by=org.lead1, reason="Mưa bão", starts_on=DAY + dt.timedelta(days=30), ends_on=DAY + dt.timedelta(days=31)
    )

    assert (made.status, made.notified_on) == ("planned", None)
    assert made.sessions.get().day == DAY + dt.timedelta(days=30)
    assert told("inspection_postponed") == {"manager1", "inspector1"}
    with pytest.raises(StepRefused):
        visits.postpone(made, by=org.lead1, reason="Ngược", starts_on=DAY, ends_on=DAY - dt.timedelta(days=1))


def test_checklist_comes_from_the_clauses_and_again_adds_nothing(org):
    made = planned(org)
    clauses = list(org.edition.clauses.filter(number__in=["9.2", "10.2"]))
    session = Session(inspection=made, unit=org.division, day=made.starts_on)
    session = sessions.plan_session(session, by=org.lead1, inspectors=[org.inspector1], clauses=clauses)

    lines = sessions.make_checklist(session, by=org.lead1)

    assert lines
    assert all(line.clause.number.startswith(("9.2", "10.2")) for line in lines)
    assert sessions.make_checklist(session, by=org.lead1) == []
    sessions.plan_session(session, by=org.lead1, inspectors=[org.inspector1], clauses=clauses[:1])
    sessions.make_checklist(session, by=org.lead1)
    left = session.lines.filter(ended_at=None)
    assert {line.clause.number.split(".")[0] for line in left} == {clauses[0].number.split(".")[0]}


def test_who_asks_in_a_session_is_on_the_team_and_stays_until_it_changes(org):
    made = planned(org)
    session = Session(inspection=made, unit=org.division, day=made.starts_on)
    session = sessions.plan_session(session, by=org.officer1, inspectors=[org.lead1, org.verifier1])

    assert visits.team_of(made) == [org.lead1, org.inspector1, org.verifier1]
    assert Inspection.objects.visible_to(fresh(org.verifier1)).filter(pk=made.pk).exists()
    with pytest.raises(StepRefused, match="04/08/2020"):
        visits.name_team(made, [org.inspector1], by=org.officer1)
    sessions.plan_session(session, by=org.officer1, inspectors=[org.lead1])
    visits.name_team(made, [org.inspector1], by=org.officer1)
    assert not Inspection.objects.visible_to(fresh(org.verifier1)).filter(pk=made.pk).exists()


def test_a_session_outside_the_visit_or_after_it_is_refused(org):
    made = planned(org)
    late = Session(inspection=made, unit=org.division, day=made.ends_on + dt.timedelta(days=1))
    with pytest.raises(StepRefused):
        sessions.plan_session(late, by=org.lead1, inspectors=[])
    ended = inspection(org, "report_drafted")
    with pytest.raises(StepRefused):
        sessions.drop_session(ended.sessions.get(), by=org.lead1, reason="Thừa")


def test_a_held_session_does_not_change(org):
    session = inspection(org, "in_progress").sessions.get()
    session = sessions.hold_session(session, by=org.inspector1)

    with pytest.raises(StepRefused):
        sessions.plan_session(session, by=org.lead1, inspectors=[org.verifier1])


@pytest.mark.parametrize(
    ("result", "note", "faults"), [("conforming", "", 0), ("not_examined", "", 1), ("maybe", "", 1), ("", "", 1)]
)
def test_answering_a_line(org, result, note, faults):
    line = ChecklistLine.objects.get(session__inspection=inspection(org, "in_progress"))
    if not faults:
        answered = checklist.answer_line(line, by=org.inspector1, result=result, note=note)
        assert (answered.result, answered.answered_by) == (result, org.inspector1)
        return

    with pytest.raises(StepRefused) as refused:
        checklist.answer_line(line, by=org.inspector1, result=result, note=note)

    assert len(refused.value.reasons) == faults


def test_answers_are_the_teams_and_during_the_visit(org):
    line = ChecklistLine.objects.get(session__inspection=inspection(org, "in_progress"))
    with pytest.raises(Refused):
        checklist.answer_line(line, by=org.manager1, result="conforming")
    with pytest.raises(Conflict):
        checklist.answer_line(line, by=org.inspector1, result="conforming", version=line.version - 1)
    later = ChecklistLine.objects.get(session__inspection=inspection(org, "report_drafted"))
    with pytest.raises(StepRefused):
        checklist.answer_line(later, by=org.inspector1, result="conforming")


def test_open_lines_are_marked_with_one_reason(org):
    visit = inspection(org, "in_progress")
    line = ChecklistLine.objects.get(session__inspection=visit)
    save(line, result="")
    with pytest.raises(ReasonMissing):
        checklist.mark_not_examined(visit, by=org.lead1, reason=" ")

    assert checklist.mark_not_examined(visit, by=org.lead1, reason="Hết giờ") == 1

    line.refresh_from_db()
    assert (line.result, line.note) == ("not_examined", "Hết giờ")
    assert visits.end_visit(visit, by=org.lead1).status == "report_drafted"


def recorded(org, grade, visit=None):
    """A finding that inspector1 records in a visit under way."""
    draft = Finding(
        inspection=visit or inspection(org, "in_progress"), unit=org.division, grade=grade, statement="Hồ sơ trễ hạn"
    )
    return findings.record_finding(draft, by=org.inspector1, clauses=[org.edition.clauses.get(number="10.2.1")])


def test_a_confirmed_minor_becomes_a_nonconformity_of_the_unit(org):
    made = findings.confirm_finding(recorded(org, "minor"), by=org.lead1)

    record = made.nonconformity
    assert (record.status, record.unit, record.lead, record.grade) == ("recorded", org.division, org.lead1, "minor")
    assert "10.2.1" in record.requirement
    assert record.clause_references.get().clause.number == "10.2.1"
    assert record.answer_due_on == dt.date(2020, 7, 22)
    assert told("nonconformity_recorded") == {"manager1"}


def test_an_observation_waits_ten_working_days_for_the_unit(org):
    made = findings.confirm_finding(recorded(org, "observation"), by=org.lead1)

    assert made.answer_due_on == dt.date(2020, 7, 29)
    assert told("finding_to_answer") == {"manager1"}
    assert not Nonconformity.objects.exists()


def test_findings_are_recorded_by_the_team_from_the_visit_until_the_report_is_sent(org):
    with pytest.raises(Refused):
        findings.record_finding(
            Finding(inspection=inspection(org, "in_progress"), unit=org.division, grade="minor", statement="Trễ"),
            by=org.manager1,
        )
    for state in ("planned", "notified", "with_unit"):
        with pytest.raises(StepRefused):
            recorded(org, "minor", inspection(org, state))


def test_an_improvement_closes_its_finding_when_it_is_verified(org):
    made = finding(org, "confirmed")
    with pytest.raises(StepRefused):
        findings.answer_finding(made, by=org.manager1, answer_kind="improvement", answer_text="Sẽ làm")
    made = findings.answer_finding(
        made, by=org.manager1, answer_kind="improvement", answer_text="Lập sổ", owner=org.owner1, due_on=DAY
    )
    action = made.action
    assert (action.status, action.owner, action.approver) == ("assigned", org.owner1, org.lead1)
    with pytest.raises(StepRefused):
        findings.close_finding(made, by=org.lead1)
    action = actions.start_action(action, by=org.owner1)
    action = actions.report_done(action, by=org.owner1, evidence="Sổ mới")

    actions.verify_action(action, by=org.lead1)

    made.refresh_from_db()
    assert made.status == "closed"
    assert made.history.latest("sequence").history_user.username == "system"


def test_an_answered_finding_does_not_close_before_its_nonconformity(org):
    visit = inspection(org, "in_progress")
    made = findings.confirm_finding(recorded(org, "minor", visit), by=org.lead1)
    save(made, status="answered")

    with pytest.raises(StepRefused):
        findings.close_finding(made, by=org.lead1)


def test_regrading_takes_the_nonconformity_along(org):
    made = findings.confirm_finding(recorded(org, "minor"), by=org.lead1)

    made = findings.regrade_finding(made, by=org.lead1, grade="major", reason="Lặp lại nhiều nơi")

    record = Nonconformity.objects.get(finding=made)
    assert (made.original_grade, made.grade, record.grade) == ("minor", "major", "major")
    assert record.history.latest("sequence").history_change_reason == "Lặp lại nhiều nơi"
    assert told("finding_regraded") == {"manager1"}


def test_regraded_to_an_observation_it_waits_for_the_unit(org):
    made = findings.confirm_finding(recorded(org, "minor"), by=org.lead1)
    save(made, status="answered")

    made = findings.regrade_finding(made, by=org.lead1, grade="observation", reason="Chỉ một hồ sơ")

    assert (made.status, made.answer_due_on) == ("confirmed", dt.date(2020, 7, 29))
    assert Nonconformity.objects.get(finding=made).status == "withdrawn"
    with pytest.raises(StepRefused):
        findings.regrade_finding(made, by=org.lead1, grade="minor", reason="Đổi ý")
    with pytest.raises(StepRefused):
        findings.regrade_finding(made, by=org.lead1, grade="enormous", reason="Đổi ý")


def test_an_observation_regraded_to_a_minor_raises_its_nonconformity(org):
    made = findings.confirm_finding(recorded(org, "observation"), by=org.lead1)

    findings.regrade_finding(made, by=org.lead1, grade="minor", reason="Có hại")

    assert Nonconformity.objects.get(finding=made).status == "recorded"


def test_a_finding_stands_while_its_nonconformity_does(org):
    made = findings.confirm_finding(recorded(org, "minor"), by=org.lead1)

    with pytest.raises(StepRefused) as refused:
        findings.withdraw_finding(made, by=org.lead1, reason="Nhầm")

    assert made.nonconformity.number in refused.value.reasons[0]


def conclude(org, visit):
    """The lead concludes, signed."""
    return visits.conclude(visit, by=org.lead1, signature=intend(org.lead1, PASSWORD, shown_hash=content_hash(visit)))


def test_the_unit_has_five_working_days_to_comment(org):
    visit = visits.send_report(inspection(org, "report_drafted"), by=org.lead1)
    with pytest.raises(StepRefused) as refused:
        conclude(org, visit)
    assert "22/07/2020" in refused.value.reasons[0]
    with on(dt.date(2020, 7, 23)):
        visit = conclude(org, visit)

    assert visit.unit_silent_on == dt.date(2020, 7, 23)


def test_a_comment_lets_the_lead_conclude_at_once(org):
    visit = visits.send_report(inspection(org, "report_drafted"), by=org.lead1)
    with pytest.raises(StepRefused):
        visits.comment_on_report(visit, by=org.manager1, unit_comment="  ")
    visit = visits.comment_on_report(visit, by=org.manager1, unit_comment="Nhất trí")
    assert told("report_commented") == {"lead1"}

    visit = conclude(org, visit)

    assert (visit.status, visit.unit_silent_on, visit.report_version) == ("closed", None, 1)
    assert len(visit.report_hash) == 64


def test_reopening_makes_a_new_version_of_the_report(org):
    visit = conclude(org, inspection(org, "with_unit"))
    first = visit.report_hash
    signature = intend(org.head1, PASSWORD, shown_hash=content_hash(visit))
    visit = visits.reopen(visit, by=org.head1, reason="Thiếu phụ lục", signature=signature)
    visit = visits.write_report(visit, by=org.lead1, conclusion="Bổ sung phụ lục")
    visit = visits.send_report(visit, by=org.lead1)
    assert visit.unit_commented_on is None
    visit = visits.comment_on_report(visit, by=org.manager1, unit_comment="Nhất trí")

    visit = conclude(org, visit)

    assert visit.report_version == 2
    assert visit.report_hash != first
    assert visit.history.filter(report_hash=first).exists()


def test_an_open_nonconformity_keeps_the_inspection_concluded(org):
    visit = inspection(org, "with_unit")
    nonconformity(org, "accepted", inspection=visit)

    assert conclude(org, visit).status == "concluded"


def test_a_programme_changes_only_as_an_amendment_once_approved(org):
    draft = Programme(unit=org.department, year=2020, title="Chương trình", edition=org.edition)
    made = programme.plan_programme(draft, by=org.officer1)
    line = programme.plan_visit(ProgrammeLine(programme=made, unit=org.division, month=7), by=org.officer1)
    signature = intend(org.head1, PASSWORD, shown_hash=content_hash(made))
    made = programme.approve_programme(made, by=org.head1, signature=signature)
    line.programme = made
    for change in (
        lambda: programme.plan_visit(line, by=org.officer1),
        lambda: programme.drop_visit(line, by=org.officer1, reason="Thừa"),
        lambda: programme.change_programme(made, by=org.officer1),
    ):
        with pytest.raises(StepRefused):
            change()

    made = programme.amend_programme(made, by=org.officer1, reason="Thêm đơn vị")
    line.programme = made
    save(inspection(org, "planned"), programme_line=line)

    assert (made.status, made.issue) == ("amended", 2)
    with pytest.raises(StepRefused):
        programme.drop_visit(line, by=org.officer1, reason="Thừa")
