"""Every guard of the inspections' lifecycles, both ways; and all that fail are told at once."""

import datetime as dt

import pytest

from inspections import guards
from inspections.workflows import FINDING, INSPECTION, NONCONFORMITY, PROGRAMME
from qms import clock
from qms.workflow import StepRefused
from tests.factories import (
    AnswerConflictFactory,
    CauseFactory,
    FindingFactory,
    NonconformityFactory,
    SessionFactory,
    save,
)
from tests.scenes import BUILDERS, sides
from tests.shared_organisation import DAY, on


def record(name, state, **values):
    """A record of the story in that state, with these values, as a step brings it."""

    def build(org):
        made = BUILDERS[name](org, state)
        for key, value in values.items():
            setattr(made, key, value(org) if callable(value) else value)
        made.step_reason = values.get("step_reason", "")
        return made

    return build


def in_days(count):
    """That many days from the tests' day."""
    return DAY + dt.timedelta(days=count)


def changed(build, change):
    """A record after something around it changed."""

    def run(org):
        made = build(org)
        change(org, made)
        return made

    return run


def all_of(related, **values):
    """Set values on every record on the other side."""

    def change(org, made):
        for row in getattr(made, related).all():
            save(row, **values)

    return change


def no_sessions(org, made):
    all_of("sessions", ended_at=clock.now())(org, made)


def in_each_session(related):
    """End what each session has of that kind."""

    def change(org, made):
        for session in made.sessions.all():
            all_of(related, ended_at=clock.now())(org, session)

    return change


def actions_are(status):
    """Every corrective action stands in that state."""

    def change(org, made):
        for link in made.corrective_actions.all():
            save(link.action, status=status)

    return change


def without_actions(org, made):
    actions_are("cancelled")(org, made)


def without_actions_but_reasons(org, made):
    without_actions(org, made)
    all_of("causes", no_action_reason="Nguyên nhân đã hết")(org, made)


def unanswered_line(org, made):
    for session in made.sessions.all():
        all_of("lines", result="")(org, session)


def two_answers(org, made):
    AnswerConflictFactory(line=made.sessions.get().lines.first())


def two_answers_decided(org, made):
    AnswerConflictFactory(line=made.sessions.get().lines.first(), status="taken")


def disputed_finding(org, made):
    NonconformityFactory(disputed=True, inspection=made, **sides(org))


def open_nonconformity(org, made):
    NonconformityFactory(accepted=True, inspection=made, **sides(org))


def ended_nonconformities(org, made):
    NonconformityFactory(withdrawn=True, inspection=made, **sides(org))
    NonconformityFactory(closed=True, inspection=made, **sides(org))


def draft_finding(org, made):
    FindingFactory(inspection=made)


def its_nonconformity(state):
    """The finding's own nonconformity, in that state."""

    def change(org, made):
        NonconformityFactory(**{state: True}, finding=made, **sides(org))
        made.refresh_from_db()

    return change


def its_action(state):
    """The finding's improvement action, in that state."""

    def change(org, made):
        save(made, action=BUILDERS["action"](org, state), answer_kind="improvement")

    return change


def not_independent(org, made):
    for session in made.sessions.all():
        for row in session.inspectors.all():
            save(row, user=org.owner1)


def concluded(org, made):
    save(made.inspection, status="concluded")


def an_earlier_round_only(org, made):
    save(made, loop=2)


