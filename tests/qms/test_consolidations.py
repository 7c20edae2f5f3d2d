"""Consolidated reports: what is added up as of when, whose reports are in, what differs later, who may."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from qms import clock
from qms.consolidating.frozen import counted, differences, parts_kept, parts_now
from qms.consolidating.quarters import quarter_coded, quarter_of
from qms.consolidating.reading import read_quarter
from qms.consolidating.states import Version, judge
from qms.consolidating.sums import sum_of
from qms.demo.days import BEGINS
from qms.models import Consolidation, ReportLine
from qms.operations import consolidations as operations
from qms.policy import Refused
from qms.signatures import content_hash, intend
from qms.workflow import StepRefused
from tests.counts import examples
from tests.factories import (
    ConsolidationFactory,
    HoldingFactory,
    PeriodicReportFactory,
    PeriodSchemeFactory,
    ReportFigureFactory,
    ReportFormFactory,
    ReportLineFactory,
    ReportPeriodFactory,
    ReportSectionFactory,
    UnitFactory,
    UserFactory,
    save,
)
from tests.factories_qms import PASSWORD
from tests.qms.history.agreement import assert_history_agrees
from tests.shared_organisation import fresh

DUE = dt.date(2020, 7, 10)


def at(day, hour=9):
    return clock.at(dt.datetime(2020, 7, day, hour, tzinfo=clock.HANOI))


@pytest.fixture
def world(org):
    """The ministry's form with a number and a share; quarterly for the inspectorate, half-yearly for departments."""
    with clock.at(BEGINS):
        build(org)
    return org


def build(org):
    """Recorded long before any report."""
    form = ReportFormFactory()
    section = ReportSectionFactory(form=form)
    org.issued = ReportLineFactory(form=form, section=section, key="issued", kind="count")
    org.in_time = ReportLineFactory(form=form, section=section, key="in_time", kind="ratio")
    org.report_form = form
    given = {"superior": org.ministry, "form": form}
    quarterly, halves = PeriodSchemeFactory(**given), PeriodSchemeFactory(**given, rhythm="six-monthly")
    opens = {"opens_on": dt.date(2020, 6, 15), "due_on": DUE}
    org.quarter = ReportPeriodFactory(scheme=quarterly, **opens)
    org.first = ReportPeriodFactory(
        scheme=quarterly, code="2020-Q1", figures_from=dt.date(2020, 1, 1), figures_to=dt.date(2020, 3, 31),
        opens_on=dt.date(2020, 3, 16), due_on=dt.date(2020, 4, 10),
    )  # fmt: skip
    org.half = ReportPeriodFactory(scheme=halves, code="2020-H1", figures_from=dt.date(2020, 1, 1), **opens)
    save(org.inspectorate.holdings.get(), rhythm="quarterly")


def report(org, unit, state="accepted", issued=3, in_time=(11, 12), day=9, **values):
    """A report with figures, as it stood from nine o'clock of the day in July on."""
    period = org.half if unit.kind == "provincial_department" else org.quarter
    with at(day):
        trait = {state: True} if state not in ("open",) else {}
        sent = {"submitted_on": clock.today()} if state in ("submitted", "returned", "accepted") else {}
        made = PeriodicReportFactory(**trait, **(sent | {"period": period, "unit": unit} | values))
        ReportFigureFactory(report=made, line=org.issued, numerator=issued)
        ReportFigureFactory(report=made, line=org.in_time, numerator=in_time[0], denominator=in_time[1])
    return made


def drawn(org, by=None, code="2020-Q2", **values):
    return operations.draw_consolidation(
        org.ministry, by=fresh(by or org.officer), form=org.report_form, code=code, **values
    )


def sums(consolidation):
    rows = consolidation.figures.values_list("line__key", "numerator", "denominator", "reports")
    return {key: (over, under, number) for key, over, under, number in rows}


