"""Periodic reports: opened, counted, filled in, signed, returned, accepted, corrected; what differs since."""

import datetime as dt
import io
import random
import zipfile
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms import clock, jobs
from qms.history.standing import standing
from qms.measured_queries import QUERIES, counted
from qms.measured_records import COUNTINGS, in_part, records_of
from qms.models import Notice, PeriodicReport, ReportFigure, ReportPeriod
from qms.operations import periodic_reports as operations
from qms.operations.loading import LoadRefused
from qms.operations.report_opening import holders_owing, open_due, open_reports, recount
from qms.operations.report_schemes import add_periods, move_period
from qms.policy import Refused
from qms.reporting.figures import Entry, FigureFaults, different_now
from qms.reporting.loading import FOLDER, load_report_file
from qms.reporting_enums import ReportStatus
from qms.work_of_reports import frozen_faults, reports_owed, reports_to_do
from qms.workflow import StepRefused
from tests.counts import FULL, examples
from tests.factories import (
    ActionFactory,
    CommitteeMeetingFactory,
    CompetenceFactory,
    DeclarationFactory,
    DocumentFactory,
    FeedbackFactory,
    FindingFactory,
    HoldingFactory,
    InspectionFactory,
    IssueFactory,
    ManagementReviewFactory,
    MembershipFactory,
    NonconformingOutputFactory,
    NonconformityFactory,
    PlanTaskFactory,
    ProcedureFigureFactory,
    UnitFactory,
    UserFactory,
    WorkPlanFactory,
    save,
)
from tests.periodic_reports import loaded, opened, sending
from tests.shared_organisation import fresh, on

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2020, 6, 30)


@pytest.fixture
def period(org, tmp_path):
    """The first half of 2020 in the ministry's half-yearly scheme."""
    return ReportPeriod.objects.get(scheme=loaded(org, tmp_path), code="2020-H1")


def figure(report, key):
    return ReportFigure.objects.get(report=report, line__key=key)


def filling(report, person, **entries):
    return operations.fill_report(report, by=fresh(person), figures=entries, texts={})


def submitted(org, period, **entries):
    return sending(filling(opened(org, period), org.officer1, **entries), org.head1)


def test_a_report_opens_for_each_holder_below_that_stands_and_has_the_rhythm_once(org, period):
    made = open_reports(period, by=fresh(org.officer))
    assert {one.unit.code for one in made} == {"TTR", "S1", "S2"}
    assert all(one.status == ReportStatus.OPEN and one.due_on == period.due_on for one in made)
    assert len({one.number for one in made}) == 3
    assert open_reports(period, by=fresh(org.officer)) == []
    told = set(Notice.objects.filter(kind="report_opened").values_list("user__username", flat=True))
    assert {"officer1", "head1", "officer2", "head2"} <= told
    assert "manager1" not in told


def test_who_ended_before_the_period_did_owes_nothing_and_the_unit_reports_to_its_own_superior_only(org, period):
    save(org.department2.holdings.get(), valid_to=LAST - dt.timedelta(days=1))
    assert {unit.code for unit in holders_owing(period)} == {"TTR", "S1"}
    with pytest.raises(Refused):
        open_reports(period, by=fresh(org.officer1))


def test_they_open_by_themselves_on_their_day_and_a_new_year_gets_its_periods(org, period):
    with on(period.opens_on - dt.timedelta(days=1)):
        assert open_due() == 0
    with on(period.opens_on):
        assert open_due() == 3
        assert open_due() == 0
    with on(dt.date(2022, 1, 3)):
        open_due()
    codes = ReportPeriod.objects.filter(scheme=period.scheme, figures_from__year=2022).values_list("code", flat=True)
    assert set(codes) == {"2022-H1", "2022-H2"}


def many_holders(org, count):
    for number in range(count):
        unit = UnitFactory(code=f"X{number}", parent=org.ministry)
        HoldingFactory(unit=unit, rhythm="six-monthly")


