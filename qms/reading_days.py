"""Days in SQL, the same on both databases: so many days later, full years since, the anniversary."""

import datetime as dt
from typing import Any

from django.db.models import DateField, Func, IntegerField


class DaysLater(Func):
    """`DaysLater(day, number)`: the day so many calendar days later."""

    output_field = DateField()
    arity = 2
    template = "(%(expressions)s)"
    arg_joiner = " + "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps days as text."""
        (day, one), (days, two) = (compiler.compile(part) for part in self.source_expressions)
        return f"date({day}, '+' || ({days}) || ' days')", (*one, *two)


class FullYears(Func):
    """`FullYears(since, until=day)`: how many anniversaries of `since` have come by the day."""

    output_field = IntegerField()
    arity = 1

    def __init__(self, since: Any, *, until: dt.date, **extra: Any) -> None:
        super().__init__(since, **extra)
        self.until = until

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        since, params = compiler.compile(self.source_expressions[0])
        return f"EXTRACT(YEAR FROM AGE(%s::timestamp, ({since})::timestamp))::integer", (self.until, *params)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A year less while this year's anniversary is still to come."""
        since, params = compiler.compile(self.source_expressions[0])
        sql = f"(%s - CAST(strftime('%%Y', {since}) AS INTEGER) - (%s < strftime('%%m%%d', {since})))"
        return sql, (self.until.year, *params, self.until.strftime("%m%d"), *params)


class Anniversary(Func):
    """`Anniversary(day, years)`: the same day so many years later; of 29 February in a common year, 1 March."""

    output_field = DateField()
    arity = 2

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        (day, one), (years, two) = (compiler.compile(part) for part in self.source_expressions)
        later = f"(({day}) + make_interval(years => ({years})))"
        moved = f"(EXTRACT(DAY FROM {day}) <> EXTRACT(DAY FROM {later}))::integer"
        return f"({later}::date + {moved})", (*one, *two, *one, *one, *two)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite moves 29 February to 1 March by itself."""
        (day, one), (years, two) = (compiler.compile(part) for part in self.source_expressions)
        return f"date({day}, '+' || ({years}) || ' years')", (*one, *two)
