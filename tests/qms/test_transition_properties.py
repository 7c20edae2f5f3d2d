"""Whatever is decided, carried over and undone, in whatever order: nothing is lost, and again is no change."""

import contextlib
import itertools

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms import clock
from qms.enums import Relation, RunStatus
from qms.models import ClauseDecision, ClauseMove, DocumentClause, TransitionRun
from qms.operations.clause_decisions import ClauseDraft, decide, end_decision
from qms.operations.transition_runs import apply, undo_decision, undo_holder, undo_run
from qms.registry import registry
from qms.transition.digest import digest_stands
from qms.transition.plan import plan
from qms.transition.provenance import moved_by, moved_to
from qms.workflow import StepRefused
from tests.counts import FULL
from tests.factories import (
    ClauseFactory,
    CorrespondenceFactory,
    DocumentClauseFactory,
    DocumentFactory,
    EditionFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
)
from tests.factories_base import save

pytestmark = pytest.mark.django_db

KIND = "qms.documentclause"
WHY = "Vì văn bản khác."
ROWS = (
    ("a", "A", Relation.EQUIVALENT),
    ("b", "B", Relation.EQUIVALENT),
    ("c", "C", Relation.MODIFIED),
    ("d", "C", Relation.MERGED),
    ("e", "D", Relation.SPLIT),
    ("e", "E", Relation.SPLIT),
    ("f", None, Relation.WITHDRAWN),
)
OLD, NEW = "abcdef", "ABCDE"


class World:
    """Two departments with two documents each, and two small editions."""

    def __init__(self, made):
        self.by, self.units = made.officer, (made.department, made.department2)
        one, two = EditionFactory(), EditionFactory()
        self.clauses = {name: ClauseFactory(edition=one, number=name) for name in OLD}
        self.clauses |= {name: ClauseFactory(edition=two, number=name) for name in NEW}
        for old, new, relation in ROWS:
            CorrespondenceFactory(
                from_edition=one,
                to_edition=two,
                from_clause=self.clauses[old],
                to_clause=self.clauses.get(new),
                relation=relation,
            )
        self.programme = TransitionProgrammeFactory(running=True, unit=made.ministry, from_edition=one, to_edition=two)
        for unit in self.units:
            TransitionHolderFactory(programme=self.programme, unit=unit)
        self.documents = [DocumentFactory(unit=unit) for unit in self.units for _ in range(2)]
        self.whole = made.ministry

    def cite(self, document, names):
        """Have a document cite old clauses, or new ones by hand."""
        for name in names:
            with contextlib.suppress(StepRefused):
                if not DocumentClause.objects.filter(record=document, clause=self.clauses[name]).exists():
                    DocumentClauseFactory(record=document, clause=self.clauses[name])

    def unit(self, place):
        """One of the two departments, or the ministry over both."""
        return (*self.units, self.whole)[place]

    def apply(self, place=2):
        """One run."""
        return apply(self.programme, self.unit(place), by=self.by)


@pytest.fixture
def world(organisation, monkeypatch):
    """Documents alone move here: what holds for one kind holds for each."""
    monkeypatch.setattr(registry, "moving_kinds", {KIND: registry.moving_kinds[KIND]})
    return World(organisation)