def test_opening_and_counting_ask_no_more_for_many_units_than_for_one(org, period):
    with CaptureQueriesContext(
        connection,
    ) as few:
        reports = open_reports(period, by=fresh(org.officer), units=[org.department])
    with CaptureQueriesContext(connection) as counted_few:
        recount(reports, by=fresh(org.officer))
    many_holders(org, 8)
    period.scheme.refresh_from_db()
    with CaptureQueriesContext(connection) as many:
        reports = open_reports(period, by=fresh(org.officer))
    assert len(reports) >= 10
    with CaptureQueriesContext(connection) as counted_many:
        recount(reports, by=fresh(org.officer))
    assert len(many) <= len(few) + 2
    assert len(counted_many) <= len(counted_few) + 2


def test_a_figure_of_the_records_is_corrected_only_with_a_reason_and_what_is_typed_fits_its_line(org, period):
    report = opened(org, period)
    wrong = {
        "qms_declared": (Entry(Decimal(1), Decimal(1)), "The records say 0 / 1"),
        "feedback_received": (Entry(Decimal(2), Decimal(3)), "not a share"),
        "procedures_simplified": (Entry(Decimal(5), None), "Give both"),
        "autonomous_units": (Entry(Decimal(5), Decimal(4)), "larger than the whole"),
        "units_checked": (Entry(Decimal("1.5")), "whole number"),
        "reform_budget": (Entry(Decimal("1.55")), "At most 1 decimal"),
        "staff_cut": (Entry(Decimal(-1)), "below zero"),
        "databases": (Entry(Decimal(10) ** 12), "too large"),
        "no_such_line": (Entry(Decimal(1)), "no such line"),
    }
    with pytest.raises(FigureFaults) as refused:
        filling(report, org.officer1, **{key: entry for key, (entry, _why) in wrong.items()})
    assert set(refused.value.by_line) == set(wrong)
    for key, (_entry, why) in wrong.items():
        assert why in refused.value.by_line[key]
    assert PeriodicReport.objects.get(pk=report.pk).status == ReportStatus.OPEN

    filling(report, org.officer1, qms_declared=Entry(Decimal(1), Decimal(1), "Công bố 29/6, chưa nhập"),
            reform_budget=Entry(Decimal("1250.5")))  # fmt: skip
    kept = figure(report, "qms_declared")
    assert (kept.numerator, kept.counted_numerator, kept.why) == (1, 0, "Công bố 29/6, chưa nhập")
    recount([report], by=fresh(org.officer1))
    kept.refresh_from_db()
    assert (kept.numerator, kept.why) == (1, "Công bố 29/6, chưa nhập")


def test_counting_again_follows_the_records_while_it_is_owed(org, period):
    report = opened(org, period)
    FeedbackFactory(unit=org.division, received_at=dt.datetime(2020, 5, 4, 3, tzinfo=dt.UTC))
    assert figure(report, "feedback_received").numerator == 0
    recount([report], by=fresh(org.officer1))
    assert figure(report, "feedback_received").numerator == 1
    sent = sending(filling(report, org.officer1), org.head1)
    FeedbackFactory(unit=org.division, received_at=dt.datetime(2020, 5, 5, 3, tzinfo=dt.UTC))
    assert recount([sent], by=fresh(org.officer1)) == []
    assert figure(report, "feedback_received").numerator == 1


def test_a_changed_record_changes_nothing_that_was_submitted_and_is_listed(org, period):
    report = submitted(org, period)
    sealed = report.content_hash
    assert sealed == operations.frozen_hash(report)
    FeedbackFactory(unit=org.division, received_at=dt.datetime(2020, 5, 4, 3, tzinfo=dt.UTC))
    figures = list(report.figures.select_related("line"))

    found = different_now(report, figures, clock.today())

    assert [
        (one.figure.line.key, one.then, one.now) for one in found if one.figure.line.key == "feedback_received"
    ] == [("feedback_received", "0", "1")]
    report.refresh_from_db()
    assert operations.frozen_hash(report) == report.content_hash == sealed
    assert list(frozen_faults("default")) == []
    one = figure(report, "feedback_received")
    save(one, numerator=Decimal(9))
    assert [record for record, _why in frozen_faults("default")] == [report]


