"""Taking in what a phone kept while it had no network: one request, one transaction, each change once."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from inspections.asking import Given
from inspections.enums import ConflictStatus
from inspections.models import AnswerConflict, ChecklistLine, Inspection, SyncReceipt
from inspections.operations.checklist import LineAnswer, Outcome, answer_lines
from inspections.operations.conflicts import SentBeside, keep_conflicts
from inspections.operations.sent_findings import SentFinding, TakenFinding, take_findings
from inspections.phone_clock import PhoneClock
from qms.history.recording import operation
from qms.policy import Refused
from qms.workflow import StepRefused

MOST_OF_ONE_LINE = 20  # changes of one line taken at once: each is a round of its own


@dataclass(frozen=True)
class SentAnswer:
    """A change of one line as a phone sent it; `uid` is the change's own, made by the phone."""

    uid: uuid.UUID
    line: uuid.UUID
    given: Given
    base_version: int | None = None
    made_at: dt.datetime | None = None


@dataclass
class TakenAnswer:
    """What became of it: saved, same, conflict or refused; the line as it stands now; the conflict kept beside it."""

    uid: uuid.UUID
    line_uid: uuid.UUID
    outcome: str
    reasons: list[str] = field(default_factory=list)
    line: ChecklistLine | None = None
    conflict: AnswerConflict | None = None


def sync_inspection(
    inspection: Inspection,
    answers: Sequence[SentAnswer],
    findings: Sequence[SentFinding],
    *,
    by: Any,
    clock: PhoneClock,
) -> tuple[list[TakenAnswer], list[TakenFinding]]:
    """Take in answers and findings. What is wrong with one stops no other; what came before changes nothing.

    The history says when each was made (by the phone's clock, corrected) and when it was recorded (by ours).
    """
    taken: tuple[list[TakenAnswer], list[TakenFinding]] = _sync(
        inspection, answers, findings, by=by, reason=clock.in_words(), phone=clock
    )
    return taken


@operation("sync_inspection")
def _sync(
    inspection: Inspection,
    answers: Sequence[SentAnswer],
    findings: Sequence[SentFinding],
    *,
    by: Any,
    phone: PhoneClock,
) -> tuple[list[TakenAnswer], list[TakenFinding]]:
    inspection = Inspection.objects.locked().get(pk=inspection.pk)  # two phones wait for each other here
    return _Answers(inspection, by, phone).take(answers), take_findings(inspection, findings, by=by, phone=phone)


