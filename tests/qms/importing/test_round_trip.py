"""Any table that can be written in the layouts of registers reads back to itself; a spoiled cell is told by address."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms.importing.kinds_of_register import FINDINGS
from qms.importing.reading import open_register, read_register
from tests.counts import FULL
from tests.qms.importing.layouts import TITLES, registers

TRIES = settings(max_examples=2_000 if FULL else 50, deadline=None, suppress_health_check=list(HealthCheck))
SPOILED = {
    "raised_on": ("31/02/2020", "impossible_date"),
    "due_on": ("sớm", "not_a_date"),
    "grade": ("hơi nặng", "unknown_word"),
    "status": ("lửng lơ", "unknown_word"),
}


def read_values(row):
    values = {name: row.values.get(name) for name in TITLES}
    return values | {"clause": [one.number for one in values["clause"] or ()]}


@TRIES
@given(registers())
def test_any_layout_reads_back_to_itself(made):
    read = read_register(made.content, made.name, FINDINGS)
    assert [read_values(row) for row in read.rows] == made.rows
    assert [(row.sheet, row.number) for row in read.rows] == made.places
    assert not any(row.problems for row in read.rows)
    for row in read.rows:
        assert row.addresses["grade"] == f"{row.sheet}!{made.letters['grade']}{row.number}"


@TRIES
@given(registers(), st.data())
def test_spoiled_cells_are_each_told_at_their_address(made, data):
    spoiled = {}
    for sheet, number in data.draw(st.lists(st.sampled_from(made.places), unique=True, min_size=1)):
        name = data.draw(st.sampled_from(sorted(SPOILED)))
        spoiled[f"{sheet}!{made.letters[name]}{number}"] = SPOILED[name]
    mends = {address: text for address, (text, _code) in spoiled.items()}
    opened = open_register(made.content, made.name, FINDINGS, mends=mends)
    rows = [row for chunk in opened.chunks(2) for row in chunk]
    told = {row.addresses[name]: problem.code for row in rows for name, problem in row.problems.items()}
    assert told == {address: code for address, (_text, code) in spoiled.items()}
    assert all(mends[row.addresses[name]] in problem.sentence for row in rows for name, problem in row.problems.items())
