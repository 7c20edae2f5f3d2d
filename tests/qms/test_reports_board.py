"""All units by quarters: states, figures, a line through time, as of a day, reminders, queries, who sees it."""

import datetime as dt

import pytest
from django.urls import reverse

from qms import clock
from qms.consolidating.board import all_columns, count_up, lines_of, read_board, trend
from qms.models import Notice
from qms.operations.report_reminders import remind_missing
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import HoldingFactory, UnitFactory
from tests.qms.test_consolidations import report, world
from tests.shared_organisation import fresh

__all__ = ["world"]


def board_of(org):
    columns = all_columns(org.ministry.pk)
    (line,) = (one for one in lines_of(columns) if one.key == "in_time")
    board = read_board(org.ministry, columns, line)
    count_up(board, board.lines)
    return board


def states(board):
    return {
        line.holder.code: [cell.judged.state if cell.judged else None for cell in line.cells] for line in board.lines
    }


def test_units_by_quarters_with_figures_and_a_line_through_time(world):
    report(world, world.inspectorate, day=13, in_time=(11, 12))
    report(world, world.department, state="submitted", in_time=(97, 100))

    board = board_of(world)

    assert [column.quarter.code for column in board.columns] == ["2020-Q1", "2020-Q2"]
    assert states(board) == {
        "TTR": ["missing", "accepted"], "S1": [None, "submitted"], "S2": [None, "missing"],
    }  # fmt: skip
    first, second = (column.counts for column in board.columns)
    assert (first.owed, first.missing) == (1, 1)
    assert (second.owed, second.received, second.on_time, second.late, second.missing) == (3, 2, 1, 1, 1)
    told = trend(board, "ratio")
    assert [(one.numerator, one.denominator, one.reports) for one in told] == [(None, None, 0), (108, 112, 2)]


def test_as_of_a_day_what_was_in_then(world, client):
    report(world, world.inspectorate, day=9)
    report(world, world.department, day=14)
    client.force_login(world.officer)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("reports_board"), {"as_of": "2020-07-12"})
    (line,) = (one for one, _cells in page.context["rows"] if one.holder.code == "S1")
    assert line.cells[-1].judged.state == "missing"
    assert page.context["board"].columns[-1].counts.received == 1
    assert client.get(reverse("reports_board")).context["board"].columns[-1].counts.received == 2


def test_filters_files_and_prints(world, client):
    report(world, world.inspectorate)
    client.force_login(world.director)
    client.cookies["django_language"] = "en"
    url = reverse("reports_board")

    def codes(**asked):
        return [line.holder.code for line, _cells in client.get(url, asked).context["rows"]]

    assert codes() == ["TTR", "S1", "S2"]
    assert codes(kind="central") == ["TTR"]
    assert codes(show="missing", kind="provincial") == ["S1", "S2"]
    assert codes(year="1999", kind="nothing", show="nothing") == ["TTR", "S1", "S2"]
    assert codes(show="returned") == []
    assert b"108" not in client.get(url, {"line": "in_time"}).content
    assert "91.67" in client.get(url, {"line": "in_time"}).content.decode()
    for asked, start in (({"export": "xlsx"}, b"PK"), ({"print": "docx"}, b"PK"), ({"print": "pdf"}, b"%PDF")):
        answer = client.get(url, asked)
        assert (b"".join(answer) if answer.streaming else answer.content).startswith(start)


def test_the_superior_alone_sees_it_and_reminds(world, client):
    url = reverse("reports_board")
    remind = reverse("reports_remind", args=["2020-Q2"])
    for person in (world.officer1, world.head1, world.lead, world.reader1):
        client.force_login(person)
        assert client.get(url).status_code == 403
        assert client.post(remind).status_code == 403
    assert not Notice.objects.filter(kind="consolidation_report_missing").exists()
    client.force_login(world.officer)
    assert client.get(url).status_code == 200
    before = client.get(url, {"as_of": "2017-01-01"})
    assert before.status_code == 404, "it is theirs to look at, and nothing was there"
    assert "Nobody reported to your unit yet" in before.content.decode()
    assert client.get(reverse("reports_remind", args=["2020-H1"])).status_code == 404
    assert world.head1.full_name in client.get(remind).content.decode()
    assert client.post(remind).status_code == 302
    assert client.post(remind).status_code == 302
    told = Notice.objects.filter(kind="consolidation_report_missing")
    assert sorted(told.values_list("user__username", flat=True)) == ["head1", "head2", "inspectorate_head"]


def test_nobody_is_reminded_of_what_is_in_or_by_whom_may_not(world, django_assert_num_queries):
    for unit in (world.inspectorate, world.department, world.department2):
        report(world, unit)
    from qms.consolidating.quarters import quarter_coded  # noqa: PLC0415 - one test asks

    with pytest.raises(StepRefused, match="No report"):
        remind_missing(world.ministry, by=fresh(world.officer), quarter=quarter_coded("2020-Q2"))
    with pytest.raises(Refused):
        remind_missing(world.ministry, by=fresh(world.officer1), quarter=quarter_coded("2020-Q1"))


def test_at_most_twelve_queries_whatever_the_number_of_units(world, client, django_assert_max_num_queries):
    with clock.at(dt.datetime(2019, 1, 2, 9, tzinfo=clock.HANOI)):
        for number in range(6):
            HoldingFactory(unit=UnitFactory(code=f"C{number}", parent=world.ministry, kind="bureau"))
    report(world, world.inspectorate)
    client.force_login(world.officer)
    url = reverse("reports_board")
    client.get(url)
    with django_assert_max_num_queries(12):
        answer = client.get(url, {"year": "all", "line": "in_time"})
    assert len(answer.context["rows"]) == 9
