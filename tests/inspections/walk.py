"""A random walk over one nonconformity: any person tries any move; what is refused must change nothing."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from inspections.models import Cause, Nonconformity
from inspections.operations import corrective_action
from inspections.operations import nonconformity as nonconformities
from qms.history.recording import ReasonMissing
from qms.models import ActingFor, Action, RecordSpan, Signature
from qms.operations import actions
from qms.signatures import content_hash, intend
from qms.workflow import StepRefused
from tests.factories import PASSWORD
from tests.inspections.expected import ACTION_MOVES, STEPS, SURE, Expected
from tests.lifecycle_steps import OPERATE, WHY, person, taking
from tests.shared_organisation import DAY, fresh, on

REFUSALS = (StepRefused, ReasonMissing, PermissionDenied)
PEOPLE = ("manager1", "reader1", "lead1", "officer1", "head1", "inspector1", "owner1", "verifier1")
LIKELY = {
    # move: who would rightly make it
    "accept": "manager1",
    "dispute": "manager1",
    "settle": "head1",
    "contain": "manager1",
    "propose": "manager1",
    "approve": "lead1",
    "refuse": "lead1",
    "change_plan": "manager1",
    "implemented": "manager1",
    "effective": "verifier1",
    "not_effective": "verifier1",
    "not_yet_proven": "verifier1",
    "ask_withdrawal": "officer1",
    "withdraw": "lead1",
    "reopen": "head1",
    "name_handler": "manager1",
    "write_cause": "manager1",
    "rewrite_cause": "reader1",
    "confirm_cause": "lead1",
    "plan_action": "manager1",
    "start": "owner1",
    "done": "owner1",
    "verify": "officer1",
    "return": "officer1",
    "reassign": "manager1",
    "cancel": "lead1",
}
ONWARD = {
    # what is tried in each state; elsewhere everything is
    "recorded": ("accept", "accept", "accept", "dispute"),
    "disputed": ("settle",),
    "accepted": ("contain",),
    "plan_proposed": ("approve", "approve", "approve", "refuse"),
    "effectiveness_check": ("effective", "effective", "effective", "not_effective", "not_yet_proven"),
    "closed": ("reopen",),
}
NEXT_OF_ACTION = {"assigned": "start", "in_progress": "done", "done": "verify"}
SIGNED = ("effective", "reopen")


class Walk:
    """One nonconformity on its way, and the people who push it."""

    def __init__(self, org, record, draw, pair=None):
        self.org, self.record, self.draw, self.day = org, record, draw, DAY
        self.expected, self.named, self.taken = Expected(pair), None, []

    def step(self):
        """Somebody tries something; now and then a month goes by."""
        self.record = Nonconformity.objects.get(pk=self.record.pk)
        self.try_it(self.draw.move(self.onward(), tuple(LIKELY)))

    def try_it(self, name, who=None):
        """Somebody tries it on a drawn day: taken only where the table allows it, refused without a trace."""
        named = self.record.verifier if name in ("effective", "not_effective", "not_yet_proven") else None
        who = who or self.draw.who(named.username if named else LIKELY[name], PEOPLE)
        self.day += dt.timedelta(days=self.draw.days())
        before, allowed = self.standing(), name not in STEPS or self.expected.allows(name, who)
        with on(self.day):
            try:
                with transaction.atomic():
                    self.make(name, fresh(getattr(self.org, who)))
            except REFUSALS:
                is_taken = False
            else:
                is_taken = True
        if is_taken:
            assert allowed, f"{name} by {who} was taken in {self.expected.status}"
            self.follow(name, who, before)
        else:
            assert self.standing() == before, f"{name} was refused and changed something"
            assert not (allowed and name in SURE), f"{name} by {who} was refused in {self.expected.status}"

    def follow(self, name, who, before):
        """What was taken moves the expected state, and every action by a way that there is."""
        self.taken.append(name)
        if name in STEPS:
            self.expected.follow(name, who, self.named)
        was = {key: state for key, _version, state in before[2]}
        moves = {(was.get(key, ""), state) for key, _version, state in self.standing()[2]}
        wrong = {move for move in moves if move[0] != move[1]} - ACTION_MOVES
        assert not wrong, f"{name} took an action by {wrong}"

    def onward(self):
        """The moves that lead on from where it stands."""
        if self.record.status == "contained":
            return (self.next_of_the_plan(),)
        if self.record.status == "in_progress":
            waiting = [action.status for action in self._owed() if action.status in NEXT_OF_ACTION]
            return (NEXT_OF_ACTION[waiting[0]],) if waiting else ("implemented",) * 3 + ("change_plan",)
        return ONWARD.get(self.record.status, tuple(LIKELY))

    def next_of_the_plan(self):
        """What the plan still needs."""
        causes = self._causes()
        if not causes:
            return "write_cause"
        if any(cause.confirmed_by_id is None for cause in causes):
            return "confirm_cause"
        acted = all(cause.corrective_actions.exclude(action__status="cancelled").exists() for cause in causes)
        return "propose" if acted else "plan_action"

    def _causes(self):
        """The causes of this round; those that wait for something last."""
        rows = list(self.record.causes.filter(loop=self.record.loop, ended_at=None))
        return sorted(rows, key=lambda cause: (not cause.corrective_actions.exists(), cause.confirmed_by_id is None))

    def _owed(self):
        """The actions of every round; the one that waits last."""
        rows = Action.objects.filter(corrective_action__nonconformity=self.record)
        return sorted(rows, key=lambda action: (action.status in NEXT_OF_ACTION, -action.pk))

    def standing(self):
        """Versions of everything that the walk may change."""
        causes = Cause.objects.filter(nonconformity=self.record).values_list("pk", "version")
        owed = Action.objects.filter(corrective_action__nonconformity=self.record).values_list(
            "pk", "version", "status"
        )
        version = Nonconformity.objects.values_list("version", flat=True).get(pk=self.record.pk)
        return version, sorted(causes), sorted(owed), Signature.objects.count()

    def make(self, name, by):
        """Make the move, or be refused."""
        if hasattr(self, name):
            return getattr(self, name)(by)
        if name in OPERATE["action"]:
            return self.on_an_action(name, by)
        common = {"reason": WHY}
        if name in SIGNED:
            common["signature"] = intend(by, PASSWORD, shown_hash=content_hash(self.record))
        self.named = self.draw.verifier(PEOPLE) if name == "approve" else self.draw.anyone(PEOPLE)
        varied = {
            "approve": taking(nonconformities.approve_plan, verifier=person(self.named)),
            "name_handler": taking(nonconformities.name_handler, handler=person(self.named)),
        }
        return varied.get(name, OPERATE["nonconformity"][name])(self.org, self.record, by, **common)

    def _cause(self):
        return self.draw.one_of(self._causes(), list(self.record.causes.all()))

    def write_cause(self, by):
        cause = Cause(nonconformity=self.record, method="sentence", text="Không ai được giao")
        corrective_action.write_cause(cause, by=by)

    def rewrite_cause(self, by):
        cause = self._cause()
        cause.text += " rõ"
        corrective_action.write_cause(cause, by=by)

    def confirm_cause(self, by):
        corrective_action.confirm_cause(self._cause(), by=by, evidence="Phỏng vấn")

    def plan_action(self, by):
        corrective_action.plan_action(
            self.record,
            by=by,
            cause=self._cause(),
            title="Giao người gửi phiếu",
            owner=getattr(self.org, self.draw.who("owner1", PEOPLE)),
            due_on=self.day + dt.timedelta(days=30),
        )

    def on_an_action(self, name, by):
        fitting = [action for action in self._owed() if NEXT_OF_ACTION.get(action.status) == name]
        chosen = self.draw.one_of(fitting, self._owed())
        common = {"reason": WHY} if name in ("return", "reassign", "cancel") else {}
        if name == "reassign":
            owner = getattr(self.org, self.draw.anyone(PEOPLE))
            return actions.reassign_action(chosen, by=by, owner=owner, **common)
        return OPERATE["action"][name](self.org, chosen, by, **common)

    def check(self):
        """What must hold after every step."""
        record = Nonconformity.objects.get(pk=self.record.pk)
        assert (record.status, record.loop) == (self.expected.status, self.expected.loop)
        check_chain(record)
        check_spans(record)
        if record.finding_id:
            check_chain(record.finding)
            assert (record.finding.status == "closed") >= (record.status == "closed")
        for cause in record.causes.all():
            check_chain(cause)
            assert cause.confirmed_by_id is None or cause.confirmed_by_id != cause.author_id
            assert cause.confirmed_by_id is None or cause.evidence
        for link in record.corrective_actions.all():
            check_chain(link.action)
            check_spans(link.action)
            if link.action.status == "verified":
                assert link.action.evidence
                assert link.action.verified_by_id != link.action.owner_id
        if record.status == "closed":
            check_closed(record)


def check_chain(record):
    """Sequence without a gap, each row on the one before, the live row at the head."""
    rows = list(record.history.order_by("sequence").values_list("sequence", "previous_hash", "row_hash"))
    assert [row[0] for row in rows] == list(range(1, record.version + 1))
    assert [row[1] for row in rows] == ["", *(row[2] for row in rows[:-1])]
    assert record.head_hash == rows[-1][2]


def check_spans(record):
    """A span for each row of history, the last one open and in the state that the record is in."""
    spans = list(RecordSpan.objects.filter(kind=record._meta.label_lower, record_id=record.pk).order_by("pk"))
    assert len(spans) == record.version
    assert [span.valid_to for span in spans] == [*(span.valid_from for span in spans[1:]), None]
    assert spans[-1].status == record.status


def parts_of(record):
    """Keys of everybody who did an action, wrote or confirmed a cause, or approved a plan, read from history."""
    people = set(record.history.filter(operation="nonconformity.approve").values_list("history_user_id", flat=True))
    for cause in record.causes.all():
        people |= set(cause.history.exclude(operation="factory").values_list("history_user_id", flat=True))
    for link in record.corrective_actions.all():
        people |= set(link.action.history.values_list("owner_id", flat=True))
    return people


def as_one(user_id):
    """The person with those for whom they act and who act for them."""
    pairs = ActingFor.objects.values_list("deputy_id", "principal_id")
    return {user_id} | {key for pair in pairs if user_id in pair for key in pair}


def check_closed(record):
    """Closed: evidence, a verifier who took no part, every action verified, every cause confirmed by another."""
    assert record.effect_evidence.strip()
    signature = Signature.objects.filter(record_uid=record.uid, step="effective").latest("pk")
    assert not as_one(signature.signer_id) & parts_of(record)
    assert record.verifier_id in as_one(signature.signer_id)
    live = [link.action for link in record.corrective_actions.all() if link.action.status != "cancelled"]
    assert all(action.status == "verified" for action in live)
    causes = record.causes.filter(loop=record.loop, ended_at=None)
    assert causes
    for cause in causes:
        assert cause.confirmed_by_id
        assert cause.author_id not in as_one(cause.confirmed_by_id)
