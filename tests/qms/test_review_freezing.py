"""The moment at which a review's inputs were frozen is said, and so is what the same day brought afterwards."""

import datetime as dt

from qms import clock
from qms.models import ManagementReview
from qms.operations import management_reviews as reviews
from qms.printing import MANAGEMENT_REVIEW
from qms.reports.printed_reviews import review_context
from tests.factories import ProcedureFigureFactory, RiskFactory, save
from tests.qms.test_management_reviews import planned, signed_in
from tests.shared_organisation import DAY, fresh, on

TOMORROW = DAY + dt.timedelta(days=1)


def at(hour, day=DAY):
    return clock.at(dt.datetime.combine(day, dt.time(hour, 32), clock.HANOI))


def frozen(org, day=DAY):
    with at(10):
        return reviews.freeze_review(planned(org), by=fresh(org.officer1), frozen_on=day)


def page(org, review):
    with on(TOMORROW):
        return signed_in(org.officer1).get(review.get_absolute_url()).content.decode()


def printed(review):
    return MANAGEMENT_REVIEW.build(review_context(ManagementReview.objects.get(pk=review.pk)))["as_of"]


def test_figures_say_their_moment_and_lists_what_came_later_that_day(org):
    risk = RiskFactory(unit=org.division)
    review = frozen(org)

    text = page(org, review)
    assert "as of 15/07/2020 10:32" in text
    assert "recorded later" not in text
    assert "10:32 15/07/2020" in printed(review)
    with at(11):
        save(risk, statement="Sửa trong ngày")
        RiskFactory(unit=org.department2), ProcedureFigureFactory(unit=org.division)
    with on(TOMORROW):
        save(risk, statement="Sửa hôm sau")
    assert "2 changes were recorded later on 15/07/2020" in page(org, review)


def test_figures_of_an_earlier_day_stand_as_of_its_end(org):
    review = frozen(org, DAY - dt.timedelta(days=5))
    with at(11):
        RiskFactory(unit=org.division)

    text = page(org, review)
    assert "as of the end of 10/07/2020" in text
    assert "recorded later" not in text
    assert "10/07/2020" in printed(review)


def test_figures_are_written_as_the_readers_language_writes_them(org):
    review = frozen(org)
    row = review.inputs.filter(ended_at=None).order_by("position").first()
    told = row.figures[0]
    save(row, figures=[told | {"value": 11225}, told | {"value": "99.4"}, told | {"value": ""}])

    client = signed_in(org.officer1)
    for language, shown in (("vi", ("11.225", "99,4", "không có")), ("en", ("11,225", "99.4", "none given"))):
        client.cookies["django_language"] = language
        text = client.get(review.get_absolute_url()).content.decode()
        assert all(one in text for one in shown), language


def test_labels_are_frozen_in_both_languages(org):
    figures = [figure for row in frozen(org).inputs.filter(ended_at=None) for figure in row.figures]

    assert figures
    assert not [one for one in figures if one["label"] == one["label_en"] or one["definition"] == one["definition_en"]]
