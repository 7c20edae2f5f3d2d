"""Likelihood by consequence, five by five: how many stand where, in words, with the way into the list."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from qms.enums import RiskKind
from qms.reports.risks import level_shown
from qms.risk_levels import LEVELS, LIKELIHOODS, LOOKS, SCALE, effect_title, effects, level_of, score

NUMBERS = 12  # numbers of records in a printed cell


def matrix(kind: str, rows: Any, query: str) -> dict[str, Any]:
    """One matrix with counts; `query` keeps the list's other filters in each link. One query."""
    cells = rows.filter(kind=kind).order_by().values_list("likelihood_now", "consequence_now")
    counts = Counter(cells)
    return _drawn(kind, lambda pair: {"count": counts[pair], "url": _address(kind, pair, query)}, sum(counts.values()))


def matrix_of(risk: Any, marks: dict[tuple[int, int], list[str]]) -> dict[str, Any]:
    """The matrix of one record: where it stood and stands, by marks."""
    return _drawn(risk.kind, lambda pair: {"marks": marks.get(pair, [])}, 1)


def _drawn(kind: str, told: Any, total: int) -> dict[str, Any]:
    """Rows from the most likely down, each with its word; five cells with level and what is told of them."""
    rows = [
        {
            "step": likelihood,
            "label": LIKELIHOODS[likelihood],
            "cells": [level_shown(kind, (likelihood, one)) | told((likelihood, one)) for one in SCALE],
        }
        for likelihood in reversed(SCALE)
    ]
    heads = [{"step": step, "label": word} for step, word in effects(kind).items()]
    title = RiskKind(kind).label
    legend = [
        dict(zip(("tone", "icon"), LOOKS[kind][level], strict=True), label=level.label, least=least, most=most)
        for level, least, most in LEVELS
    ]
    named = {"kind": kind, "title": title, "across": effect_title(kind), "legend": legend}
    return named | {"heads": heads, "rows": rows, "total": total}


def _address(kind: str, pair: tuple[int, int], query: str) -> str:
    own = f"kind={kind}&likelihood={pair[0]}&consequence={pair[1]}"
    return f"{reverse('risks')}?{own}{'&' + query if query else ''}"


def in_cells(records: Iterable[Any]) -> dict[tuple[int, int], list[str]]:
    """Numbers of records by their cell, for paper."""
    placed: dict[tuple[int, int], list[str]] = {}
    for record in records:
        placed.setdefault(record.level["pair"], []).append(record.number)
    return placed


def cell_said(pair: tuple[int, int], numbers: list[str]) -> str:
    """A printed cell: the level with its score, and what stands there."""
    level = level_of(score(pair)).label
    more = f"\n… (+{len(numbers) - NUMBERS})" if len(numbers) > NUMBERS else ""
    head = f"{level} ({score(pair)})"
    return f"{head}: {len(numbers)}\n" + "\n".join(numbers[:NUMBERS]) + more if numbers else head