def test_numerators_and_denominators_are_added_and_half_years_join_the_second_quarter(world):
    report(world, world.inspectorate, issued=3, in_time=(11, 12))
    report(world, world.department, issued=40, in_time=(97, 100))
    report(world, world.department2, state="returned", issued=500, in_time=(1, 500))

    made = drawn(world)

    # by hand: 3 + 40 = 43; 11 + 97 = 108 of 12 + 100 = 112, that is 96.43 %, not the mean of 91.67 % and 97 %
    assert sums(made) == {"issued": (43, None, 2), "in_time": (108, 112, 2)}
    assert {one["code"]: (one["state"], one["late"]) for one in made.states} == {
        "TTR": ("accepted", False), "S1": ("accepted", False), "S2": ("returned", True),
    }  # fmt: skip
    assert made.number.startswith("BCTH-2020-BLĐ-")
    assert_history_agrees(made)
    assert sums(drawn(world, code="2020-Q1")) == {"issued": (None, None, 0), "in_time": (None, None, 0)}


def test_who_is_late_missing_excused_and_whose_correction_counts(world):
    report(world, world.inspectorate, day=13)  # three days late
    first = report(world, world.department, issued=40)
    report(world, world.department, issued=45, edition_number=2, replaces=first, day=14)
    report(world, world.department2, state="excused")
    other = save(UnitFactory(code="C1", parent=world.ministry, kind="bureau"))
    HoldingFactory(unit=other)

    made = drawn(world)

    counts = counted(made.states)
    assert [one["code"] for one in made.states] == ["C1", "TTR", "S1", "S2"]
    assert (counts.owed, counts.received, counts.on_time, counts.late) == (3, 2, 1, 1)
    assert (counts.missing, counts.excused, counts.returned) == (1, 1, 0)
    assert sums(made)["issued"] == (48, None, 2)


def test_as_of_a_past_day_what_was_in_then_with_the_figures_of_then(world):
    early = report(world, world.inspectorate, issued=3, day=8)
    report(world, world.department, issued=40, day=14)
    with at(13):
        save(early.figures.get(line=world.issued), numerator=9)
        before = drawn(world, as_of=dt.date(2020, 7, 9))

    assert sums(before)["issued"] == (3, None, 1)
    assert [one["state"] for one in before.states if one["code"] == "S1"] == ["open"]
    later = operations.redraw_consolidation(before, by=fresh(world.officer), reason="Đã nhận thêm báo cáo")
    assert sums(later)["issued"] == (49, None, 2)
    assert (later.replaces, later.why) == (before, "Đã nhận thêm báo cáo")
    assert sums(before)["issued"] == (3, None, 1)
    with pytest.raises(StepRefused, match="already"):
        operations.redraw_consolidation(before, by=fresh(world.officer), reason="Lần nữa")
    with pytest.raises(StepRefused, match=later.number):
        drawn(world)


def test_what_comes_in_or_is_corrected_later_is_a_difference_and_changes_nothing(world):
    first = report(world, world.department, issued=40, in_time=(97, 100))
    made = drawn(world)
    report(world, world.department, issued=45, in_time=(97, 100), edition_number=2, replaces=first)
    late = report(world, world.inspectorate, state="submitted", issued=3, in_time=(11, 12))

    reading = read_quarter(world.ministry, world.report_form, quarter_coded("2020-Q2"))
    found = {one.line.key: one for one in differences(reading.lines, parts_kept(made), parts_now(reading))}

    assert (found["issued"].old.numerator, found["issued"].new.numerator) == (40, 48)
    assert {(one.unit, one.old[0], one.new[0]) for one in found["issued"].because} == {
        (world.department.name, 40, 45), (world.inspectorate.name, None, 3),
    }  # fmt: skip
    assert [one.uid for one in found["in_time"].because] == [late.uid]
    assert sums(made)["issued"] == (40, None, 1)


