"""Pages of objectives: list, filters, tree, record, forms, steps, the table of figures, print, and the interface."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms.models import Measurement, Objective
from qms.operations import measurements, objective_sets
from qms.operations.measurements import Figure
from qms.views import printing
from tests import scenes
from tests.factories import MeasurementFactory, ObjectiveFactory, ObjectiveTargetFactory, save
from tests.shared_organisation import fresh, on

Q1, Q2 = (dt.date(2020, 1, 1), dt.date(2020, 3, 31)), (dt.date(2020, 4, 1), dt.date(2020, 6, 30))


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def manager(org):
    return signed_in(org.manager1)


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def running(org, **values):
    made = ObjectiveFactory(
        running=True, unit=org.division, owner=org.owner1, proposed_by=org.manager1, approved_by=org.head1, **values
    )
    ObjectiveTargetFactory(objective=made)
    return made


def some(org):
    """One met, one missed, one without its first quarter, one proposed, one judged; another department's."""
    made = {
        "met": save(scenes.objective(org, "running"), title="Đúng hạn"),
        "missed": running(org, title="Trực tuyến mức 4"),
        "stale": running(org, title="Thời gian chờ", starts_on=dt.date(2019, 1, 1)),
        "proposed": save(scenes.objective(org, "proposed"), title="Số hóa", owner=org.manager1),
        "judged": save(scenes.objective(org, "judged"), title="Cũ", achievement="partly"),
    }
    for first, last in (Q1, Q2):
        MeasurementFactory(objective=made["missed"], period_from=first, period_to=last, value=96)
    ObjectiveFactory(unit=org.department2, title="Việc của nơi khác")
    return made


FILTERS = [
    ("", {"met", "missed", "stale", "proposed", "judged"}),
    ("?show=running", {"met", "missed", "stale"}),
    ("?show=stale", {"stale"}),
    ("?show=to_approve", {"proposed"}),
    ("?show=to_judge", {"met"}),
    ("?show=mine", {"proposed"}),
    ("?result=missed", {"missed"}),
    ("?result=met&show=running", {"met"}),
    ("?result=partly", {"judged"}),
    ("?result=none", {"stale"}),
    ("?year=2019", {"stale"}),
    ("?status=judged", {"judged"}),
    ("?q=truc+tuyen", {"missed"}),
]


def test_the_register_keeps_what_is_asked_for(org, manager):
    made = some(org)
    told = {record.title: name for name, record in made.items()}

    for query, wanted in FILTERS:
        rows = table(manager.get(f"{reverse('objectives')}{query}{'&' if query else '?'}export=csv"))
        assert {told[row["Objective"]] for row in rows} == wanted, query
    (row,) = table(manager.get(f"{reverse('objectives')}?result=missed&export=csv"))
    assert (row["Latest period"], row["Result"], row["From"], row["As of"]) == (
        "II/2020", "Missed", "By hand", "31/03/2020",
    )  # fmt: skip
    page = manager.get(f"{reverse('objectives')}?show=stale").content.decode()
    assert "figure missing" in page
    assert manager.get(f"{reverse('objectives')}?sort=-latest,title&page=99").status_code == 200


def test_a_longer_list_asks_no_more_queries(org, manager):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert manager.get(reverse("objectives")).status_code == 200
        return len(asked)

    some(org)
    count()
    few = count()
    for _number in range(12):
        scenes.objective(org, "running")
    assert count() == few


def test_the_tree_hangs_each_below_what_it_serves_within_reach(org):
    objective_sets.take_over_objectives(org.ministry, by=org.officer, owner=org.officer, year=2020)
    mine = objective_sets.take_over_objectives(org.department, by=org.officer1, owner=org.officer1, year=2020)
    scenes.objective(org, "running")

    page = signed_in(org.officer1).get(reverse("objective_tree"))

    assert {node["record"].pk for node in page.context["nodes"]} >= {one.pk for one in mine}
    child = Objective.objects.filter(unit=org.division).get()
    save(child, parent=mine[0])
    nodes = signed_in(org.officer1).get(reverse("objective_tree")).context["nodes"]
    (branch,) = [node for node in nodes if node["record"] == mine[0]]
    assert [node["record"] for node in branch["children"]] == [child]


