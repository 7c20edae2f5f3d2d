"""The board of a transition: figures, filters, order, as of a day, exports and prints; the page of a holder; reach."""

import csv
import datetime as dt
import io
import zipfile
from contextlib import nullcontext

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms.history.standing import standing
from qms.models import HolderStep
from qms.reports import transition_board as told
from qms.transition.board import read_board, step_figures
from tests.factories import HoldingFactory, TransitionHolderFactory, UnitFactory, save
from tests.qms.transition_world import BEGAN, client_of, fresh_holder, look, prove, row, world
from tests.shared_organisation import DAY, fresh, on

KEYS = ("plan", "training", "gap", "moved", "documents", "applied", "audit", "review", "declared")


def after(days):
    return BEGAN + dt.timedelta(days=days)


def course(made):
    """The first holder: six steps in 592 days, so 46 days late; the second complete."""
    for place, key in enumerate(KEYS[:6], 1):
        prove(made.one, key, after(592 * place // 6))
    for place, key in enumerate(KEYS, 1):
        prove(made.two, key, after(40 * place))
    save(fresh_holder(made.two), completed_on=after(360))


def board_of(made, user, as_of=None):
    with standing(as_of) if as_of else nullcontext():
        return read_board(made.programme, fresh(user), as_of, DAY)


def page(user, made, **query):
    return client_of(user).get(reverse("transition_board", args=[made.programme.uid]), query)


def test_figures_follow_by_hand(org):
    made = world(org, by_hand=True)
    course(made)
    third = TransitionHolderFactory(programme=made.programme, unit=org.inspectorate, group="exempt", began_on=BEGAN)

    board = board_of(made, org.officer)
    lines = {line.key: line for line in board.lines}
    late = lines[made.one.pk]

    assert (late.done, str(late.forecast), late.late_by, late.late) == (6, "2021-02-14", 46, True)
    assert (lines[made.two.pk].forecast, lines[made.two.pk].late) == (None, False)
    assert (lines[third.pk].exempt, lines[third.pk].late, len(board.taking_part)) == (True, False, 2)
    assert {key: (one.complete, one.all) for key, one in board.counts.items()} == {"yes": (0, 1), "encouraged": (1, 1)}
    assert [line.key for line in board.late] == [made.one.pk]
    assert told.said_speed(late) == "at this speed: 14/02/2021, 46 days late"
    assert [(one.step.key, one.blocks) for one in step_figures(board) if one.blocks] == [("audit", 1)]
    burned = told.burned(board)
    assert (burned.total, burned.left) == (18, 3)
    assert burned.months[-1] == (DAY, 15, 3)
    assert burned.months[0] == (dt.date(2018, 10, 31), 1, 17)
    shown = page(org.officer, made).content.decode()
    for words in ("14/02/2021, 46 days late", "168 days left", "Last permitted day 30/12/2020"):
        assert words in shown


def test_as_of_shows_what_was_recorded_then(org):
    with on(dt.date(2018, 9, 10)):
        made = world(org, by_hand=True)
    with on(dt.date(2019, 3, 4)):
        prove(made.one, "plan", dt.date(2019, 3, 1))
        prove(made.one, "training", dt.date(2019, 3, 4))
    with on(dt.date(2020, 2, 3)):
        prove(made.one, "gap", dt.date(2019, 5, 6))
        save(row(made.one, "training"), state="lost", proved_on=None, lost_on=dt.date(2020, 2, 3), by_hand=False)

    day = dt.date(2019, 12, 31)
    then = {line.key: line for line in board_of(made, org.officer, day).lines}[made.one.pk]

    # two steps in 175 days would have been nine by 05/11/2020
    assert (then.done, then.lost, str(then.last), str(then.forecast)) == (2, 0, "2019-03-04", "2020-11-06")
    shown = page(org.officer, made, as_of="2019-12-31").content.decode()
    assert "As recorded by the end of 31/12/2019" in shown
    assert "365 days left" in shown
    later = HolderStep.history.filter(history_date__year=2020).count()
    assert later >= 2
    assert f"{later} later changes of holders are left out" in shown
    holder = client_of(org.officer1).get(made.one.get_absolute_url(), {"as_of": "2019-12-31"})
    assert (holder.status_code, holder.context["view"].done) == (200, 2)
    assert holder.context["as_of_banner"].startswith(f"{later} later changes")


def test_exports_and_prints_say_what_the_board_says(org):
    made = world(org, by_hand=True)
    course(made)
    shown = page(org.officer, made, sort="-done")
    rows = shown.context["rows"]

    plain = page(org.officer, made, sort="-done", export="csv").getvalue().decode("utf-8-sig")
    told_rows = list(csv.reader(io.StringIO(plain)))
    head, lines = told_rows[0], told_rows[1:]
    book = openpyxl.load_workbook(io.BytesIO(page(org.officer, made, sort="-done", export="xlsx").getvalue()))
    sheet = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows(min_row=2)]

    assert [line[0] for line in lines] == [one.line.code for one in rows] == [line[0] for line in sheet]
    place = head.index("Proved")
    assert [int(line[place]) for line in lines] == [one.line.done for one in rows] == [9, 6]
    states = [line[6:24:2] for line in lines]
    assert states == [[cell.text for cell in one.cells] for one in rows]
    assert sheet[1][head.index("Days late")] == 46
    word = page(org.officer, made, print="docx")
    xml = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "46 days late" in xml
    paper = client_of(org.officer1).get(reverse("transition_holder_print", args=[made.one.uid, "docx"]))
    assert "46 days late" in zipfile.ZipFile(io.BytesIO(paper.content)).read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"show": "late"}, ["S1"]),
        ({"show": "complete"}, ["S2"]),
        ({"show": "silent"}, []),
        ({"obligation": "encouraged"}, ["S2"]),
        ({"group": "exempt"}, []),
        ({"kind": "provincial_department", "sort": "-done"}, ["S2", "S1"]),
        ({"q": "S2"}, ["S2"]),
        ({"sort": "done"}, ["S1", "S2"]),
        ({"sort": "forecast"}, ["S2", "S1"]),
        ({"sort": "nonsense", "show": "nonsense"}, ["S1", "S2"]),
        ({"page": "99", "q": "khong co"}, []),
    ],
)
def test_filters_and_order(org, query, found):
    made = world(org, by_hand=True)
    course(made)

    answer = page(org.officer, made, **query)

    codes = [one.line.code for one in answer.context["rows"]]
    assert (answer.status_code, codes if "sort" in query and "nonsense" not in query.values() else sorted(codes)) == (
        200,
        found,
    )


