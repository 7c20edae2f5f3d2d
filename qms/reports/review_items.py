"""The items of a management review as its page shows them: figures with their lists, report, opinion."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from qms.reviewing.agendas import agenda_of, items_by_key


def figure_rows(figures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Frozen figures in the reader's language."""
    suffix = "_en" if get_language() == "en" else ""
    return [
        {
            "label": one.get(f"label{suffix}") or one["label"],
            "definition": one.get(f"definition{suffix}") or one["definition"],
            "value": one["value"],
            "shown": figure_said(one["value"]),
            "link": one["link"],
            "as_of": one["as_of"],
        }
        for one in figures
    ]


def figure_said(value: Any) -> str:
    """A figure as the reader's language writes it: 11.225 and 99,4, or 11,225 and 99.4."""
    if value is None:
        return ""
    if get_language() == "en":
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value).replace(".", ",")


def agenda_rows(review: Any, inputs: Any, writes: bool) -> list[dict[str, Any]]:
    """The items in their order, each with its number, title, figures, texts and where to write on it."""
    items = items_by_key(review.edition)
    rows = []
    for row in inputs.order_by("position", "id"):
        item = items.get(row.key)
        rows.append({
            "row": row,
            "number": item.number if item else (row.clause.number if row.clause else ""),
            "title": item.title if item else row.title,
            "by_hand": item is not None and not item.gatherers,
            "figures": figure_rows(row.figures),
            "write_url": reverse("review_input_step", args=[row.uid, "write"]) if writes else "",
        })  # fmt: skip
    return rows


def preview_rows(review: Any, figures: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The edition's items with what the records say now."""
    return [
        {
            "number": item.number, "title": item.title, "by_hand": not item.gatherers,
            "figures": figure_rows(figures.get(item.key, [])),
        }
        for item in agenda_of(review.edition)
    ]  # fmt: skip