planned = record("inspection", "planned")
visit = record("inspection", "in_progress")
sent = record("inspection", "with_unit", unit_commented_on=None)
observation = record("finding", "confirmed")
contained = record("nonconformity", "contained")
waiting = record("nonconformity", "effectiveness_check")
CASES = {
    guards.has_team_and_sessions: (
        [planned],
        [
            record("inspection", "planned", lead=None, lead_id=None),
            changed(planned, no_sessions),
            changed(planned, in_each_session("inspectors")),
            changed(planned, in_each_session("clause_references")),
        ],
    ),
    guards.is_independent: ([planned], [changed(planned, not_independent)]),
    guards.notice_in_time: (
        [
            record("inspection", "planned", starts_on=in_days(14)),
            record("inspection", "planned", starts_on=in_days(2), step_reason="Đột xuất"),
        ],
        [record("inspection", "planned", starts_on=in_days(13)), record("inspection", "planned", starts_on=DAY)],
    ),
    guards.day_has_come: (
        [record("inspection", "notified"), record("inspection", "notified", starts_on=in_days(-1))],
        [record("inspection", "notified", starts_on=in_days(1))],
    ),
    guards.every_line_answered: ([visit], [changed(visit, unanswered_line)]),
    guards.no_answer_beside_another: ([visit, changed(visit, two_answers_decided)], [changed(visit, two_answers)]),
    guards.findings_confirmed: ([visit], [changed(visit, draft_finding)]),
    guards.has_conclusion: (
        [record("inspection", "report_drafted")],
        [record("inspection", "report_drafted", conclusion="  ")],
    ),
    guards.unit_had_its_say: (
        # sent on Wednesday 8 July: five working days end on Wednesday 15 July
        [
            record("inspection", "with_unit"),
            record("inspection", "with_unit", unit_commented_on=None, sent_on=in_days(-8)),
        ],
        [sent, record("inspection", "with_unit", unit_commented_on=None, sent_on=in_days(-7))],
    ),
    guards.disputes_settled: ([sent], [changed(sent, disputed_finding)]),
    guards.nonconformities_ended: (
        [record("inspection", "concluded"), changed(record("inspection", "concluded"), ended_nonconformities)],
        [changed(record("inspection", "concluded"), open_nonconformity)],
    ),
    guards.finding_answered_by_unit: (
        [
            record("finding", "confirmed", answer_kind="not_taken_up", answer_text="Đã có"),
            record("finding", "confirmed", grade="opportunity", answer_kind="improvement", answer_text="Sẽ làm"),
        ],
        [
            observation,
            record("finding", "confirmed", answer_kind="not_taken_up", answer_text=" "),
            record("finding", "confirmed", grade="minor", answer_kind="not_taken_up", answer_text="Đã có"),
            record("finding", "confirmed", grade="conformity", answer_kind="not_taken_up", answer_text="Đã có"),
        ],
    ),
    guards.is_nonconforming: (
        [record("finding", "confirmed", grade="minor"), record("finding", "confirmed", grade="major")],
        [observation, record("finding", "confirmed", grade="good_practice")],
    ),
    guards.answer_is_done: (
        [
            record("finding", "answered"),
            changed(record("finding", "answered"), its_action("verified")),
            changed(record("finding", "answered"), its_action("cancelled")),
            changed(record("finding", "answered"), its_nonconformity("withdrawn")),
        ],
        [
            changed(record("finding", "answered"), its_action("done")),
            changed(record("finding", "answered"), its_nonconformity("accepted")),
        ],
    ),
    guards.regrade_in_time: ([observation], [changed(observation, concluded)]),
    guards.nonconformity_not_ended: (
        [observation, changed(observation, its_nonconformity("accepted"))],
        [changed(observation, its_nonconformity("withdrawn")), changed(observation, its_nonconformity("closed"))],
    ),
    guards.is_described: (
        [record("nonconformity", "recorded"), record("nonconformity", "recorded", fact="", brought_in=True)],
        [record("nonconformity", "recorded", fact=" "), record("nonconformity", "recorded", requirement="")],
    ),
    guards.dispute_in_time: (
        [
            record("nonconformity", "recorded", answer_due_on=DAY),
            record("nonconformity", "recorded", answer_due_on=None),
        ],
        [record("nonconformity", "recorded", answer_due_on=in_days(-1))],
    ),
    guards.corrected_or_why_not: (
        [
            record("nonconformity", "accepted", correction="Đã sửa", correction_on=DAY),
            record("nonconformity", "accepted", no_correction_reason="Hồ sơ đã trả"),
            record("nonconformity", "accepted", brought_in=True),
        ],
        [record("nonconformity", "accepted"), record("nonconformity", "accepted", correction="Đã sửa")],
    ),
    guards.similar_cases_answered: ([record("nonconformity", "contained", similar_cases="none")], [contained]),
    guards.has_cause: (
        [contained, changed(record("nonconformity", "contained", grade="major"), all_of("causes", method="ishikawa"))],
        [
            changed(contained, all_of("causes", ended_at=dt.datetime(2020, 7, 1, tzinfo=dt.UTC))),
            changed(contained, an_earlier_round_only),
            record("nonconformity", "contained", grade="major"),
        ],
    ),
    guards.causes_confirmed: (
        [contained],
        [changed(contained, lambda org, made: CauseFactory(nonconformity=made))],
    ),
    guards.causes_acted_on: (
        [contained, changed(contained, without_actions_but_reasons)],
        [changed(contained, without_actions)],
    ),
    guards.check_is_planned: (
        [record("nonconformity", "contained", criterion="Không còn", check_on=DAY)],
        [contained, record("nonconformity", "contained", criterion="Không còn")],
    ),
    guards.verifier_is_named: (
        [record("nonconformity", "plan_proposed", verifier=lambda org: org.verifier1)],
        [
            record("nonconformity", "plan_proposed"),
            record("nonconformity", "plan_proposed", verifier=lambda org: org.owner1),
            record("nonconformity", "plan_proposed", verifier=lambda org: org.reader1),
            record("nonconformity", "plan_proposed", verifier=lambda org: org.inspector1),
            record("nonconformity", "plan_proposed", verifier=lambda org: org.manager1),
        ],
    ),
    guards.actions_verified: (
        [waiting, changed(waiting, without_actions)],
        [changed(waiting, actions_are("done")), changed(waiting, actions_are("assigned"))],
    ),
    guards.check_day_has_come: (
        [waiting, record("nonconformity", "effectiveness_check", check_on=in_days(-1))],
        [record("nonconformity", "effectiveness_check", check_on=in_days(1))],
    ),
    guards.effect_is_shown: (
        [record("nonconformity", "effectiveness_check", effect_evidence="Sổ")],
        [record("nonconformity", "effectiveness_check", effect_evidence=" ")],
    ),
    guards.withdrawal_was_asked: (
        [waiting],
        [record("nonconformity", "recorded", withdrawal_asked_by=None, withdrawal_asked_by_id=None)],
    ),
}
HOLDS = [(guard, build) for guard, (holds, _fails) in CASES.items() for build in holds]
FAILS = [(guard, build) for guard, (_holds, fails) in CASES.items() for build in fails]