def test_the_superior_sees_it_once_it_is_sent_and_the_unit_recalls_it_until_it_is_looked_at(org, period):
    report = filling(opened(org, period), org.officer1)
    officer = fresh(org.officer)
    assert not PeriodicReport.objects.visible_to(officer).filter(pk=report.pk).exists()
    assert not PeriodicReport.objects.visible_to(fresh(org.officer2)).filter(pk=report.pk).exists()
    report = sending(report, org.head1)
    assert PeriodicReport.objects.visible_to(officer).filter(pk=report.pk).exists()
    assert not PeriodicReport.objects.visible_to(fresh(org.officer2)).filter(pk=report.pk).exists()
    report = operations.recall_report(report, by=fresh(org.officer1), reason="Sót số liệu")
    assert not PeriodicReport.objects.visible_to(officer).filter(pk=report.pk).exists()
    report = operations.look_at_report(sending(report, org.head1), by=officer)
    with pytest.raises(StepRefused, match="looked at it already"):
        operations.recall_report(report, by=fresh(org.officer1), reason="Sót nữa")


def test_a_returned_report_carries_the_comments_and_comes_again(org, period):
    report = submitted(org, period)
    section = report.form.sections.first()
    report = operations.return_report(
        report, by=fresh(org.officer), reason="Xem lại", comments={"minor": "Thiếu đợt tháng 5"},
        sections={section.pk: "Nêu rõ kế hoạch"},
    )  # fmt: skip
    assert (figure(report, "minor").comment, report.texts.get(section=section).comment) == (
        "Thiếu đợt tháng 5", "Nêu rõ kế hoạch",
    )  # fmt: skip
    again = sending(filling(report, org.officer1, minor=Entry(Decimal(1), None, "Đợt tháng 5")), org.head1)
    done = operations.accept_report(again, by=fresh(org.officer))
    assert (done.status, done.looked_by) == (ReportStatus.ACCEPTED, org.officer)


def test_a_correction_is_a_new_version_and_the_old_one_stays(org, period):
    old = operations.accept_report(submitted(org, period, units_checked=Entry(Decimal(4))), by=fresh(org.officer))
    new = operations.correct_report(old, by=fresh(org.officer1), reason="Cộng nhầm")
    assert (new.edition_number, new.replaces, new.why, new.status) == (2, old, "Cộng nhầm", ReportStatus.OPEN)
    assert figure(new, "units_checked").numerator == 4
    sending(filling(new, org.officer1, units_checked=Entry(Decimal(5))), org.head1)
    old.refresh_from_db()
    assert (old.status, figure(old, "units_checked").numerator) == (ReportStatus.ACCEPTED, 4)
    with pytest.raises(StepRefused, match="corrects it already"):
        operations.correct_report(old, by=fresh(org.officer1), reason="Lại")


def test_it_stands_on_the_home_page_of_whose_turn_it_is_and_is_owed_by_its_day(org, period):
    report = opened(org, period)
    assert [one.number for one in reports_to_do(fresh(org.officer1))] == [report.number]
    assert list(reports_to_do(fresh(org.head1))) == []
    assert [one.record for one in reports_owed(period.due_on, period.due_on)] == [report]
    report = filling(report, org.officer1)
    assert [one.group for one in reports_to_do(fresh(org.head1))] == ["decide"]
    sending(report, org.head1)
    assert [one.number for one in reports_to_do(fresh(org.officer))] == [report.number]
    assert list(reports_owed(period.due_on, period.due_on)) == []


