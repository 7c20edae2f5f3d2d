"""What may happen to a nonconformity as the product's tables say it, kept apart from the code that does it."""

OPEN = ("recorded", "disputed", "accepted", "contained", "plan_proposed", "in_progress", "effectiveness_check")
STEPS = {
    # step: (from, to; None where it stays)
    "accept": (("recorded",), "accepted"),
    "dispute": (("recorded",), "disputed"),
    "settle": (("disputed",), "accepted"),
    "contain": (("accepted",), "contained"),
    "propose": (("contained",), "plan_proposed"),
    "approve": (("plan_proposed",), "in_progress"),
    "refuse": (("plan_proposed",), "contained"),
    "change_plan": (("in_progress",), "plan_proposed"),
    "implemented": (("in_progress",), "effectiveness_check"),
    "effective": (("effectiveness_check",), "closed"),
    "not_effective": (("effectiveness_check",), "contained"),
    "not_yet_proven": (("effectiveness_check",), "in_progress"),
    "name_handler": (("accepted", "contained", "plan_proposed", "in_progress"), None),
    "ask_withdrawal": (OPEN, None),
    "withdraw": (OPEN, "withdrawn"),
    "reopen": (("closed",), "contained"),
}
RIGHT = {
    "accept": {"manager1"},
    "dispute": {"manager1"},
    "settle": {"head1"},
    "approve": {"lead1", "officer1"},
    "refuse": {"lead1", "officer1"},
    "change_plan": {"manager1"},
    "implemented": {"manager1"},
    "name_handler": {"manager1"},
    "ask_withdrawal": {"officer1"},
    "withdraw": {"officer1", "lead1", "head1"},
    "reopen": {"head1"},
}
"""Who takes a step by their office; handling is also the handler's, judging the effect the verifier's alone."""
RAISER = "lead1"
"""Who raised it in tests/scenes.py: they, and whoever counts as one with them, do not settle its dispute."""
NEXT_ROUND = ("not_effective", "reopen")
SURE = ("accept", "settle", "contain", "refuse", "change_plan", "ask_withdrawal", "withdraw", "reopen")
"""Steps that nothing but state and person can stand against, as the walk takes them."""
ACTION_MOVES = {
    ("", "proposed"),
    ("proposed", "assigned"),
    ("assigned", "in_progress"),
    ("in_progress", "done"),
    ("done", "verified"),
    ("done", "in_progress"),
    *((state, "cancelled") for state in ("proposed", "assigned", "in_progress", "done")),
}


class Expected:
    """Where the nonconformity stands, and who has done what, by name. `pair`: (deputy, principal) or None."""

    def __init__(self, pair):
        self.pair, self.status, self.loop = pair, "recorded", 1
        self.handler, self.verifier, self.proposer, self.asker = "reader1", None, None, None

    def acting(self, who):
        """The person and for whom they act."""
        return {who, self.pair[1]} if self.pair and who == self.pair[0] else {who}

    def counted(self, who):
        """All who count as one with the person, where having had a part bars."""
        return {who, *self.pair} if self.pair and who in self.pair else {who}

    def right(self, name):
        """Who may take the step, bars apart."""
        if name in ("contain", "propose"):
            return {"manager1", self.handler}
        return {self.verifier} if name in ("effective", "not_effective", "not_yet_proven") else RIGHT[name]

    def allows(self, name, who):
        """Whether state and person are right for the step."""
        bars = {"approve": self.proposer, "refuse": self.proposer, "withdraw": self.asker, "settle": RAISER}
        barred = bars.get(name)
        if name == "withdraw" and self.asker is None:
            return False
        in_state = self.status in STEPS[name][0]
        return in_state and bool(self.acting(who) & self.right(name)) and barred not in self.counted(who)

    def follow(self, name, who, named):
        """The step was taken by `who`, who named `named`."""
        self.status = STEPS[name][1] or self.status
        self.loop += name in NEXT_ROUND
        if name == "propose":
            self.proposer = who
        elif name == "name_handler":
            self.handler = named
        elif name == "approve":
            self.verifier = named
        elif name == "ask_withdrawal":
            self.asker = who
