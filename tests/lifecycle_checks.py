"""What is shown of every lifecycle, for every state and step: used by the tests of each app."""

import pytest

from qms.history.recording import ReasonMissing
from qms.models import Notice, Signature, User
from qms.signatures import content_hash, intend
from qms.workflow import WORKFLOWS, Conflict, StepRefused
from tests.factories import PASSWORD
from tests.lifecycle_rows import ROWS, SYSTEM
from tests.lifecycle_steps import PREPARE, WHY, operate
from tests.scenes import BUILDERS
from tests.shared_organisation import fresh, people_of

TRY = ("officer1", "manager1", "lead1", "owner1", "reader2")
"""The wrong people who really try the step, beside asking whether they may."""


def states_of(name):
    """The states of a lifecycle's model."""
    workflow = WORKFLOWS[name]
    from django.apps import apps  # noqa: PLC0415 - models are read when tests are collected

    return [value for value, _label in apps.get_model(workflow.model_label)._meta.get_field("status").flatchoices]


def edges_of(name):
    """(step, from, to, reason, signed) of the code's table; a step that ends in several states gives several."""
    edges = set()
    for transition in WORKFLOWS[name].transitions:
        for source in transition.sources:
            for target in _targets(transition, str(source)):
                edges.add((transition.name, str(source), target, transition.reason, transition.signed))
    return edges


def _targets(transition, source):
    if not callable(transition.to):
        return [str(transition.to)]
    if (transition.name, source) == ("review", "in_review"):
        return ["in_review", "reviewed"]
    if transition.name == "settle":
        return ["accepted", "withdrawn"]
    if (transition.name, source) == ("regrade", "answered"):
        return ["answered", "confirmed"]
    return [source]


def cells(names, *, open_ones):
    """(lifecycle, row) for each row of the tables, or (lifecycle, state, step) for all that is not in them."""
    if open_ones:
        return [pytest.param(name, row, id=f"{name}-{row}-{row.target}") for name in names for row in ROWS[name]]
    shut = []
    for name in names:
        known = {(row.source, row.step) for row in ROWS[name]}
        steps = dict.fromkeys(transition.name for transition in WORKFLOWS[name].transitions)
        shut += [(name, state, step) for state in states_of(name) for step in steps if (state, step) not in known]
    return [pytest.param(*cell, id="-".join(cell)) for cell in shut]


def standing(record):
    """All that a refused step must leave alone."""
    model = type(record)
    row = model.objects.filter(pk=record.pk).values().get()
    return row, record.history.count(), Notice.objects.count(), Signature.objects.count()


def who(org, name):
    """That person as the next request loads them."""
    return User.objects.get(username=SYSTEM) if name == SYSTEM else fresh(getattr(org, name))


def made(org, name, state, step, target=""):
    """A record in the state, prepared for the step."""
    record = BUILDERS[name](org, state)
    prepare = PREPARE.get((name, step, target)) or PREPARE.get((name, step))
    if prepare and (state, step) in {(row.source, row.step) for row in ROWS[name]}:
        prepare(record)
    return type(record).objects.get(pk=record.pk)


def common(row, person, record):
    """Reason and signature as the row asks for them."""
    given = {"reason": WHY} if row.reason or row.who == {SYSTEM} else {}
    if row.signed:
        given["signature"] = intend(person, PASSWORD, shown_hash=content_hash(record))
    return given


def check_shut(org, name, state, step):
    """From a state that the step does not leave: refused with the plain sentence; nothing changes."""
    row = next(row for row in ROWS[name] if row.step == step)
    record = made(org, name, state, step)
    person = who(org, min(row.who))
    before = standing(record)
    label = dict(record._meta.get_field("status").flatchoices)[state]

    with pytest.raises(StepRefused) as refused:
        operate(name, row)(org, record, person, **common(row, person, record))

    assert any(f"«{label}»" in reason for reason in refused.value.reasons)
    assert standing(record) == before


def check_open(org, name, row):
    """From the right state by the right person: to the target, one history row with user, operation and reason."""
    record = made(org, name, row.source, row.step, row.target)
    person = who(org, min(row.who))
    given = common(row, person, record)

    operate(name, row)(org, record, person, **given)

    after = type(record).objects.get(pk=record.pk)
    rows = record.history.filter(operation=f"{name}.{row.step}")
    if (name, row.step) != ("inspection", "conclude"):  # nothing is open, so the system closes it at once
        assert after.status == row.target
    assert [entry.history_user_id for entry in rows] == [person.pk]
    assert rows[0].history_change_reason == given.get("reason", "")
    assert rows[0].status == row.target
    assert Signature.objects.filter(record_uid=record.uid, step=row.step).count() == row.signed


def check_people(org, name, row):
    """Exactly the named people may; everybody else is refused with a reason and who can, and nothing changes."""
    record = made(org, name, row.source, row.step, row.target)
    before = standing(record)
    may = set()
    for username, person in people_of(org).items():
        step = WORKFLOWS[name].blockers(row.step, record, person)
        if step.allowed:
            may.add(username)
            continue
        assert step.reasons
        assert step.who or row.who == {SYSTEM}, f"{username} is not told who can"
        if username in TRY:
            with pytest.raises(StepRefused) as refused:
                operate(name, row)(org, record, person, **common(row, person, record))
            assert refused.value.reasons
    assert may == row.who - {SYSTEM}
    assert standing(record) == before


def check_reason(org, name, row):
    """Without its reason a step is refused."""
    record = made(org, name, row.source, row.step, row.target)
    person = who(org, min(row.who))
    given = common(row, person, record) | {"reason": "   "}
    before = standing(record)

    with pytest.raises(ReasonMissing):
        operate(name, row)(org, record, person, **given)

    assert standing(record) == before


def check_signature(org, name, row):
    """Refused without a signature, with another's, and over something else than what stands."""
    record = made(org, name, row.source, row.step, row.target)
    person, other = who(org, min(row.who)), who(org, "reader2")
    wrong = [None, intend(other, PASSWORD, shown_hash=content_hash(record)), intend(person, PASSWORD, shown_hash="0")]
    before = standing(record)

    for signature in wrong:
        with pytest.raises(StepRefused):
            operate(name, row)(org, record, person, **common(row, person, record) | {"signature": signature})
        assert standing(record) == before


def check_second_click(org, name, row):
    """The same page sent twice: the second is told that the record changed, and changes nothing."""
    record = made(org, name, row.source, row.step, row.target)
    person = who(org, min(row.who))
    shown = record.version
    given = common(row, person, record)
    operate(name, row)(org, record, person, **given, version=shown)
    before = standing(record)

    with pytest.raises(StepRefused) as refused:
        operate(name, row)(org, record, person, **given, version=shown)

    assert isinstance(refused.value, Conflict) or (name, row.step) == ("issue", "review")

    assert standing(record) == before
