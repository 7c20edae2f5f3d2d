"""How judgements follow an edition: the strictest wins, and nothing arrives as conforming."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qms.enums import Relation
from qms.transition.carry import LEADING, RANK, Standing, along, carried_over, is_unchanged, strictest
from tests.counts import examples

STANDINGS = st.sampled_from(Standing.values)
LED = st.sampled_from([str(one) for one in LEADING])
FOUND = st.lists(st.tuples(STANDINGS, LED), min_size=1, max_size=8)


@settings(max_examples=examples(200))
@given(FOUND)
def test_nothing_arrives_as_conforming(found):
    assert carried_over(found) != Standing.CONFORMING


@settings(max_examples=examples(200))
@given(FOUND)
def test_order_of_the_old_clauses_does_not_matter(found):
    assert carried_over(found) == carried_over(reversed(found))


@settings(max_examples=examples(200))
@given(FOUND, st.tuples(STANDINGS, LED))
def test_another_old_clause_never_makes_it_milder(found, more):
    before, after = carried_over(found), carried_over([*found, more])

    if before == Standing.NOT_APPLICABLE:
        assert after == along(*more)
    else:
        assert RANK[after] <= RANK[before]


@settings(max_examples=examples(200))
@given(FOUND)
def test_it_is_not_applicable_only_if_all_are(found):
    all_are = all(standing == Standing.NOT_APPLICABLE for standing, _relation in found)

    assert (carried_over(found) == Standing.NOT_APPLICABLE) is all_are


@settings(max_examples=examples(200))
@given(st.lists(STANDINGS, min_size=1))
def test_the_strictest_is_one_of_them(standings):
    assert strictest(standings) in standings


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], ""),
        ([("conforming", "equivalent")], "to_confirm"),
        ([("conforming", "modified")], "to_confirm"),
        ([("", "equivalent")], "not_examined"),
        ([("minor", "split"), ("major", "merged"), ("conforming", "equivalent")], "major"),
        ([("partly", "split"), ("minor", "split")], "minor"),
        ([("not_examined", "split"), ("partly", "split")], "partly"),
        ([("not_examined", "merged"), ("conforming", "merged")], "not_examined"),
        ([("not_applicable", "merged"), ("conforming", "merged")], "to_confirm"),
        ([("not_applicable", "merged"), ("not_applicable", "merged")], "not_applicable"),
        ([("major", "withdrawn")], ""),
        ([("major", "new")], ""),
    ],
)
def test_carried_over(found, expected):
    assert carried_over(found) == expected


def test_the_order_is_the_products():
    order = sorted(RANK, key=RANK.__getitem__)

    assert [one for one in order if one != "not"] == [
        "major", "minor", "partly", "not_examined", "to_confirm", "conforming",
    ]  # fmt: skip


def test_only_equivalent_clauses_ask_for_nothing_new():
    assert is_unchanged([Relation.EQUIVALENT, Relation.EQUIVALENT])
    assert not is_unchanged([Relation.EQUIVALENT, Relation.MODIFIED])
    assert not is_unchanged([])
