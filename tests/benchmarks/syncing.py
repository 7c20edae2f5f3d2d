"""Sending 300 answers from a phone in one request, against writing 300 lines and 300 history rows and nothing else."""

import itertools
import json
import uuid
from typing import Any

from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from inspections.models import ChecklistLine
from inspections.operations.checklist import ANSWERED
from qms import clock
from tests.factories import ChecklistLineFactory, SessionFactory
from tests.inspections.phones import visit

MANY, FEW = 300, 30
RUNS = 12
ALLOWED = 1.5
numbers = itertools.count(1)


def measure(made: Any, client_of: Any, cpu_pair: Any) -> list[tuple[str, float, float, float, str]]:
    """One row of the table: the request against the bare writes."""
    place = visit(made, count=3)
    first = place.lines[0]
    for _number in range(MANY - 3):
        ChecklistLineFactory(session=place.session, clause=first.clause)
    client, plain = client_of(made.inspector1), _plain_lines(place)
    few, many = (_queries(client, made, place, count) for count in (FEW, MANY))
    times = cpu_pair(lambda _: _send(client, made, place, MANY), lambda _: _bare_writes(plain), RUNS)
    return [(f"sending {MANY} answers", *times, ALLOWED, f"{few} statements for {FEW}, {many} for {MANY}")]


def _body(made: Any, place: Any, count: int) -> str:
    note = f"Đã xem hồ sơ số {next(numbers)}"
    now = clock.now().isoformat()
    rows = ChecklistLine.objects.filter(session=place.session).values_list("uid", "version")[:count]
    answers = [
        {
            "uid": str(uuid.uuid4()), "line": str(uid), "base_version": version, "result": "conforming", "value": {},
            "note": note, "score": None, "made_at": now,
        }
        for uid, version in rows
    ]  # fmt: skip
    return json.dumps({"person": str(made.inspector1.uid), "sent_at": now, "answers": answers, "findings": []})


def _send(client: Any, made: Any, place: Any, count: int) -> None:
    url = f"/api/v1/field/inspections/{place.inspection.uid}/sync"
    response = client.post(url, _body(made, place, count), "application/json")
    if response.status_code != 200 or {one["outcome"] for one in response.json()["answers"]} != {"saved"}:
        raise RuntimeError(f"{response.status_code} {response.content[:2000].decode()}")


def _queries(client: Any, made: Any, place: Any, count: int) -> int:
    """Statements of the request; the rows of history go in by batches, which are left out."""
    with CaptureQueriesContext(connection) as seen:
        _send(client, made, place, count)
    return len([query for query in seen if not query["sql"].startswith("INSERT")])


def _plain_lines(place: Any) -> list[ChecklistLine]:
    """Lines that the floor writes: what it writes has no chain, so nothing of the product reads them."""
    session = SessionFactory(inspection=place.inspection)
    return [ChecklistLineFactory(session=session, clause=place.lines[0].clause) for _number in range(MANY)]


def _bare_writes(lines: list[ChecklistLine]) -> None:
    """Django's own bulk writes of the same columns and of as many plain history rows, in one transaction."""
    note, now = f"Đã xem hồ sơ số {next(numbers)}", clock.now()
    history = ChecklistLine.history.model
    copied = [field.attname for field in history.tracked_fields]
    with transaction.atomic():
        for line in lines:
            line.result, line.note, line.answered_at = "conforming", note, now
        models.QuerySet(ChecklistLine).bulk_update(lines, ANSWERED)
        rows = [
            history(
                history_type="~", history_date=now, sequence=next(numbers) + 10, chain_format=1,
                **{name: getattr(line, name) for name in copied},
            )
            for line in lines
        ]  # fmt: skip
        models.QuerySet(history).bulk_create(rows)
