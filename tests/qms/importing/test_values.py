from datetime import date, datetime
from decimal import Decimal

import pytest

from qms.importing.problems import Problem
from qms.importing.sheet import ErrorCell
from qms.importing.values import (
    date_order,
    grade_in,
    parse_clauses,
    parse_date,
    parse_grade,
    parse_number,
    parse_status,
)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("20/6/22", date(2022, 6, 20)),
        ("1-7-2020", date(2020, 7, 1)),
        ("15.07.2020", date(2020, 7, 15)),
        ("2020-07-15", date(2020, 7, 15)),
        ("2025-04-03T09:30:00", date(2025, 4, 3)),
        ("20 Mar 2026", date(2026, 3, 20)),
        ("March 20, 2026", date(2026, 3, 20)),
        ("ngày 15 tháng 7 năm 2020", date(2020, 7, 15)),
        (44027, date(2020, 7, 15)),
        (date(2020, 7, 15), date(2020, 7, 15)),
        (datetime(2020, 7, 15, 9, 0), date(2020, 7, 15)),  # noqa: DTZ001 - cells are naive
        (20200715, date(2020, 7, 15)),
        (None, None),
        ("  ", None),
        ("n/a", None),
    ],
)
def test_dates_are_read(value, day):
    assert parse_date(value) == day


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("31/02/2020", "impossible_date"),
        ("2020-13-01", "impossible_date"),
        ("16 Mar", "no_year"),
        ("16/3", "no_year"),
        ("soon", "not_a_date"),
        (12, "not_a_date"),
        (True, "not_a_date"),
        (ErrorCell("#REF!"), "failed_formula"),
        ("12/25/2020", "impossible_date"),
    ],
)
def test_dates_that_are_none_say_why(value, code):
    assert parse_date(value).code == code


def test_months_first_only_on_evidence():
    assert date_order(["12/25/2020", "1/2/2020"]) == "mdy"
    assert date_order(["25/12/2020"]) == "dmy"
    assert date_order(["12/25/2020", "25/12/2020"]) == "both"
    assert date_order(["1/2/2020", None, 5]) is None
    assert parse_date("12/25/2020", day_first=False) == date(2020, 12, 25)


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("5.1", ["5.1"]),
        ("5.10", ["5.10"]),
        (5.1, ["5.1"]),
        (8, ["8"]),
        ("4.2 / A.5.31", ["4.2", "A.5.31"]),
        ("Clause 4.2 / A.5.31", ["4.2", "A.5.31"]),
        ("NC-1: Legal (Clause 4.2)", ["4.2"]),
        ("Clause 4 & 5", ["4", "5"]),
        ("A.5.15-5.18, A.8.2", ["A.5.15", "A.5.16", "A.5.17", "A.5.18", "A.8.2"]),
        ("(mới)", []),
        (None, []),
        ("", []),
        ("Điều 8.5.1 và 8.5.2", ["8.5.1", "8.5.2"]),
        ("Điều khoản 7", ["7"]),
        ("7.5.3.2", ["7.5.3.2"]),
        ("8.5.1 a)", ["8.5.1"]),
        ("20/6/22", []),
        ("Clause 8 / Annex A Tech", ["8"]),
        ("4.1; 4.1", ["4.1"]),
    ],
)
def test_clauses_are_read(value, numbers):
    assert [clause.number for clause in parse_clauses(value)] == numbers


def test_clauses_keep_the_edition_that_they_name():
    assert parse_clauses("ISO 9001:2015 8.5.1") == [("ISO 9001:2015", "8.5.1")]
    assert parse_clauses("8.5.1 (2008)") == [("2008", "8.5.1")]


def test_clause_that_excel_made_a_date_is_a_problem():
    problem = parse_clauses(date(2026, 5, 8))
    assert (problem.code, problem.suggestion) == ("clause_became_date", "8.5")


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("Major", "major"),
        ("MINOR", "minor"),
        ("Minor NC", "minor"),
        ("KPH nặng", "major"),
        ("nhẹ", "minor"),
        ("OFI", "opportunity"),
        ("Lưu ý", "observation"),
        ("Khuyến nghị", "opportunity"),
        ("OBS", "observation"),
        (None, None),
    ],
)
def test_grades_are_read(value, grade):
    assert parse_grade(value) == grade


def test_unknown_grade_names_the_value_and_the_words():
    problem = parse_grade("critical")
    assert problem.code == "unknown_word"
    assert "critical" in problem.sentence
    assert "nặng" in problem.sentence
    assert parse_grade("minr").suggestion == "minor"
    assert parse_grade("NC").code == "ungraded"
    assert parse_grade("critical", extra={"Critical": "major"}) == "major"


def test_statuses_are_read():
    assert [parse_status(word) for word in ("Open", "Đã đóng", "In Progress", "Implemented", None)] == [
        "open",
        "closed",
        "in_progress",
        "implemented",
        None,
    ]
    assert isinstance(parse_status("dismissed"), Problem)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12,5", "12.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        (3, "3"),
        ("50%", "0.5"),
    ],
)
def test_numbers_are_read(value, number):
    assert parse_number(value) == Decimal(number)


@pytest.mark.parametrize("value", ["nan", "inf", "mười", "1,2,3.4.5"])
def test_numbers_that_are_none_are_problems(value):
    assert parse_number(value).code == "not_a_number"


def test_grade_is_found_at_the_start_of_a_remark():
    assert grade_in("Minor nonconformity. Corrective action: …") == "minor"
    assert grade_in("OFI: Exclusions") == "opportunity"
    assert grade_in("Nothing minor") is None