def test_the_record_draws_its_figures_and_says_as_of_when_from_what(org, manager):
    objective = running(org, numerator="Hồ sơ đúng hạn")
    wrong = measurements.measure_objective(objective, by=org.owner1, figure=Figure(*Q1, Decimal(99)))
    measurements.correct_measurement(
        wrong, by=org.owner1, figure=Figure(*Q1, Decimal("95.5"), as_of=dt.date(2020, 4, 9)), reason="Nhầm cột"
    )

    page = manager.get(objective.get_absolute_url()).content.decode()

    assert "<svg" in page
    assert "I/2020: 95.5" in page.split("<desc")[1].split("</desc>")[0]
    assert "09/04/2020" in page
    assert "Nhầm cột" in page
    assert "misses the target" in page
    assert 'stroke-dasharray="6 3"' in page


def test_as_of_a_day_shows_what_stood_then(org, manager):
    with on(dt.date(2020, 4, 6)):
        objective = running(org, title="Đúng hạn")
        measurements.measure_objective(objective, by=fresh(org.owner1), figure=Figure(*Q1, Decimal("93.21")))
    measurements.measure_objective(objective, by=fresh(org.owner1), figure=Figure(*Q2, Decimal("98.76")))

    for url in (objective.get_absolute_url(), reverse("objectives"), reverse("objective_tree")):
        then, now = (manager.get(f"{url}{query}").content.decode() for query in ("?as_of=2020-05-01", ""))
        assert ("93.21" in then, "98.76" in then) == (True, False), url
        assert "98.76" in now, url


def filled(org, **values):
    usual = {
        "unit": org.division.pk, "title": "Đúng hạn", "definition": "Hồ sơ đúng hạn", "measure_unit": "%",
        "direction": "up", "targets": "2020: 97,5", "rhythm": "quarter", "starts_on": "2020-01-01",
        "ends_on": "2020-12-31", "owner": org.owner1.pk, "plan": "Nhắc", "edition": org.edition.pk, "clauses": "",
    }  # fmt: skip
    return usual | values


def test_an_objective_is_proposed_by_form(org, manager):
    answer = manager.post(reverse("objective_new"), filled(org, clauses="9.2"))

    one = Objective.objects.get()
    assert answer.url == one.get_absolute_url()
    assert [target.value for target in one.targets.all()] == [Decimal("97.5")]
    assert [row.clause.number for row in one.clause_references.all()] == ["9.2"]
    given = filled(org, targets="2020: 98", reason="Theo ý kiến", version=one.version, clauses="")
    assert manager.post(reverse("objective_edit", args=[one.uid]), given).status_code == 302
    assert one.targets.get(ended_at=None).value == 98
    assert signed_in(org.reader1).get(reverse("objective_new")).status_code == 403


BAD = [
    ({"title": ""}, "This field is required"),
    ({"targets": "hết"}, "is no target"),
    ({"targets": "2021: 98"}, "lies outside"),
    ({"targets": "2020: 98\n2020: 99"}, "given twice"),
    ({"ends_on": "2019-12-31"}, "ends before"),
    ({"baseline": "nhiều"}, "is no figure"),
    ({"clauses": "99.9"}, "has no clause 99.9"),
    ({"owner": "reader2"}, "Select a valid choice"),
    ({"unit": "division2"}, "Select a valid choice"),
]


def test_bad_input_keeps_what_was_typed(org, manager):
    for wrong, why in BAD:
        given = {name: getattr(org, value).pk if value in vars(org) else value for name, value in wrong.items()}
        page = manager.post(reverse("objective_new"), filled(org, resources="Hai người", **given)).content.decode()
        assert why in page, wrong
        assert "Hai người" in page
    assert not Objective.objects.exists()


def test_steps_by_form(org, manager):
    objective = running(org, query="tasks_on_time")
    url = lambda step: reverse("objective_step", args=[objective.uid, step])  # noqa: E731 - short
    steps = [
        ("measure", {"period": "2020-Q1", "numerator": "440", "denominator": "452", "as_of": "2020-04-06"}),
        ("plan", {"title": "Nhắc", "owner": org.owner1.pk, "due_on": "2020-08-01"}),
        ("hand", {"owner": org.reader1.pk, "reason": "Chuyển việc"}),
        ("drop", {"reason": "Không còn"}),
    ]
    for name, given in steps:
        objective.refresh_from_db()
        assert manager.get(url(name)).status_code == 200, name
        answer = manager.post(url(name), given | {"version": objective.version})
        assert (answer.status_code, answer.url) == (302, objective.get_absolute_url()), name
        if name == "measure":
            page = manager.post(url("from_records"), {"period": "2020-Q2", "as_of": "2020-07-10"})
            assert page.status_code == 409
            assert "hold nothing to count" in page.content.decode()
    figure = objective.measurements.get()
    assert figure.value == Decimal("97.3451")
    page = manager.get(reverse("measurement_step", args=[figure.uid, "correct"])).content.decode()
    assert "its figures are corrected while it runs" in page
    assert signed_in(org.officer2).get(url("measure")).status_code == 404