def random_records(org, draw):
    """Something of everything that is counted, in any unit, before, in and after the period."""
    day = lambda: dt.date(2019, 12, 1) + dt.timedelta(days=draw.randrange(240))  # noqa: E731 - short
    unit = draw.choice([org.department, org.division, org.section, org.sibling, org.department2])
    done = draw.choice([None, day()])
    status = {"status": "done", "done_on": done, "evidence": "Có"} if done else {"status": "assigned"}
    makers = [
        lambda: ActionFactory(unit=unit, raised_by_unit=unit, kind="task", due_on=day(), **status),
        lambda: FeedbackFactory(
            unit=unit, due_on=day(), received_at=dt.datetime.combine(day(), dt.time(20), dt.UTC)
        ),
        lambda: ProcedureFigureFactory(unit=unit, month=day().replace(day=1), by_post=draw.randrange(4), online_3=2),
        lambda: NonconformingOutputFactory(unit=unit, found_on=day()),
        lambda: CommitteeMeetingFactory(unit=unit, held=True, held_on=day()),
        lambda: ManagementReviewFactory(unit=unit, signed=True, signed_on=day(), edition=org.edition),
        lambda: PlanTaskFactory(
            plan=WorkPlanFactory(unit=unit, year=draw.randrange(1990, 2090), approved=True), unit=unit, due_on=day(),
            action=ActionFactory(unit=unit, raised_by_unit=unit, kind="task", due_on=day(), **status),
        ),
        lambda: NonconformityFactory(
            unit=unit, raised_by_unit=unit, raised_on=dt.date(2019, 12, 1), due_on=day(), grade="major"
        ),
        lambda: NonconformityFactory(unit=unit, raised_by_unit=unit, raised_on=day(), closed=True, closed_on=day()),
        lambda: FindingFactory(unit=unit, raised_by_unit=unit, recorded_on=day(), grade="observation", confirmed=True),
        lambda: InspectionFactory(
            unit=unit, raised_by_unit=org.department, concluded=True, starts_on=dt.date(2019, 11, 1), ends_on=day(),
            lead=org.lead1, edition=org.edition,
        ),
        lambda: IssueFactory(
            document=DocumentFactory(unit=unit), approved=True, effective_on=day(),
            procedure_code=draw.choice(["", "1"]),
        ),
        lambda: DeclarationFactory(
            signed=True, unit=unit, edition=org.edition, signatory=org.head1, prepared_by=org.officer1,
            signed_on=dt.date(2019, 12, 1), effective_on=day(),
        ),
        lambda: competent(org, unit, day()),
    ]  # fmt: skip
    for _number in range(5):
        draw.choice(makers)()


def competent(org, unit, day):
    person = UserFactory()
    MembershipFactory(user=person, unit=unit)
    CompetenceFactory(user=person, standard=org.edition.standard, valid_from=day)