def names(cases):
    """Readable, distinct names."""
    return [f"{index:02d}-{guard.__name__}" for index, (guard, _build) in enumerate(cases)]


@pytest.mark.parametrize(("guard", "build"), HOLDS, ids=names(HOLDS))
def test_holds(org, guard, build):
    assert guard(build(org)) is None


@pytest.mark.parametrize(("guard", "build"), FAILS, ids=names(FAILS))
def test_fails_with_a_sentence(org, guard, build):
    sentence = str(guard(build(org)))

    assert sentence.endswith(".")
    assert "%(" not in sentence


def test_every_guard_has_its_cases():
    used = {
        guard
        for workflow in (PROGRAMME, INSPECTION, FINDING, NONCONFORMITY)
        for transition in workflow.transitions
        for guard in transition.guards
    }

    assert used == set(CASES)


def test_all_that_fails_in_a_plan_is_told_at_once(org):
    nonconformity = NonconformityFactory(contained=True, handler=org.reader1, **sides(org))

    with pytest.raises(StepRefused) as refused:
        NONCONFORMITY.apply("propose", nonconformity, by=org.reader2)

    assert len(refused.value.reasons) == 4  # the person, similar cases, no cause, no criterion
    assert refused.value.who


def test_all_that_fails_before_a_notice_is_told_at_once(org):
    inspection = BUILDERS["inspection"](org, "planned")
    not_independent(org, inspection)
    SessionFactory(inspection=inspection, unit=org.division)

    with on(DAY + dt.timedelta(days=15)), pytest.raises(StepRefused) as refused:
        INSPECTION.apply("notify", inspection, by=org.reader2)

    assert len(refused.value.reasons) == 4  # the person, a session without people, independence, short notice


def test_a_page_offers_steps_before_anything_is_typed(org):
    """What the form still asks for does not shut the step on the page."""
    nonconformity = BUILDERS["nonconformity"](org, "contained")

    open_steps = {step.name for step in NONCONFORMITY.steps(nonconformity, org.manager1) if step.allowed}

    assert open_steps == {"propose", "name_handler"}
