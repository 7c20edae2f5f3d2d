"""Paging of long lists: counts as far as people read, and always one page further."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

COUNTED = 1000  # rows; above it a list says "more than"


class LongPaginator(Paginator):
    """Counts up to 1,000 rows, or one page past the one asked for; `is_capped` says that there are more.

    An exact count of what one reaches among 100,000 rows cost ten times the page itself.
    """

    object_list: Any

    def __init__(self, rows: Any, per_page: int, asked: str | None) -> None:
        super().__init__(rows, per_page)
        page = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
        self.ceiling = max(COUNTED, (page + 1) * per_page)

    @cached_property
    def _found(self) -> int:
        return int(self.object_list.order_by().values("pk")[: self.ceiling + 1].count())

    @cached_property
    def count(self) -> int:
        """Rows counted, at most the ceiling."""
        return min(self._found, self.ceiling)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > self.ceiling