@settings(
    max_examples=examples(24), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(seed=st.integers(0, 10**6), cut=st.integers(0, 40))
def test_every_prefilled_figure_equals_its_declared_query_as_of_the_cut_off(org, period, seed, cut):
    draw = random.Random(seed)  # noqa: S311 - examples
    cut_off = dt.date(2020, 6, 5) + dt.timedelta(days=min(cut, 39))
    with transaction.atomic():
        with on(cut_off - dt.timedelta(days=1)):
            random_records(org, draw)
        with on(cut_off):
            [report] = open_reports(period, by=fresh(org.officer), units=[org.department])
        random_records(org, draw)  # whatever follows
        figures = list(report.figures.select_related("line").exclude(line__query="").order_by("pk"))
        for one in figures if FULL else draw.sample(figures, 8):
            name = one.line.query
            then = counted(name, [org.department.pk], FIRST, LAST, cut_off)[org.department.pk]
            pair = (then.numerator, then.denominator if one.line.kind == "ratio" else None)
            assert (one.numerator, one.denominator, one.counted_as_of) == (*pair, cut_off), name
            if draw.random() < 0.2:
                check_list(name, org.department.pk, then, cut_off)
        transaction.set_rollback(True)


def check_list(name, unit, then, cut_off):
    """The list behind a figure holds as many records as the figure says."""
    if name in COUNTINGS:
        with standing(cut_off):
            last = min(LAST, cut_off)
            rows = records_of(name, unit, FIRST, last)
            whole = rows.count()
            part = len(in_part(name, rows, FIRST, last))
        assert part == then.numerator, name
        assert whole == (then.denominator if COUNTINGS[name].part is not None else then.numerator), name


def test_every_line_of_the_shipped_form_that_names_a_query_finds_it_declared(org, period):
    lines = list(period.scheme.form.lines.exclude(query=""))
    assert len(lines) >= 30
    for line in lines:
        query = QUERIES[line.query]
        assert all((str(query.title), str(query.definition), str(query.numerator)))
        assert bool(query.measure_unit) == (line.kind == "ratio"), line.key


def test_a_form_is_loaded_once_and_a_wrong_file_changes_nothing(org, period, system, tmp_path):
    path = tmp_path / "directive.yaml"
    again = load_report_file(path, by=system)
    assert (again.created, again.updated) == (0, 0)
    path.write_text(
        path.read_text().replace("query: feedback_received", "query: no_such").replace("kind: ratio", "kind: rate")
    )
    with pytest.raises(LoadRefused) as refused:
        load_report_file(path, by=system)
    assert "no_such" in str(refused.value)
    assert "rate" in str(refused.value)
    text = (FOLDER / "directive_02.yaml").read_text().replace("BLĐTBXH", "BLĐ")
    path.write_text(text.replace("key: units_checked", "key: other"))
    with pytest.raises(LoadRefused, match="units_checked"):
        load_report_file(path, by=system)


def test_periods_of_a_year_follow_the_rhythm_and_are_moved_with_a_reason(org, period):
    made = add_periods(period.scheme, by=fresh(org.officer), year=2023, opens_before=10, due_day=31)
    assert [(one.code, one.opens_on, one.due_on) for one in made] == [
        ("2023-H1", dt.date(2023, 6, 20), dt.date(2023, 7, 31)),
        ("2023-H2", dt.date(2023, 12, 21), dt.date(2024, 1, 31)),
    ]
    with pytest.raises(Refused):
        add_periods(period.scheme, by=fresh(org.officer1), year=2024)
    with pytest.raises(StepRefused, match="due before it opens"):
        move_period(made[0], by=fresh(org.officer), opens_on=LAST, due_on=FIRST, reason="Lễ")
    moved = move_period(
        made[0], by=fresh(org.officer), opens_on=dt.date(2023, 6, 1), due_on=dt.date(2023, 7, 20), reason="Lễ"
    )
    assert moved.due_on == dt.date(2023, 7, 20)


def test_a_period_is_worked_on_in_the_background_and_goes_on_where_it_stopped(org, period, monkeypatch):
    monkeypatch.setattr("qms.reporting.jobs.BATCH", 1)
    officer = fresh(org.officer)
    opened(org, period)
    row = jobs.start("open_reports", by=officer, title="x", period=str(period.uid))
    row.refresh_from_db()
    assert (row.state, "2" in row.summary) == ("done", True)
    assert PeriodicReport.objects.filter(period=period).count() == 3
    row = jobs.start("recount_reports", by=officer, title="x", period=str(period.uid))
    row.refresh_from_db()
    assert (row.state, "3" in row.summary) == ("done", True)
    report = PeriodicReport.objects.get(period=period, unit=org.department)
    sending(filling(report, org.officer1), org.head1)
    row = jobs.start("print_reports", by=officer, title="x", period=str(period.uid), file_kind="xlsx")
    row.refresh_from_db()
    assert row.state == "done", row.failure
    row = jobs.start("open_reports", by=fresh(org.officer1), title="x", period=str(period.uid))
    row.refresh_from_db()
    assert row.state == "failed"


def test_the_command_writes_what_was_submitted_and_says_when_it_is_a_draft(org, period, tmp_path):
    report = opened(org, period)
    target = tmp_path / "report.xlsx"
    given = ["--period", "2020-H1", "--unit", "S1", "--format", "xlsx", "--output", str(target)]
    err = io.StringIO()
    with pytest.raises(SystemExit) as draft:
        call_command("periodic_report", *given, stderr=err)
    assert (draft.value.code, report.number in err.getvalue()) == (1, True)
    assert target.read_bytes()[:2] == b"PK"
    sending(filling(report, org.officer1), org.head1)
    call_command("periodic_report", *given, "--language", "vi")
    with zipfile.ZipFile(target) as book:
        texts = book.read("xl/worksheets/sheet1.xml").decode() + "".join(
            book.read(name).decode() for name in book.namelist() if "sharedStrings" in name
        )
    assert "12/BC-S1" in texts
    assert "DỰ THẢO" not in texts
    for wrong in (["--unit", "NONE"], ["--period", "1999-H1"], ["--output", str(tmp_path / "no" / "x.xlsx")]):
        with pytest.raises(CommandError) as refused:
            call_command("periodic_report", *given, *wrong)
        assert refused.value.returncode == 2
