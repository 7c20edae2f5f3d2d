"""Recurring duties: one task a period, assigned by itself and once; given, moved, ended; how they stood by period."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms.duty_periods import period_of
from qms.enums import ActionStatus, SeriesRhythm
from qms.history.recording import ReasonMissing
from qms.models import Action, ActionSeries
from qms.models.system import Notice
from qms.operations import duties
from qms.policy import Refused
from qms.registry import registry
from qms.reports.duty_heat import heat_tables
from tests.factories import ActionFactory, ActionSeriesFactory, save
from tests.shared_organisation import fresh, on


def day(text):
    return dt.date.fromisoformat(text)


def series_of(org, **values):
    usual = {"unit": org.division, "owner": org.owner1, "assigned_by": org.manager1}
    return ActionSeriesFactory(**(usual | values))


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("rhythm", "when", "code", "ends", "due"),
    [
        ("monthly", "2020-01-31", "2020-01", "2020-01-31", "2020-02-29"),
        ("quarterly", "2020-07-15", "2020-Q3", "2020-09-30", "2020-10-31"),
        ("six_monthly", "2020-12-31", "2020-H2", "2020-12-31", "2021-01-31"),
        ("yearly", "2019-05-01", "2019", "2019-12-31", "2020-01-31"),
    ],
)
def test_periods(rhythm, when, code, ends, due):
    period = period_of(rhythm, day(when))

    assert (period.code, period.ends, period.due(31)) == (code, day(ends), day(due))
    assert period.shifted(1).begins == day(ends) + dt.timedelta(days=1)
    assert period.shifted(-1).shifted(1) == period


def test_each_period_brings_one_task(org):
    series = series_of(org)  # due on 5 August, ten working days before: from 22 July

    assert duties.assign_due_series() == 0
    with on(day("2020-07-22")):
        assert duties.assign_due_series() == 1
        assert duties.assign_due_series() == 0
    action = Action.objects.get(series=series)
    assert (action.period, action.due_on, action.owner) == ("2020-07", day("2020-08-05"), org.owner1)
    assert (action.status, action.original_due_on) == (ActionStatus.ASSIGNED, action.due_on)
    assert Notice.objects.filter(user=org.owner1, kind="action_assigned", record_uid=action.uid).count() == 1


def test_killed_half_way_it_goes_on_where_it_stopped(org, monkeypatch):
    first, second = series_of(org), series_of(org)
    real, seen = duties.notify, []

    def breaks(*args, **kwargs):
        seen.append(kwargs["about"])
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with on(day("2020-09-30")):  # July, August and September
        monkeypatch.setattr(duties, "notify", breaks)
        with pytest.raises(KeyboardInterrupt):
            duties.assign_due_series()
        monkeypatch.setattr(duties, "notify", real)
        assert duties.assign_due_series() == 6
    codes = ["2020-07", "2020-08", "2020-09"]
    for series in (first, second):
        made = Action.objects.filter(series=series)
        assert sorted(made.values_list("period", flat=True)) == codes
        told = Notice.objects.filter(record_uid__in=made.values("uid"), kind="action_assigned")
        assert told.count() == 3


def test_a_second_run_that_waited_for_the_first_makes_nothing(org):
    series = series_of(org)
    july = period_of("monthly", day("2020-07-15"))

    assert duties._assign(series.pk, [july]) == 1
    assert duties._assign(series.pk, [july]) == 0  # it had found July missing before the first run made it
    duties.end_duty(series, by=fresh(org.manager1), reason="Thôi")
    assert duties._assign(series.pk, [july.shifted(1)]) == 0


def test_nothing_is_assigned_before_its_first_or_after_its_last_period(org):
    series = series_of(org, ends_on=day("2020-08-31"))
    with on(day("2021-01-10")):
        duties.assign_due_series()

    assert sorted(Action.objects.filter(series=series).values_list("period", flat=True)) == ["2020-07", "2020-08"]


def test_an_ended_duty_assigns_nothing_and_ending_needs_a_reason(org):
    series = series_of(org)

    with pytest.raises(ReasonMissing):
        duties.end_duty(series, by=fresh(org.manager1))
    with pytest.raises(Refused):
        duties.end_duty(series, by=fresh(org.owner1), reason="Không làm nữa")
    duties.end_duty(series, by=fresh(org.manager1), reason="Không còn yêu cầu báo cáo")
    with on(day("2020-08-04")):
        assert duties.assign_due_series() == 0


def test_moving_a_duty_tells_both_and_leaves_what_is_assigned(org):
    series = series_of(org)
    with on(day("2020-07-30")):
        duties.assign_due_series()
    answer = signed_in(org.manager1).post(
        reverse("duty_edit", args=[series.uid]),
        {
            "title": series.title, "owner": org.reader1.pk, "due_day": 5, "lead_days": 10, "rhythm": "yearly",
            "starts_on": "2019-01-01", "version": series.version,
        },
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    series.refresh_from_db()
    assert (series.owner, series.rhythm, series.starts_on) == (org.reader1, "monthly", day("2020-07-01"))
    assert set(Notice.objects.filter(kind="duty_moved").values_list("user", flat=True)) == {
        org.owner1.pk, org.reader1.pk,
    }  # fmt: skip
    assert Action.objects.get(series=series).owner == org.owner1


def test_what_a_person_who_leaves_holds_passes_on(org):
    series = series_of(org)
    handover = registry.handovers["duty"]

    assert list(handover.open(org.owner1)) == [series]
    assert handover.faults(series, org.owner1, org.reader1, fresh(org.manager1)) == []
    assert len(handover.faults(series, org.owner1, org.reader2, fresh(org.owner1))) == 2
    handover.take(series, org.owner1, org.reader1, by=fresh(org.manager1), reason="Chuyển công tác")
    assert ActionSeries.objects.get().owner == org.reader1
    assert ActionSeries.objects.get().history.latest("sequence").history_change_reason == "Chuyển công tác"


def form(org, **values):
    usual = {
        "unit": org.division.pk, "title": "Báo cáo tháng", "owner": org.owner1.pk, "rhythm": "monthly", "due_day": 31,
        "lead_days": 5, "starts_on": "2020-07-01",
    }  # fmt: skip
    return usual | values


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"due_day": 32}, "due_day"),
        ({"due_day": 0}, "due_day"),
        ({"lead_days": 61}, "lead_days"),
        ({"starts_on": "2020-05-31"}, "starts_on"),
        ({"ends_on": "2020-06-30"}, "ends_on"),
        ({"owner": 999999}, "owner"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(org, values, said):
    answer = signed_in(org.manager1).post(reverse("duty_new"), form(org, **values))

    assert answer.status_code == 200
    assert said in answer.context["form"].errors
    assert "Báo cáo tháng" in answer.content.decode()
    assert not ActionSeries.objects.exists()


def test_given_by_who_may_and_seen_by_who_reaches_the_unit(org):
    answer = signed_in(org.manager1).post(reverse("duty_new"), form(org))
    series = ActionSeries.objects.get()

    assert answer.url == series.get_absolute_url()
    assert (series.assigned_by, series.owner) == (org.manager1, org.owner1)
    assert Notice.objects.filter(user=org.owner1, kind="duty_given").count() == 1
    assert signed_in(org.owner1).get(reverse("duty_new")).status_code == 403
    for person, status in ((org.owner1, 200), (org.officer1, 200), (org.verifier1, 404), (org.officer2, 404)):
        assert signed_in(person).get(series.get_absolute_url()).status_code == status, person
        assert (series.title in signed_in(person).get(reverse("duties")).content.decode()) == (status == 200)
    assert signed_in(org.owner1).get(reverse("duty_edit", args=[series.uid])).status_code == 403


def heat(org, series, today):
    (table,) = heat_tables(fresh(org.officer1), [series], today)
    return {cell.period: (cell.kind, cell.text) for cell in table.rows[0].cells}


def test_how_periods_stood(org):
    series = series_of(org, starts_on=day("2020-01-01"))
    with on(day("2020-07-01")):
        duties.assign_due_series()
    made = {action.period: action for action in Action.objects.filter(series=series)}
    proof = {"status": ActionStatus.VERIFIED, "evidence": "Biên bản"}
    save(made["2020-01"], done_on=day("2020-02-05"), **proof)
    save(made["2020-02"], done_on=day("2020-03-08"), **proof)
    save(made["2020-04"], status=ActionStatus.CANCELLED)

    cells = heat(org, series, day("2020-07-01"))

    assert list(cells) == [f"{month:02d}/2019" for month in range(8, 13)] + [f"{m:02d}/2020" for m in range(1, 8)]
    assert cells["12/2019"][0] == "none"
    assert [cells[f"{month:02d}/2020"][0] for month in range(1, 8)] == [
        "done", "late", "missed", "none", "missed", "open", "coming",
    ]  # fmt: skip
    assert "3" in cells["02/2020"][1]
    assert str((day("2020-07-01") - day("2020-04-05")).days) in cells["03/2020"][1]


def test_the_page_asks_as_often_for_many_duties(org):
    client = signed_in(org.officer1)
    address = reverse("duty_heat")

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            page = client.get(address)
        assert page.status_code == 200
        return len(caught), page.content.decode()

    first = series_of(org)
    action = ActionFactory(series=first, period="2020-06", unit=org.division, due_on=day("2020-07-05"), assigned=True)
    one, text = queries()
    assert action.get_absolute_url() in text
    for rhythm in (*SeriesRhythm.values, "monthly"):
        series_of(org, rhythm=rhythm, owner=org.reader1, unit=org.sibling)
    many, text = queries()
    assert many == one
    assert text.count("<table") == 4
    narrowed = client.get(address, {"unit": org.division.pk}).content.decode()
    assert narrowed.count("<table") == 1
