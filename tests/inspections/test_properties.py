"""Whatever anybody tries, in any order: nothing closes that should not, and history stays whole."""

import datetime as dt
import random

from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from inspections.models import Nonconformity
from qms.workflow import StepRefused
from tests.counts import FULL, examples
from tests.factories import ActingForFactory, FindingFactory
from tests.inspections.walk import LIKELY, PEOPLE, Walk
from tests.scenes import inspection, nonconformity, sides
from tests.shared_organisation import DAY, on

MOST = 200  # lives: a quarter of them before each change, 2,000 in the full count


class Draw:
    """The choices of one walk: mostly what makes sense, now and then anything at all."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311 - no secret

    def _mostly(self):
        return self.dice.random() < 0.85

    def move(self, likely, every):
        """A move of the state, or any."""
        return self.dice.choice(likely if self._mostly() else every)

    def who(self, likely, every):
        """The right person, or anybody."""
        return likely if self._mostly() else self.anyone(every)

    def anyone(self, every):
        """Anybody."""
        return self.dice.choice(every)

    def verifier(self, every):
        """Whoever is named to verify: as often the wrong one."""
        return self.dice.choice(("verifier1", self.anyone(every)))

    def one_of(self, fitting, every):
        """The last that fits, or any at all; refused where there is none."""
        if not every:
            raise StepRefused(["There is none."])
        return fitting[-1] if fitting and self._mostly() else self.dice.choice(every)

    def days(self):
        """How many days go by."""
        return 0 if self._mostly() else 10


def raised(org):
    """A nonconformity just recorded from a minor finding."""
    finding = FindingFactory(
        confirmed=True, **sides(org), inspection=inspection(org, "in_progress"), recorded_by=org.inspector1
    )
    return nonconformity(org, "recorded", withdrawal_asked_by=None, finding=finding)


class Life(RuleBasedStateMachine):
    """A nonconformity with its finding, causes and actions: anybody tries any step on any day, in any order."""

    org = None

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.seen = 0

    @initialize(seed=st.integers(0, 2**32), pair=st.none() | st.permutations(PEOPLE))
    def begin(self, seed, pair):
        with on(DAY):
            record = raised(self.org)
            if pair:
                ActingForFactory(deputy=getattr(self.org, pair[0]), principal=getattr(self.org, pair[1]))
        self.walk = Walk(self.org, record, Draw(seed), tuple(pair[:2]) if pair else None)

    @rule(times=st.integers(1, 3))
    def go_on(self, times):
        """What leads on, mostly by who may."""
        for _time in range(times):
            self.walk.step()

    @rule(name=st.sampled_from(sorted(LIKELY)), who=st.sampled_from(PEOPLE), days=st.sampled_from([0, 0, 0, 10, 40]))
    def try_anything(self, name, who, days):
        """Any step by anybody after some days."""
        walk = self.walk
        walk.record = Nonconformity.objects.get(pk=walk.record.pk)
        walk.day += dt.timedelta(days=days)
        walk.try_it(name, who)

    @invariant()
    def all_agree(self):
        """Model, database, history and spans; asked anew where something was taken."""
        if hasattr(self, "walk") and len(self.walk.taken) != self.seen:
            self.seen = len(self.walk.taken)
            self.walk.check()

    def teardown(self):
        for name in ("effective", "not_effective", "reopen", "withdraw", "settle"):
            if hasattr(self, "walk") and name in self.walk.taken:
                event(name)
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)


def test_no_forbidden_path(org):
    counts = {"max_examples": examples(MOST) if not FULL else 2000, "stateful_step_count": 45 if FULL else 12}
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    run_state_machine_as_test(
        type("LifeOf", (Life,), {"org": org}),
        settings=settings(deadline=None, derandomize=True, suppress_health_check=checks, **counts),
    )


def test_the_walk_can_reach_the_end(org):
    """A walk of likely moves by likely people closes: the property above is not empty."""
    with on(DAY):
        record = raised(org)
    draw = Draw(0)
    draw._mostly = lambda: True
    draw.days = lambda: 5
    walk = Walk(org, record, draw)
    for _step in range(40):
        walk.step()
        walk.check()
        if "effective" in walk.taken:
            return
    raise AssertionError(f"never closed: {walk.taken}")