class _Answers:
    """The answers of one request."""

    def __init__(self, inspection: Inspection, by: Any, phone: PhoneClock) -> None:
        self.inspection, self.by, self.phone = inspection, by, phone
        self.taken: dict[uuid.UUID, TakenAnswer] = {}
        self.stands: dict[tuple[uuid.UUID, int | None], int] = {}
        """By line and the version that a phone saw: the version that its own change made of it."""

    def take(self, answers: Sequence[SentAnswer]) -> list[TakenAnswer]:
        """Each answer with what became of it, in the order sent."""
        unique = {answer.uid: answer for answer in reversed(answers)}  # of a uid sent twice the first counts
        self._take_known(unique)
        fresh = [answer for answer in answers if unique.get(answer.uid) is answer and answer.uid not in self.taken]
        for number, round_ in enumerate(_rounds(fresh)):
            if number < MOST_OF_ONE_LINE:
                self._take_round(round_)
            else:
                self._refuse(round_, [_("Too many changes of one line at once: send the rest again.")])
        self._write_receipts(fresh)
        return [self.taken[answer.uid] for answer in answers]

    def _take_known(self, answers: dict[uuid.UUID, SentAnswer]) -> None:
        """What was received before: as it stands now. A number that is somebody else's tells nothing about it."""
        receipts = list(SyncReceipt.objects.filter(uid__in=answers))
        if not receipts:
            return
        own = [one for one in receipts if (one.user_id, one.inspection_id) == (self.by.pk, self.inspection.pk)]
        conflicts = {row.uid: row for row in AnswerConflict.objects.filter(uid__in=[one.record_uid for one in own])}
        lines = self._lines(answers[one.uid].line for one in own)
        for one in receipts:
            answer = answers[one.uid]
            if one not in own:
                self._refuse([answer], [_("This change cannot be taken under its number: make it again.")])
                continue
            conflict = conflicts.get(one.record_uid)
            self.stands[answer.line, answer.base_version] = one.version
            self.taken[one.uid] = TakenAnswer(one.uid, answer.line, "same", [], lines.get(answer.line), conflict)
            if conflict is not None and conflict.status == ConflictStatus.OPEN:
                self.taken[one.uid].outcome = "conflict"

    def _lines(self, uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ChecklistLine]:
        rows = ChecklistLine.objects.filter(uid__in=set(uids), session__inspection=self.inspection)
        return {line.uid: line for line in rows}

    def _take_round(self, round_: list[SentAnswer]) -> None:
        """Answers of as many different lines."""
        sent = [
            LineAnswer(
                answer.line,
                answer.given,
                self.stands.get((answer.line, answer.base_version), answer.base_version),
                self.phone.moment(answer.made_at),
            )
            for answer in round_
        ]
        try:
            outcomes = answer_lines(self.inspection, sent, by=self.by)
        except Refused as refused:
            return self._refuse(round_, [str(refused)])
        except StepRefused as refused:
            return self._refuse(round_, refused.reasons)
        conflicts = self._keep(outcomes)
        for answer, outcome in zip(round_, outcomes, strict=True):
            conflict = conflicts.get(answer.line) if outcome.outcome == "conflict" else None
            self.taken[answer.uid] = TakenAnswer(
                answer.uid, answer.line, outcome.outcome, outcome.reasons, outcome.line, conflict
            )
            if outcome.line is not None and outcome.outcome in ("saved", "same"):
                self.stands[answer.line, answer.base_version] = outcome.line.version
        return None

    def _keep(self, outcomes: Sequence[Outcome]) -> dict[uuid.UUID, AnswerConflict]:
        beside = [
            SentBeside(
                one.line, one.read, one.answer.base_version or 0, one.answer.answered_at or self.phone.received_at
            )
            for one in outcomes
            if one.outcome == "conflict" and one.line is not None and one.read is not None
        ]
        if not beside:
            return {}
        kept = keep_conflicts(beside, by=self.by)
        return {one.line.uid: row for one, row in zip(beside, kept, strict=True)}

    def _refuse(self, answers: Iterable[SentAnswer], reasons: list[str]) -> None:
        for answer in answers:
            self.taken[answer.uid] = TakenAnswer(answer.uid, answer.line, "refused", reasons)

    def _write_receipts(self, fresh: Iterable[SentAnswer]) -> None:
        """What was taken is taken once; what was refused may be sent again."""
        took = [self.taken[answer.uid] for answer in fresh if self.taken[answer.uid].outcome != "refused"]
        SyncReceipt.objects.bulk_create([self._receipt(one) for one in took], batch_size=500)

    def _receipt(self, one: TakenAnswer) -> SyncReceipt:
        return SyncReceipt(
            uid=one.uid,
            user=self.by,
            inspection=self.inspection,
            outcome=one.outcome,
            record_uid=one.conflict.uid if one.conflict is not None else one.line_uid,
            version=one.line.version if one.line is not None else 0,
            received_at=self.phone.received_at,
        )


def _rounds(answers: Iterable[SentAnswer]) -> list[list[SentAnswer]]:
    """First the first change of each line, then the second of each, in the order made."""
    seen: dict[uuid.UUID, int] = defaultdict(int)
    rounds: list[list[SentAnswer]] = []
    for answer in answers:
        if seen[answer.line] == len(rounds):
            rounds.append([])
        rounds[seen[answer.line]].append(answer)
        seen[answer.line] += 1
    return rounds
