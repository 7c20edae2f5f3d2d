"""The cause categories of each holder, as its officer began with them."""

import datetime as dt

from inspections.demo.book import Book
from inspections.demo.cast import Cast
from inspections.models import CauseCategory
from inspections.operations.cause_categories import starting_entries
from qms.demo.days import moment

BEGUN = moment(dt.date(2018, 12, 3))


def tell_categories(book: Book, parts: dict[str, Cast]) -> None:
    """Tell the usual categories once for each holder, and let its part know them by their code."""
    for part in parts.values():
        for place, entry in enumerate(starting_entries(), 1):
            tale = book.tell(
                CauseCategory,
                BEGUN,
                part.officer,
                "add_cause_categories",
                unit=part.holder,
                name_vi=entry["name_vi"],
                name_en=entry["name_en"],
                position=place,
            )
            part.categories[entry["code"]] = tale.record