def test_only_top_management_of_the_superior_signs_and_only_with_number_and_recipients(world):
    report(world, world.department)
    with pytest.raises(Refused):
        drawn(world, by=world.officer1)
    made = drawn(world, as_of=DUE)

    def sign(by, **values):
        person, shown = fresh(by), Consolidation.objects.get(pk=made.pk)
        intent = intend(person, PASSWORD, shown_hash=content_hash(shown))
        paper = {"document_number": "75/BC-BLĐ", "recipients": "Văn phòng Chính phủ"} | values
        return operations.sign_consolidation(shown, by=person, signature=intent, **paper)

    with pytest.raises(StepRefused, match="top management"):
        sign(world.officer)
    with pytest.raises(StepRefused, match="number and sign"):
        sign(world.director, document_number=" ")
    with pytest.raises(StepRefused, match="receives"):
        sign(world.director, recipients="")
    with pytest.raises(StepRefused, match="before the day"):
        sign(world.director, signed_on=dt.date(2020, 7, 9))
    done = sign(world.director)
    assert (done.status, done.signed_by, done.signed_on) == ("signed", world.director, clock.today())
    with pytest.raises(StepRefused, match="signed"):
        operations.edit_consolidation(done, by=fresh(world.officer), note="x", recipients="y")


@pytest.mark.parametrize("code", ["2020-H1", "2020-Q3", "2019-Q2", ""])
def test_a_quarter_that_is_none_or_has_no_periods_is_refused(world, code):
    with pytest.raises(StepRefused):
        drawn(world, code=code)


def test_pages_for_the_superior_and_for_nobody_else(world, client):
    report(world, world.department)
    report(world, world.inspectorate, state="submitted", day=14)
    client.force_login(world.officer)
    client.cookies["django_language"] = "en"
    words = {
        "unit": world.ministry.pk,
        "form": world.report_form.pk,
        "code": "2020-Q2",
        "as_of": "2020-07-10",
        "note": "",
    }
    assert client.post(reverse("consolidation_new"), words | {"as_of": "2020-07-16"}).status_code == 200
    answer = client.post(reverse("consolidation_new"), words)
    made = Consolidation.objects.get()
    assert answer.url == made.get_absolute_url()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Differs now" in page
    assert "came in afterwards" in page
    parts = client.get(reverse("consolidation_line", args=[made.uid, "in_time"])).content.decode()
    assert world.department.name in parts
    assert "91.67" in parts
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = client.get(reverse("consolidation_print", args=[made.uid, kind]))
        assert (b"".join(answer) if answer.streaming else answer.content).startswith(start)
    url = reverse("consolidation_step", args=[made.uid, "redraw"])
    version = client.get(url).context["form"].initial["version"]
    answer = client.post(url, {"version": version, "as_of": "2020-07-15", "reason": "Báo cáo đến sau"})
    again = Consolidation.objects.get(replaces=made)
    assert answer.url == again.get_absolute_url(), "one is led on to the new one"
    assert f"Changed from {made.number}" in client.get(again.get_absolute_url()).content.decode()
    page = client.get(reverse("consolidations"), {"show": "standing"})
    listed = page.content.decode()
    assert again.number in listed
    assert made.number not in listed
    assert [unit.code for unit in page.context["filter"].form.fields["unit"].queryset] == ["BLĐ"]

    client.force_login(world.officer1)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert made.number not in client.get(reverse("consolidations")).content.decode()
    assert client.get(reverse("consolidation_new")).status_code == 403