@contextlib.contextmanager
def tried():
    """One example, of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def alive():
    """Every standing reference of documents."""
    return set(DocumentClause.objects.filter(ended_at=None).values_list("record_id", "clause__number"))


def standing():
    """What the ledger says stands: (old reference, new clause) > (new reference, decision)."""
    latest = {}
    for move in ClauseMove.objects.order_by("pk"):
        latest[(move.old_id, move.to_clause_id)] = move
    return {key: (move.new_id, move.decision_id) for key, move in latest.items() if move.act > 0}


def history():
    """How many changes were ever recorded."""
    return DocumentClause.history.count() + ClauseMove.objects.count()


PLACES = st.integers(0, 2)
CITED = st.lists(st.sets(st.sampled_from(OLD), min_size=1), min_size=4, max_size=4)
STEPS = st.one_of(
    st.tuples(st.just("decide"), PLACES, st.sampled_from(OLD), st.sets(st.sampled_from(NEW)), st.integers(0, 3)),
    st.tuples(st.just("apply"), PLACES),
    st.tuples(st.just("undo run"), st.integers(0, 9)),
    st.tuples(st.just("undo decision"), st.integers(0, 9)),
    st.tuples(st.just("undo holder"), PLACES),
    st.tuples(st.just("end decision"), st.integers(0, 9)),
    st.tuples(st.just("cite"), st.integers(0, 3), st.sampled_from(NEW)),
    st.tuples(st.just("drop"), st.integers(0, 3), st.sampled_from(NEW)),
)
STORIES = st.lists(STEPS, min_size=2, max_size=8)
often = settings(
    max_examples=150 if FULL else 6,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def nth(rows, number):
    """One of some rows, or nothing where there are none."""
    found = list(rows.order_by("pk"))
    return found[number % len(found)] if found else None


def take(world, name, *told):
    """One step of a story; a refusal is an answer too."""
    with contextlib.suppress(StepRefused):
        if name == "decide":
            place, old, new, scope = told
            document = world.documents[min(place, 1) * 2]
            kind, record = (("", None), (KIND, None), (KIND, document.pk), ("", None))[scope]
            targets = [world.clauses[one] for one in sorted(new)]
            unit = world.unit(place) if record is None else document.unit
            draft = ClauseDraft(world.programme, unit, world.clauses[old], targets, kind, "", record, WHY)
            decide([draft], by=world.by)
        elif name == "apply":
            world.apply(*told)
        elif name == "undo run":
            run = nth(TransitionRun.objects, *told)
            _ = run and undo_run(run, by=world.by, reason=WHY)
        elif name == "undo holder":
            undo_holder(world.programme, world.unit(*told), by=world.by, reason=WHY)
        elif name == "cite":
            document, clause = told
            world.cite(world.documents[document], clause)
        elif name == "drop":
            document, clause = told
            reference = DocumentClause.objects.filter(
                record=world.documents[document], clause=world.clauses[clause], ended_at=None
            ).first()
            _ = reference and save(reference, ended_at=clock.now())
        else:
            decision = nth(ClauseDecision.objects, *told)
            step = undo_decision if name == "undo decision" else end_decision
            _ = decision and step(decision, by=world.by, reason=WHY)


@often
@given(CITED, STORIES)
def test_no_reference_is_lost_and_each_is_reached_from_the_other(world, cited, story):
    with tried():
        for document, names in zip(world.documents, cited, strict=True):
            world.cite(document, sorted(names))
        before = alive()
        for step in story:
            length = history()
            by_hand = set(DocumentClause.objects.filter(ended_at=None, run=None).values_list("pk", flat=True))
            take(world, *step)
            assert history() >= length
            if step[0] != "drop":
                assert not DocumentClause.objects.filter(pk__in=by_hand).exclude(ended_at=None).exists()
        assert before <= alive()
        moves = standing()
        olds = {old for old, _ in moves}
        forth, back = moved_to(KIND, olds), moved_by(DocumentClause.objects.all())
        assert {(one.old_id, one.to_clause and one.to_clause.pk) for row in forth.values() for one in row} == set(moves)
        assert {(one.old_id, one.new_id) for row in back.values() for one in row} == {
            (old, new) for (old, _), (new, _) in moves.items() if new
        }
        assert all(digest_stands(run) for run in TransitionRun.objects.filter(status=RunStatus.DONE))


@often
@given(CITED, STORIES)
def test_applied_twice_is_applied_once(world, cited, story):
    with tried():
        for document, names in zip(world.documents, cited, strict=True):
            world.cite(document, sorted(names))
        for step in story:
            take(world, *step)
        world.apply()
        once, told, length = alive(), standing(), history()
        again = world.apply()
        assert (again.changed, again.run) == (0, None)
        assert (alive(), standing(), history()) == (once, told, length)
        totals = plan(world.programme).totals
        assert totals.settled + totals.ready + totals.asks == totals.references


@often
@given(CITED, STORIES)
def test_applied_and_undone_is_as_before_with_a_longer_history_and_stays_so(world, cited, story):
    with tried():
        for document, names in zip(world.documents, cited, strict=True):
            world.cite(document, sorted(names))
        for step in story:
            take(world, *step)
        before, told, length = alive(), standing(), history()
        run = world.apply().run
        if run is None:
            return
        undo_run(run, by=world.by, reason=WHY)
        assert (alive(), standing()) == (before, told)
        assert history() > length
        world.apply()
        assert (alive(), standing()) == (before, told)


class PulledPlug(Exception):
    """The power went."""


@contextlib.contextmanager
def plug_pulled_at(number):
    """The statement of that number does not come to pass, nor anything of its transaction."""
    seen = itertools.count()

    def run(execute, sql, params, many, context):
        if next(seen) == number:
            raise PulledPlug
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run), contextlib.suppress(PulledPlug):
        yield


def told(world):
    """All that a run leaves, without keys of the database that depend on how often it was begun."""
    decisions = {key: decision for key, (_new, decision) in standing().items()}
    return alive(), decisions, list(TransitionRun.objects.values_list("kind", "status"))


@settings(often, max_examples=200 if FULL else 5)
@given(st.integers(0, 90))
def test_killed_anywhere_and_run_again_is_run_once(world, number):
    with tried(), pytest.MonkeyPatch.context() as patched:
        patched.setattr("qms.operations.transition_work.CHUNK", 2)
        for document, names in zip(world.documents, ("ae", "d", "a", "c"), strict=True):
            world.cite(document, names)
        for old, new in (("d", "C"), ("e", "DE")):
            take(world, "decide", 2, old, set(new), 0)
        with transaction.atomic():
            world.apply()
            wanted = told(world)
            transaction.set_rollback(True)
        with plug_pulled_at(number):
            world.apply()
        world.apply()
        assert told(world) == wanted
        run = TransitionRun.objects.get()
        assert (run.counts["moved"], digest_stands(run)) == (len(standing()), True)
        with plug_pulled_at(number):
            undo_run(run, by=world.by, reason=WHY)
        with contextlib.suppress(StepRefused):
            undo_run(run, by=world.by, reason=WHY)
        assert standing() == {}
        assert {number for _record, number in alive()} == set("aecd")
        assert set(TransitionRun.objects.values_list("status", flat=True)) == {RunStatus.DONE}