def test_queries_stay_the_same_and_few(org):
    made = world(org, by_hand=True)
    course(made)
    client, url = client_of(org.officer), reverse("transition_board", args=[made.programme.uid])
    client.get(url)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
        for place in range(5):
            unit = UnitFactory(parent=org.ministry, code=f"N{number}{place}")
            HoldingFactory(unit=unit)
            prove(TransitionHolderFactory(programme=made.programme, unit=unit, began_on=BEGAN), "plan", after(60))
    with CaptureQueriesContext(connection) as seen:
        read_board(made.programme, org.officer, None, DAY)

    assert counts[0] == counts[1]
    assert len(seen) <= 6
    assert counts[0] <= 12


def test_large_board_says_the_same(org, monkeypatch):
    made = world(org, by_hand=True)
    course(made)
    small = board_of(made, org.officer)
    expected = (told.burned(small), told.board_rows(small, small.lines))

    monkeypatch.setattr(told, "READ_AT_ONCE", 1)
    large = board_of(made, org.officer)

    assert (told.burned(large), told.board_rows(large, large.lines)) == expected


def test_reach(org):
    made = world(org, by_hand=True)
    look(made)
    url = made.one.get_absolute_url()

    assert client_of(org.officer).get(url).status_code == 200
    assert client_of(org.officer1).get(url).status_code == 200
    assert client_of(org.officer2).get(url).status_code == 404
    assert (
        client_of(org.officer2).get(reverse("transition_holder_step", args=[made.one.uid, "plan"])).status_code == 404
    )
    assert [one.line.code for one in page(org.officer2, made).context["rows"]] == ["S2"]
    assert {one.line.code for one in page(org.officer, made).context["rows"]} == {"S1", "S2"}


def test_look_again_and_plan_by_the_pages(org):
    made = world(org, by_hand=True)
    officer = client_of(org.officer1)
    answer = client_of(org.officer).post(reverse("transition_board_step", args=[made.programme.uid, "look"]), {})
    assert (answer.status_code, HolderStep.objects.count()) == (302, 18)
    assert officer.post(reverse("transition_board_step", args=[made.programme.uid, "look"]), {}).status_code in (
        403,
        409,
    )

    plan = reverse("transition_holder_step", args=[made.one.uid, "plan"])
    days = {
        f"step_{step.pk}": f"2020-0{8 if place < 5 else 9}-0{place + 1}"
        for place, step in enumerate(made.steps.values())
    }
    assert officer.get(plan).status_code == 200
    assert officer.post(plan, days | {"version": fresh_holder(made.one).version}).status_code == 302
    assert row(made.one, "gap").planned_on == dt.date(2020, 8, 3)
    sign = client_of(org.head1).get(reverse("transition_holder_step", args=[made.one.uid, "sign"]))
    assert "03/08/2020" in sign.content.decode()
    story = officer.get(made.one.get_absolute_url()).content.decode()
    assert "Days of the transition planned" in story
