"""The measured pages, against the floors of tests/benchmarks/floors.py."""

import sys
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import Client, override_settings

from inspections.models import Nonconformity
from tests.benchmarks import (
    as_of,
    checklists,
    data,
    decisions,
    documents,
    evidence,
    exports,
    floors,
    imports,
    programmes,
    reading,
    reports_board,
    saves,
    syncing,
    transition,
    transition_board,
    workshop,
)
from tests.benchmarks.measure import cpu_pair, queries, table
from tests.factories import NonconformityFactory
from tests.template_database import template

LIST = "/nonconformities/"
RUNS = 30


def _own_database() -> Any:
    source = template()
    source.ensure()
    name = source.copy()
    connections.close_all()
    for alias in connections:
        connections.settings[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name
    return lambda: (connections.close_all(), source.drop(name))


def _client(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _get(client: Client, url: str) -> None:
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url}: {response.status_code}")
    len(response.content)


def _post(client: Client, url: str, values: dict[str, Any]) -> None:
    response = client.post(url, values)
    if response.status_code != 302:
        raise RuntimeError(f"{url}: {response.status_code} {response.content[:3000].decode()}")


def _create_values(made: Any) -> dict[str, Any]:
    return {
        "unit": made.division.pk, "source": "own_report", "grade": "minor", "requirement": "8.5.1",
        "fact": "Hai hồ sơ trễ hạn.", "evidence": "Hồ sơ 12 và 31",
    }  # fmt: skip


def run(rows: int) -> int:
    """Measure and print. Returns 1 when something is above its allowed ratio."""
    done = _own_database()
    try:
        with override_settings(ROOT_URLCONF="tests.benchmarks.floors"):
            floors.make_table()
            results = _measure(rows)
    finally:
        done()
    sys.stdout.write(f"{connection.vendor}, {rows} rows, median CPU of {RUNS}\n{table(results)}\n")
    return int(any(product / floor > allowed for _what, product, floor, allowed, _note in results))


def _measure(rows: int) -> list[tuple[str, float, float, float, str]]:
    made = data.organisation()
    officer, manager = _client(made.officer1), _client(made.manager1)
    data.fill(made, 3)
    few = queries(lambda: _get(officer, LIST))
    data.fill(made, rows)
    many = queries(lambda: _get(officer, LIST))
    listed = cpu_pair(lambda _: _get(officer, LIST), lambda _: _get(officer, "/floor/list/"))
    record = Nonconformity.objects.order_by("pk").first()
    page = record.get_absolute_url()
    shown = cpu_pair(lambda _: _get(officer, page), lambda _: _get(officer, f"/floor/detail/{record.pk}/"))
    create = cpu_pair(
        lambda _: _post(officer, f"{LIST}new/", _create_values(made)),
        lambda _: _post(officer, "/floor/create/", _create_values(made)),
    )
    return [
        ("list of 50", *listed, 2.0, f"{few} queries with 3 rows, {many} with {rows}"),
        ("record page", *shown, 4.0, f"{queries(lambda: _get(officer, page))} queries"),
        ("create", *create, 5.0, ""),
        ("update (correction)", *_updates(made, manager), 4.0, ""),
        *documents.measure(made, _client, _get),
        *decisions.measure(made, cpu_pair),
        *programmes.measure(made, cpu_pair),
        *workshop.measure(made, _client, _get),
        *syncing.measure(made, _client, cpu_pair),
        *checklists.measure(made, _client, _get),
        *transition.measure(made, rows),
        *transition_board.measure(made, _client, _get),
        *reports_board.measure(made, _client, _get),
        *reading.measure(rows),
        *as_of.measure(made, officer, cpu_pair),
        *saves.measure(made, rows),
        *evidence.measure(made, rows),
        *imports.measure(made, rows),
        *exports.measure(made, rows),
    ]


def _updates(made: Any, manager: Client) -> tuple[float, float]:
    ready = [
        NonconformityFactory(unit=made.division, raised_by_unit=made.department, accepted=True) for _ in range(RUNS + 3)
    ]
    plain = [
        floors.PlainNonconformity.objects.create(unit=made.division, source="own_report", grade="minor")
        for _ in range(RUNS + 3)
    ]
    values = {"correction": "Gửi phiếu xin lỗi.", "correction_on": "2020-07-15"}

    def product(number: int) -> None:
        record = ready[number]
        url = f"{record.get_absolute_url()}steps/contain/"
        _post(manager, url, values | {"version": record.version})

    return cpu_pair(product, lambda number: _post(manager, f"/floor/update/{plain[number].pk}/", values), RUNS)
