"""Whatever anybody tries, in any order: nothing closes that should not, and history stays whole."""

import os
import random

from django.db import transaction
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st

from qms.workflow import StepRefused
from tests.factories import ActingForFactory
from tests.inspections.walk import PEOPLE, Walk
from tests.scenes import nonconformity
from tests.shared_organisation import DAY, on

STEPS = 45


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


@settings(
    max_examples=20 if os.environ.get("QMS_ENDURANCE") == "full" else 6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), pair=st.none() | st.permutations(PEOPLE))
def test_nothing_closes_that_should_not(org, seed, pair):
    with transaction.atomic():
        with on(DAY):
            record = nonconformity(org, "recorded", withdrawal_asked_by=None)
            if pair:
                ActingForFactory(deputy=getattr(org, pair[0]), principal=getattr(org, pair[1]))
        walk = Walk(org, record, Draw(seed))
        for _step in range(STEPS):
            walk.step()
            note(f"taken: {walk.taken}")
            walk.check()
        for name in ("effective", "not_effective", "reopen", "withdraw", "settle"):
            if name in walk.taken:
                event(name)
        transaction.set_rollback(True)


def test_the_walk_can_reach_the_end(org):
    """A walk of likely moves by likely people closes: the property above is not empty."""
    with on(DAY):
        record = nonconformity(org, "recorded")
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
