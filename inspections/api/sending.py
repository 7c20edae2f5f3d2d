"""From what a phone sent to the operations, and from what became of it to the answer."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from inspections.api.reaching import reached_finding, reached_line
from inspections.api.shapes import (
    LARGEST_VERSION,
    AnswerContent,
    AnswerIn,
    FindingIn,
    OneAnswerIn,
    PhotoIn,
    SyncIn,
    Unread,
)
from inspections.asking import Given
from inspections.enums import InspectionStatus
from inspections.models import ChecklistLine, Finding, Inspection
from inspections.operations.photos import attach_photo, check_photo
from inspections.operations.sent_findings import SentFinding, TakenFinding
from inspections.operations.syncing import SentAnswer, TakenAnswer, sync_inspection
from inspections.phone_clock import clock_for
from inspections.taking_along import content_of, standing_of
from qms import clock, policy
from qms.api.problems import Problem
from qms.models.people import User
from qms.workflow import StepRefused


def again_if_crossed(work: Callable[[], Any]) -> Any:
    """Once more where the same was written at the same moment by another request: it is then found as written."""
    try:
        return work()
    except IntegrityError:
        return work()


def sync(inspection: Inspection, sent: SyncIn, user: User) -> dict[str, Any]:
    """Take in a whole request and say what became of each item, in the order sent."""
    phone = clock_for(inspection, sent.sent_at, clock.now())
    answers = [_sent_answer(one) for one in sent.answers if isinstance(one, AnswerIn)]
    findings = [_sent_finding(one) for one in sent.findings if isinstance(one, FindingIn)]
    taken, recorded = again_if_crossed(lambda: sync_inspection(inspection, answers, findings, by=user, clock=phone))
    names = _names(taken)
    told = {one.uid: _answer_out(one, names) for one in taken}
    numbered = {one.uid: _finding_out(one) for one in recorded}
    return {
        "received_at": phone.received_at,
        "skew_seconds": _seconds(phone.skew),
        "answers": [_unread_answer(one) if isinstance(one, Unread) else told[one.uid] for one in sent.answers],
        "findings": [_unread_finding(one) if isinstance(one, Unread) else numbered[one.uid] for one in sent.findings],
    }


def _seconds(skew: dt.timedelta) -> int:
    return round(skew.total_seconds())


def _given(one: AnswerContent) -> Given:
    score = None if one.score is None else str(one.score)
    return Given(one.result, one.value, one.note, score)  # type: ignore[arg-type]  # read_answer reads the text


def _sent_answer(one: AnswerIn) -> SentAnswer:
    seen = one.base_version or 0  # who saw no version overwrites nothing
    return SentAnswer(one.uid, one.line, _given(one), seen, one.made_at)


def _sent_finding(one: FindingIn) -> SentFinding:
    return SentFinding(
        one.uid, one.line, one.unit, one.grade, one.statement, one.requirement, one.evidence,
        tuple(one.clauses), one.made_at,
    )  # fmt: skip


def _names(taken: Sequence[TakenAnswer]) -> dict[int, str]:
    keys = {one.line.answered_by_id for one in taken if one.line is not None and one.line.answered_by_id}
    return {person.pk: str(person) for person in User.objects.filter(pk__in=keys)} if keys else {}


def _answer_out(one: TakenAnswer, names: dict[int, str]) -> dict[str, Any]:
    line = one.line
    name = names.get(line.answered_by_id or 0, "") if line is not None else ""
    return {
        "uid": one.uid,
        "line": one.line_uid,
        "outcome": one.outcome,
        "version": line.version if line is not None else None,
        "reasons": one.reasons,
        "standing": standing_of(line, name) if line is not None else None,
        "conflict": one.conflict.uid if one.conflict is not None and one.outcome == "conflict" else None,
    }


def _finding_out(one: TakenFinding) -> dict[str, Any]:
    return {"uid": one.uid, "outcome": one.outcome, "number": one.number, "reasons": one.reasons}


def _unread_answer(one: Unread) -> dict[str, Any]:
    empty = {"version": None, "standing": None, "conflict": None}
    return {"uid": one.uid, "line": one.line, "outcome": "refused", "reasons": one.reasons, **empty}


def _unread_finding(one: Unread) -> dict[str, Any]:
    return {"uid": one.uid, "outcome": "refused", "number": "", "reasons": one.reasons}


def seen_version(request: HttpRequest) -> int:
    """The version in If-Match. Without it the answer is 428: nobody overwrites what they have not seen."""
    found = re.fullmatch(r'(?:W/)?"?(\d{1,10})"?', request.headers.get("If-Match", "").strip(), re.ASCII)
    if found is None or int(found[1]) > LARGEST_VERSION:
        raise Problem(428, _("Say by If-Match which version of the line was seen."))
    return int(found[1])


def answer_one(line: ChecklistLine, sent: OneAnswerIn, seen: int, user: User) -> dict[str, Any]:
    """Answer one line on the version seen. Raises Problem with both answers where another one came to stand."""
    inspection = line.session.inspection
    policy.require(user, "inspections.answer_checklist", inspection)
    if inspection.status != InspectionStatus.IN_PROGRESS:
        raise StepRefused([_("The checklist is answered while the inspection is in progress.")])
    phone = clock_for(inspection, sent.sent_at, clock.now())
    answer = SentAnswer(uuid.uuid4(), line.uid, _given(sent), seen, sent.made_at)
    (taken,), _none = sync_inspection(inspection, [answer], [], by=user, clock=phone)
    if taken.outcome == "refused" or taken.line is None:
        raise Problem(422, " ".join(taken.reasons), reasons=taken.reasons)
    standing = standing_of(taken.line, _names([taken]).get(taken.line.answered_by_id or 0, ""))
    if taken.conflict is not None:
        sentence = _("Somebody else answered this line meanwhile. Both answers are kept: say which one stands.")
        kept = content_of(taken.conflict)
        raise Problem(409, sentence, code="conflict", conflict=taken.conflict.uid, sent=kept, standing=standing)
    return {"line": taken.line.uid, **standing}


def place_of(about: PhotoIn, user: User) -> ChecklistLine | Finding:
    """The line or the finding, one of them, that a photo belongs to."""
    if about.line is not None and about.finding is None:
        return reached_line(user, about.line)
    if about.finding is not None and about.line is None:
        return reached_finding(user, about.finding)
    raise Problem(422, _("Say by line= or finding= where the photo belongs."))


def take_photo(
    record: ChecklistLine | Finding, uid: uuid.UUID, about: PhotoIn, content: bytes, user: User
) -> tuple[dict[str, Any], int]:
    """Check the bytes, then keep them as they are. Returns the answer and its status."""
    check_photo(content, about.sha256)
    inspection = record.session.inspection if isinstance(record, ChecklistLine) else record.inspection
    made_at = clock_for(inspection, about.sent_at, clock.now()).moment(about.made_at)
    name = file_name(about.name)
    link, new = again_if_crossed(lambda: attach_photo(record, content, by=user, uid=uid, name=name, made_at=made_at))
    answer = {"uid": link.uid, "sha256": link.file.sha256, "outcome": "saved" if new else "same"}
    return answer, 201 if new else 200


def file_name(text: str) -> str:
    """A name without folders that ends as a JPEG's does."""
    plain = text.replace("\\", "/").rpartition("/")[2].strip()[:190] or "photo"
    return plain if plain.lower().endswith((".jpg", ".jpeg")) else f"{plain}.jpg"
