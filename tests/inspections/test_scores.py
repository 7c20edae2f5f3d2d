"""Scores of templates with maximum scores, and the ranking of units."""

from decimal import Decimal

import pytest
from django.urls import reverse

from inspections.operations.checklist_making import make_checklist
from inspections.scores import ranking, scores_of, scores_shown, years_of
from tests.factories import (
    InspectionFactory,
    SessionFactory,
    SessionTemplateFactory,
    TemplateQuestionFactory,
    TemplateVersionFactory,
    save,
)
from tests.inspections.test_views_programmes import signed_in
from tests.shared_organisation import DAY, fresh

QUESTIONS = (
    # kind, maximum score, asked only after the first was answered with
    ("yes_no", 2, []),
    ("conformity", 4, ["yes"]),
    ("sample", 10, []),
    ("conformity", None, []),
)


@pytest.fixture
def version(org):
    """A template of the department with 16 points in force."""
    made = TemplateVersionFactory(in_force=True, template__unit=org.department, template__title_vi="Chỉ số CCHC")
    for place, (kind, most, when) in enumerate(QUESTIONS, 1):
        condition = {"shown_after": "q1", "shown_when": when} if when else {}
        TemplateQuestionFactory(template_version=made, position=place, question_type=kind, max_score=most, **condition)
    return made


def visited(org, version, unit, answers, status="concluded"):
    """An inspection of the unit by the template with these answers; None leaves a question open."""
    made = InspectionFactory(**{status: True}, unit=unit, raised_by_unit=org.department, lead=org.lead1, starts_on=DAY)
    session = SessionFactory(inspection=made, unit=unit)
    SessionTemplateFactory(session=session, template_version=version)
    for line, given in zip(make_checklist(session, by=org.officer1), answers, strict=True):
        if given is not None:
            result, value, score = given
            save(line, result=result, value=value, score=score, note="Đã xem")
    return made


YES = ("conforming", {"answer": "yes"}, 2)
NO = ("not_conforming", {"answer": "no"}, 0)
GOOD = ("conforming", {}, 4)
HALF = ("not_conforming", {"examined": 10, "of": 20, "failed": 5}, None)
ALL = ("conforming", {"examined": 10, "of": 20, "failed": 0}, 10)
LEFT = ("not_applicable", {}, None)


@pytest.mark.parametrize(
    ("answers", "reached", "most", "complete"),
    [
        ([YES, GOOD, ALL, None], 16, 16, True),
        ([NO, None, HALF, GOOD], 5, 12, True),  # what is not asked counts for nothing
        ([YES, LEFT, ALL, None], 12, 12, True),
        ([YES, None, None, None], 2, 16, False),
    ],
)
def test_score_is_the_sum_over_what_was_asked(org, version, answers, reached, most, complete):
    made = visited(org, version, org.division, answers)

    (score,) = scores_of([made.pk])

    assert (score.reached, score.most, score.is_complete) == (Decimal(reached), Decimal(most), complete)
    assert (score.unit_id, score.version_id) == (org.division.pk, version.pk)


def test_equal_shares_share_a_rank_and_the_next_is_passed_over(org, version):
    for unit, answers in (
        (org.division, [YES, GOOD, HALF, None]),
        (org.section, [YES, GOOD, ALL, None]),
        (org.sibling, [YES, GOOD, HALF, None]),
        (org.department, [NO, None, HALF, None]),
    ):
        visited(org, version, unit, answers)
    visited(org, version, org.division2, [YES, GOOD, ALL, None], "in_progress")

    rows = ranking(fresh(org.officer1), version.template, DAY.year)

    assert [row.rank for row in rows] == [1, 2, 2, 4]
    assert (rows[0].unit, str(rows[0].percent), rows[3].unit) == (org.section, "100.00", org.department)
    assert ranking(fresh(org.officer1), version.template, DAY.year - 1) == []
    assert years_of(fresh(org.officer1), version.template) == [DAY.year]


def test_ranking_shows_what_the_person_reaches(org, version):
    visited(org, version, org.division, [YES, GOOD, ALL, None])
    visited(org, version, org.sibling, [YES, GOOD, ALL, None])

    assert [row.unit for row in ranking(fresh(org.manager1), version.template, DAY.year)] == [org.division]


def test_last_inspection_of_the_year_counts(org, version):
    visited(org, version, org.division, [YES, GOOD, ALL, None])
    later = visited(org, version, org.division, [NO, None, HALF, None])

    (row,) = ranking(fresh(org.officer1), version.template, DAY.year)

    assert row.inspection == later


def test_page_is_sorted_exported_and_told_on_the_inspection(org, version):
    made = visited(org, version, org.division, [YES, GOOD, HALF, None])
    visited(org, version, org.sibling, [YES, GOOD, ALL, None])
    client = signed_in(org.officer1)
    url = reverse("template_ranking", args=[version.template.uid])

    page = client.get(url, {"year": DAY.year, "sort": "-rank"})

    assert [row.unit for row in page.context["rows"]] == [org.division, org.sibling]
    assert "68.75" in page.content.decode()
    assert client.get(url, {"year": "x" * 9, "sort": "nonsense"}).context["rows"][0].rank == 1
    exported = b"".join(client.get(url, {"year": DAY.year, "export": "csv"}).streaming_content).decode()
    assert org.division.code in exported
    assert "11 / 16" in client.get(reverse("inspection", args=[made.uid])).content.decode()
    assert [score.unit for score in scores_shown(made, fresh(org.manager1))] == [org.division]