def test_who_signs_sees_what_is_signed_and_is_refused_what_changed_meanwhile(world, client):
    report(world, world.inspectorate)
    before = save(drawn(world, code="2020-Q1"), status="signed", recipients="Bộ Nội vụ", signed_on=dt.date(2020, 7, 1))
    made = drawn(world, note="Gửi đúng hạn")
    client.force_login(world.director)
    client.cookies["django_language"] = "en"
    url = reverse("consolidation_step", args=[made.uid, "sign"])
    page = client.get(url)
    assert page.context["counts"].received == 1
    body = page.content.decode()
    assert "Gửi đúng hạn" in body
    assert "91.67" in body
    assert world.director.get_full_name() in body
    assert "Signed as the consolidated report of the period" in body
    form = page.context["form"]
    data = {name: form[name].value() for name in ("version", "shown", "recipients")}
    data |= {"document_number": "75/BC-BLĐ", "signed_on": "2020-07-15", "password": PASSWORD}
    assert data["recipients"] == before.recipients

    operations.edit_consolidation(made, by=fresh(world.officer), note="Một đơn vị gửi trễ", recipients="")
    refused = client.post(url, data)
    assert refused.status_code == 409
    above = refused.content.decode().split('name="document_number"')[0].split("<h2")[-1]
    assert "<p>Một đơn vị gửi trễ</p>" in above, "what is signed now is shown"
    assert Consolidation.objects.get(pk=made.pk).status == "drawn"
    form = refused.context["form"]
    data |= {"version": form["version"].value(), "shown": form["shown"].value()}
    assert "not your password" in client.post(url, data | {"password": "wrong"}).content.decode()
    assert client.post(url, data).url == made.get_absolute_url()
    signed = Consolidation.objects.get(pk=made.pk)
    assert (signed.status, signed.signed_by, signed.document_number) == ("signed", world.director, "75/BC-BLĐ")


def test_the_list_and_the_record_count_no_queries_per_row(world, client, django_assert_max_num_queries):
    report(world, world.department)
    report(world, world.inspectorate)
    made = drawn(world)
    for number in range(8):
        ConsolidationFactory(
            unit=world.ministry, form=world.report_form, code=f"20{10 + number}-Q1", states=made.states
        )
    client.force_login(world.officer)
    client.get(reverse("consolidations"))
    with django_assert_max_num_queries(12):
        client.get(reverse("consolidations"))
    with django_assert_max_num_queries(36):
        client.get(made.get_absolute_url())


def test_quarters_and_judgements():
    assert quarter_of(dt.date(2019, 6, 30)) == quarter_coded("2019-Q2")
    assert (quarter_coded("2020-Q1").begins, quarter_coded("2020-Q1").ends) == (
        dt.date(2020, 1, 1),
        dt.date(2020, 3, 31),
    )
    assert quarter_coded("2020-H1") is None

    def version(status, late=0, overdue=1, back=0, number=1):
        return Version(number, 1, 1, number, status, late, overdue, back, None)

    assert judge((), False)[:2] == ("open", False)
    assert judge((), True)[:2] == ("missing", True)
    assert judge([version("filled", back=1)], False)[:2] == ("returned", True)
    assert judge([version("filled", overdue=0)], True)[:2] == ("open", False)
    assert judge([version("submitted", late=1)], False)[:2] == ("submitted", True)
    corrected = [version("accepted"), version("submitted", late=1, number=2)]
    assert (judge(corrected, True).late, judge(corrected, True).counts.edition_number) == (False, 2)
    begun = [version("accepted"), version("returned", late=1, number=2)]
    assert judge(begun, True).counts.edition_number == 1


numbers = st.none() | st.decimals(0, 10**6, places=1)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.tuples(numbers, numbers), max_size=9))
def test_sums_are_plain_sums_of_what_is_told_whole(pairs):
    many = [{"x": pair} for pair in pairs]
    whole = [pair for pair in pairs if None not in pair]
    share = sum_of(ReportLine(key="x", kind="ratio"), many)
    assert share.reports == len(whole)
    assert (share.numerator or 0) == sum((pair[0] for pair in whole), Decimal(0))
    assert (share.denominator or 0) == sum((pair[1] for pair in whole), Decimal(0))
    told = [pair[0] for pair in pairs if pair[0] is not None]
    number = sum_of(ReportLine(key="x", kind="count"), many)
    assert (number.numerator or 0, number.denominator, number.reports) == (sum(told, Decimal(0)), None, len(told))


def test_a_person_without_roles_does_not_draw(world):
    with pytest.raises(Refused):
        drawn(world, by=UserFactory())
