"""Registers of objectives: targets and figures by period come in, come back unchanged, and are never overwritten."""

import datetime as dt
from decimal import Decimal

import pytest

from qms.models import Measurement, Objective
from qms.objective_cells import Unreadable, figure_of, figures_read, targets_read
from tests import scenes
from tests.factories import ObjectiveFactory
from tests.qms.imports.brought import bring_in, export, register, undo

HEAD = ["Số hiệu", "Mục tiêu", "Chỉ tiêu", "Tần suất", "Trách nhiệm", "Thời hạn", "Kết quả theo kỳ"]
ROW = ["MT-01", "Trả đúng hạn", "2020: 98", "Hàng quý", "manager1", "31/12/2020", "Quý I/2020: 440/452 (08/04/2020)"]


def row(**changed):
    names = ("number", "title", "targets", "rhythm", "owner", "ends", "values")
    return [changed.get(name, value) for name, value in zip(names, ROW, strict=True)]


def test_a_row_becomes_an_objective_with_targets_and_figures(org, tmp_path):
    path = register(tmp_path, HEAD, ROW)

    assert bring_in(path, "objectives")[:4] == (1, 0, 0, 0)

    one = Objective.objects.get()
    assert (one.title, one.unit, one.owner, one.status, one.rhythm) == (
        "Trả đúng hạn", org.department, org.manager1, "running", "quarter",
    )  # fmt: skip
    assert (one.number[:3], one.external_ref, one.starts_on) == ("MT-", "MT-01", dt.date(2020, 1, 1))
    assert list(one.targets.values_list("year", "value")) == [(2020, Decimal(98))]
    figure = one.measurements.get()
    assert (figure.value, figure.source, figure.as_of) == (Decimal("97.3451"), "import", dt.date(2020, 4, 8))
    assert bring_in(path, "objectives")[:4] == (0, 0, 1, 0)


def test_a_later_file_adds_figures_and_changes_targets(org, tmp_path):
    bring_in(register(tmp_path, HEAD, ROW), "objectives")
    later = row(targets="2020: 99", values=f"{ROW[-1]}; 2020-Q2: 97,5")

    assert bring_in(register(tmp_path, HEAD, later), "objectives")[:4] == (0, 1, 0, 0)

    one = Objective.objects.get()
    assert list(one.measurements.values_list("value", flat=True)) == [Decimal("97.3451"), Decimal("97.5")]
    assert list(one.targets.filter(ended_at=None).values_list("value", flat=True)) == [Decimal(99)]


def test_a_figure_that_stands_is_not_overwritten(org, tmp_path):
    bring_in(register(tmp_path, HEAD, ROW), "objectives")

    *figures, told = bring_in(register(tmp_path, HEAD, row(values="I/2020: 99")), "objectives")

    assert tuple(figures) == (0, 0, 0, 1)
    assert "I/2020" in told
    assert Measurement.objects.get().value == Decimal("97.3451")


WRONG = [
    ({"targets": "gần hết"}, "gần hết"),
    ({"values": "2019-Q1: 97"}, "2019-Q1"),
    ({"values": "2020-Q1: nhiều"}, "nhiều"),
    ({"values": "2020-Q1: 5/0"}, "0"),
    ({"values": "2020-Q1: 97; I/2020: 98"}, "I/2020"),
    ({"targets": "2022: 98"}, "2022"),
    ({"owner": "Nguyễn Không Có"}, "Nguyễn Không Có"),
]


@pytest.mark.parametrize(("wrong", "named"), WRONG, ids=[named for _wrong, named in WRONG])
def test_what_cannot_be_read_rejects_the_row_and_names_it(org, tmp_path, wrong, named):
    *figures, told = bring_in(register(tmp_path, HEAD, row(**wrong)), "objectives")

    assert tuple(figures) == (0, 0, 0, 1)
    assert named in told
    assert not Objective.objects.exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_leaves_comes_back_unchanged(org, tmp_path, language):
    bring_in(register(tmp_path, HEAD, ROW), "objectives")
    scenes.objective(org, "running")
    judged = scenes.objective(org, "judged")
    ObjectiveFactory(unit=org.sibling, owner=org.officer1, proposed_by=org.officer1, baseline=Decimal("1234.5"))
    assert judged.measurements.count() == 2

    assert bring_in(export(tmp_path, "objectives", language=language), "objectives")[:4] == (0, 0, 4, 0)


def test_figures_reach_what_runs_here_and_its_own_columns_stay(org, tmp_path):
    own = ["Số hiệu", "Mục tiêu", "Kết quả theo kỳ"]
    objective = ObjectiveFactory(running=True, unit=org.division, owner=org.owner1, proposed_by=org.manager1)

    assert bring_in(register(tmp_path, own, [objective.number, objective.title, "II/2020: 98"]), "objectives")[:4] == (
        0, 1, 0, 0,
    )  # fmt: skip
    assert objective.measurements.get().source == "import"
    *figures, told = bring_in(register(tmp_path, own, [objective.number, "Tên khác", ""]), "objectives")
    assert tuple(figures) == (0, 0, 0, 1)
    assert objective.number in told


def test_undone_nothing_stands(org, tmp_path):
    bring_in(register(tmp_path, HEAD, ROW), "objectives")

    undo(org.officer1)

    assert not Objective.objects.filter(ended_at=None).exists()
    assert not Measurement.objects.filter(ended_at=None).exists()
    assert bring_in(register(tmp_path, HEAD, ROW), "objectives")[:4] == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [("97,5", "97.5"), ("97.5 %", "97.5"), ("1.234", "1234"), ("1,234", "1.234"), ("1.234,5", "1234.5")],
)
def test_figures_are_read_as_people_write_them(text, value):
    assert figure_of(text) == Decimal(value)


def test_cells_are_read_by_their_own_periods():
    objective = ObjectiveFactory.build(unit=None, owner=None, proposed_by=None, rhythm="month")
    (one,) = figures_read("Tháng 03/2020: 97", objective)
    assert (one.period_from, one.period_to) == (dt.date(2020, 3, 1), dt.date(2020, 3, 31))
    assert targets_read("98", 2020) == {2020: Decimal(98)}
    with pytest.raises(Unreadable):
        targets_read("98")