def test_a_figure_is_corrected_by_form(org, manager):
    objective = running(org)
    figure = measurements.measure_objective(objective, by=org.owner1, figure=Figure(*Q1, Decimal(90)))
    url = reverse("measurement_step", args=[figure.uid, "correct"])
    given = {"value": "91,5", "as_of": "2020-04-08", "version": figure.version}

    assert "This field is required" in manager.post(url, given).content.decode()
    assert manager.post(url, given | {"reason": "Nhầm"}).url == objective.get_absolute_url()

    assert objective.measurements.get(ended_at=None).value == Decimal("91.5")


def test_several_figures_are_saved_together_or_none(org, manager):
    first, second = running(org), running(org, title="Chờ")
    url = f"{reverse('objective_figures')}?unit={org.division.pk}&period=2020-Q2"
    page = manager.get(url).content.decode()
    assert first.number in page
    assert second.number in page
    given = {"as_of": "2020-07-06", f"numerator_{first.pk}": "9", f"denominator_{first.pk}": "10"}

    wrong = manager.post(url, given | {f"numerator_{second.pk}": "5", f"denominator_{second.pk}": "0"})
    assert wrong.status_code == 409
    assert f"{second.number}: The denominator" in wrong.content.decode()
    assert not Measurement.objects.exists()
    assert manager.post(url, {"as_of": "2020-07-06"}).status_code == 200

    assert manager.post(url, given | {f"value_{second.pk}": "12,5"}).status_code == 302
    assert sorted(Measurement.objects.values_list("value", flat=True)) == [Decimal("12.5"), Decimal(90)]
    assert "Nothing to measure" in manager.get(url).content.decode()
    assert manager.get(f"{reverse('objective_figures')}?unit={org.division2.pk}&period=2020-Q2").status_code == 200


def test_the_directives_set_is_taken_over_by_form(org):
    officer = signed_in(org.officer1)
    url = reverse("objectives_take_unit", args=[org.department.uid])
    assert officer.get(reverse("objectives_take")).url == url
    given = {"owner": org.officer1.pk, "year": 2020, "take_dossiers_on_time": "on", "own_dossiers_on_time": "96,5"}

    assert officer.post(url, given).status_code == 302

    (one,) = Objective.objects.all()
    assert one.targets.get().value == Decimal("96.5")
    assert "Taken over already" in officer.get(url).content.decode()
    assert "Choose at least one" in officer.post(url, given).content.decode()
    assert signed_in(org.reader1).get(url).status_code == 403
    assert signed_in(org.officer2).get(url).status_code == 404


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_is_filtered_is_what_stands_on_paper(org, manager, monkeypatch, kind):
    made, seen = some(org), []
    monkeypatch.setitem(
        printing.KINDS, kind, (lambda form, context: seen.append((form, context)) or b"%PDF", "application/pdf")
    )

    assert manager.get(f"{reverse('objectives')}?result=missed&print={kind}").status_code == 200

    ((form, context),) = seen
    (row,) = form.build(context)["rows"]
    assert made["missed"].title in row["objective"]
    assert row["met"] == "Missed"
    assert "II/2020" in row["result"]


def test_another_program_sends_a_figure_once(org):
    objective = running(org)
    client = signed_in(org.owner1)
    url = f"/api/v1/objectives/{objective.uid}"
    sent = {"period": "2020-Q2", "numerator": 447, "denominator": 458, "as_of": "2020-07-06", "reference": "MC-7"}

    def post(**changed):
        return client.post(f"{url}/measurements", json.dumps(sent | changed), content_type="application/json")

    assert [post().status_code, post().status_code, post(numerator=400).status_code] == [201, 200, 409]
    assert (post(period="2019-Q1").status_code, post(as_of="gần đây").status_code) == (422, 422)
    told = client.get(url).json()
    assert told["targets"] == {"2020": "97.0000"}
    (figure,) = told["measurements"]
    assert (figure["source"], figure["met"], figure["reference"], figure["period"]) == ("api", True, "MC-7", "2020-Q2")
    assert signed_in(org.officer2).get(url).status_code == 404
    assert signed_in(org.reader1).post(
        f"{url}/measurements", json.dumps(sent | {"period": "2020-Q1"}), content_type="application/json"
    ).status_code in (403, 404)  # fmt: skip
    assert Measurement.objects.get().recorded_by == org.owner1
