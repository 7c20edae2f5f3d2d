"""Competence and training: planned, held, judged, cancelled; competences given; needs; lists, pages, prints."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.models import Competence, Edition, Notice, Training
from qms.operations import trained_people, trainings
from qms.operations.trained_people import PersonDraft
from qms.policy import Refused
from qms.training_needs import needs_of
from qms.views import printing
from qms.work_of_trainings import shown_by_trainings, training_work
from qms.workflow import Conflict, StepRefused
from tests import scenes
from tests.factories import (
    AudienceFactory,
    CompetenceFactory,
    DocumentFactory,
    IssueFactory,
    StandardFactory,
    TrainingFactory,
    TrainingPersonFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
    save,
)
from tests.shared_organisation import DAY, fresh, on


def days(count):
    return DAY + dt.timedelta(days=count)


def draft(org, **values):
    usual = {"unit": org.division, "title": "Đào tạo nội bộ", "reason": "edition", "planned_on": days(10)}
    return Training(**(usual | {"edition": org.edition, "valid_to": days(700)} | values))


def planned(org, *people, **values):
    return trainings.plan_training(draft(org, **values), by=fresh(org.officer1), people=people or [org.reader1])


def hold(training, by, **results):
    rows = {row.user.username: row for row in training.people.filter(ended_at=None)}
    given = {rows[name].uid: (result, "") for name, result in results.items()}
    return trainings.hold_training(training, by=fresh(by), held_on=clock.today(), results=given)


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_planning_numbers_brings_the_standard_and_tells_those_named(org):
    made = planned(org, org.reader1, org.owner1)

    assert made.number.startswith("ĐT-2020-S1A-")
    assert (made.status, made.standard, made.prepared_by) == ("planned", org.edition.standard, org.officer1)
    assert told("training_planned") == {"reader1", "owner1"}
    for name, sees in (("reader1", True), ("verifier1", False), ("officer2", False), ("manager1", True)):
        assert Training.objects.visible_to(fresh(getattr(org, name))).filter(pk=made.pk).exists() == sees, name
    with pytest.raises(Refused):
        trainings.plan_training(draft(org, unit=org.division2), by=fresh(org.manager1))
    with pytest.raises(StepRefused, match="does not work in"):
        planned(org, org.reader2)
    with pytest.raises(StepRefused, match="is no edition of"):
        planned(org, standard=StandardFactory())


def test_who_passed_holds_the_competence_and_loses_it_with_the_result(org):
    made = planned(org, org.reader1, org.owner1, org.manager1)

    held = hold(made, org.officer1, reader1="passed", owner1="failed", manager1="absent")

    (given,) = Competence.objects.filter(given_by__training=made)
    assert (given.user, given.edition, given.valid_from, given.valid_to) == (
        org.reader1, org.edition, DAY, days(700),
    )  # fmt: skip
    assert given.basis == f"{made.number} {made.title}"
    assert [told(f"training_{kind}") for kind in ("passed", "failed", "absent")] == [
        {"reader1"}, {"owner1"}, {"manager1"},
    ]  # fmt: skip
    held.valid_to = days(800)
    trainings.edit_training(held, by=fresh(org.officer1))
    given.refresh_from_db()
    assert given.valid_to == days(800)
    with on(days(3)):
        rows = [PersonDraft(org.reader1, "failed"), PersonDraft(org.owner1, "passed"), PersonDraft(org.manager1)]
        trained_people.write_trained_people(held, by=fresh(org.officer1), people=rows)
        standing = Competence.objects.standing_on(days(3)).filter(given_by__training=made)
        assert [one.user for one in standing] == [org.owner1]
        trained_people.write_trained_people(held, by=fresh(org.officer1), people=[PersonDraft(org.reader1, "passed")])
        assert [one.user for one in standing.all()] == [org.reader1]
    assert Competence.objects.filter(given_by__training=made).count() == 2
    assert not Training.objects.visible_to(fresh(org.owner1)).filter(pk=made.pk).exists()


def test_rows_refuse_what_is_wrong_and_nobody_records_their_own_result(org):
    made = planned(org, org.manager1, org.reader1)
    write = trained_people.write_trained_people
    with pytest.raises(StepRefused, match="twice"):
        write(made, by=fresh(org.manager1), people=[PersonDraft(org.reader1), PersonDraft(org.reader1)])
    with pytest.raises(Conflict):
        write(made, by=fresh(org.manager1), people=[], version=made.version - 1)
    with pytest.raises(StepRefused, match="their own result"):
        hold(made, org.manager1, manager1="passed")
    with pytest.raises(StepRefused, match="not ahead"):
        trainings.hold_training(made, by=fresh(org.manager1), held_on=days(1))
    made.refresh_from_db()
    assert (made.status, made.people.filter(result="").count()) == ("planned", 2)
    held = hold(made, org.manager1, reader1="passed")
    with pytest.raises(StepRefused, match="result of every person"):
        trainings.judge_training(held, by=fresh(org.head1), effect="Tốt")
    rows = [PersonDraft(org.manager1, "passed"), PersonDraft(org.reader1, "passed")]
    write(held, by=fresh(org.officer1), people=rows)
    with pytest.raises(StepRefused, match="Whoever was trained"):
        trainings.judge_training(held, by=fresh(org.manager1), effect="Tốt")
    with pytest.raises(StepRefused, match="how effective"):
        trainings.judge_training(held, by=fresh(org.head1), effect=" ")
    judged = trainings.judge_training(held, by=fresh(org.head1), effect="Bài kiểm tra")
    assert (judged.status, judged.judged_by, judged.judged_on) == ("judged", org.head1, DAY)
    assert told("training_judged") == {"officer1"}
    for late in (lambda: write(judged, by=fresh(org.manager1), people=[]),
                 lambda: trainings.edit_training(judged, by=fresh(org.manager1))):  # fmt: skip
        with pytest.raises(StepRefused, match="Judged"):
            late()


def test_who_was_named_hears_of_a_new_day_and_of_cancelling(org):
    made = planned(org)
    made.planned_on = days(20)
    made = trainings.edit_training(made, by=fresh(org.officer1))
    assert told("training_moved") == {"reader1"}
    trained_people.write_trained_people(made, by=fresh(org.officer1), people=[PersonDraft(org.owner1)])
    assert told("training_left") == {"reader1"}
    trainings.cancel_training(made, by=fresh(org.officer1), reason="Giảng viên ốm")
    assert told("training_cancelled") == {"owner1"}


def test_work_of_trainings_is_the_keepers_and_those_named(org):
    late = save(scenes.training(org, "planned"), planned_on=days(-2))
    held = scenes.training(org, "held")

    assert {(item.number, item.group) for item in training_work(fresh(org.officer1))} == {
        (late.number, "do"), (held.number, "decide"),
    }  # fmt: skip
    assert [(item.number, item.group) for item in training_work(fresh(org.reader1))] == [(late.number, "coming")]
    assert not list(training_work(fresh(org.officer2)))


def test_trainings_show_how_the_holder_stands_to_the_clause_on_competence(org):
    edition = Edition.objects.filter(standard__code="9001", year="2015").first()
    holder = type("Holder", (), {"unit_id": org.department.pk})
    scenes.training(org, "planned")
    assert not list(shown_by_trainings(holder, [edition]))
    scenes.training(org, "held"), scenes.training(org, "judged")
    TrainingFactory(unit=org.department2, held=True)
    if not edition.clauses.filter(number="7.2").exists():
        pytest.skip("the edition is not loaded")
    (shown,) = shown_by_trainings(holder, [edition])
    assert shown.text == "2 trainings held, 1 judged"


def unread(org):
    """An issue in force that the division had to read by last week."""
    document = DocumentFactory(unit=org.department)
    issue = IssueFactory(document=document, approved=True, effective_on=days(-30))
    AudienceFactory(document=document, unit=org.division, since=days(-30), days=5)
    return issue


def moving(org):
    """The department moves to the edition of 2026."""
    edition = Edition.objects.filter(standard=org.edition.standard).exclude(pk=org.edition.pk).first()
    programme = TransitionProgrammeFactory(
        unit=org.ministry, from_edition=org.edition, to_edition=edition, status="running"
    )
    TransitionHolderFactory(programme=programme, unit=org.department)
    return edition


def test_needs_come_from_reading_editions_and_expiry_and_fill_in_a_plan(org):
    issue, edition = unread(org), moving(org)
    save(org.lead1.competences.get(), edition=org.edition)  # inspector1 is competent in every edition
    for person, until in ((org.owner1, 30), (org.reader1, 200), (org.verifier1, -400)):
        CompetenceFactory(user=person, standard=org.edition.standard, edition=org.edition, valid_to=days(until))

    needs = {need.reason: need for need in needs_of(org.department)}

    assert needs["issue"].document == issue.document
    assert set(needs["issue"].people) == {org.owner1, org.reader1}
    assert needs["edition"].edition == edition
    assert set(needs["edition"].people) == {org.officer1, org.lead1}
    assert org.edition.code in needs["edition"].told[org.lead1.pk]
    assert needs["expiry"].people == [org.owner1]
    client = signed_in(org.officer1)
    page = client.get(f"{reverse('trainings_needed')}?unit={org.department.pk}").content.decode()
    for need in needs.values():
        assert need.plan_url.replace("&", "&amp;") in page
    form = client.get(needs["edition"].plan_url).context["form"]
    assert (form.instance.edition, form.initial["unit"]) == (edition, org.department.pk)
    sent = {"unit": org.department.pk, "title": "x", "reason": "edition", "standard": edition.standard_id,
            "edition": edition.pk, "planned_on": "2020-08-01", "people": form.initial["people"]}  # fmt: skip
    assert client.post(needs["edition"].plan_url, sent).status_code == 302
    made = Training.objects.get(edition=edition)
    assert set(made.people.values_list("user", flat=True)) == {one.pk for one in needs["edition"].people}
    (again,) = needs_of(org.department, "edition")
    assert (again.open_people, set(again.planned.values())) == ([], {made})
    assert signed_in(org.reader1).get(reverse("trainings_needed")).status_code == 403


def test_no_query_of_the_needs_or_of_the_lists_grows_with_the_rows(org):
    client = signed_in(org.officer1)
    urls = [reverse(name) for name in ("competences", "competence_matrix", "trainings", "trainings_needed")]

    def counts():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    unread(org), scenes.training(org, "held")
    CompetenceFactory(user=org.owner1, standard=org.edition.standard, edition=org.edition, valid_to=days(30))
    counts()
    few = counts()
    for person in (org.manager1, org.verifier1, org.reader1):
        unread(org), scenes.training(org, "held")
        CompetenceFactory(user=person, standard=org.edition.standard, edition=org.edition, valid_to=days(40))
    assert counts() == few


def test_competences_are_listed_by_state_unit_and_reach(org):
    for person, until in ((org.owner1, 30), (org.reader1, -3), (org.manager1, 400), (org.reader2, 30)):
        CompetenceFactory(user=person, standard=org.edition.standard, edition=org.edition, valid_to=days(until))
    url, client = reverse("competences"), signed_in(org.manager1)
    listed = lambda query: {row["Account"] for row in table(client.get(f"{url}?export=csv&{query}"))}  # noqa: E731
    assert listed("") == {"owner1", "reader1", "manager1"}
    assert [listed(f"state={state}") for state in ("expiring", "expired", "valid")] == [
        {"owner1"}, {"reader1"}, {"manager1"},
    ]  # fmt: skip
    assert listed(f"unit={org.section.pk}") == set()
    assert listed("ends_to=2020-07-20") == {"reader1"}
    own = table(signed_in(org.reader2).get(f"{url}?export=csv"))
    assert [row["Account"] for row in own] == ["reader2"]
    page = client.get(f"{reverse('competence_matrix')}?unit={org.division.pk}").content.decode()
    assert str(org.owner1) in page
    assert str(org.reader2) not in page
    assert "Expires within 90 days" in page


def test_a_competence_of_a_training_stands_as_of_the_day(org):
    made = planned(org)
    with on(days(1)):
        hold(made, org.officer1, reader1="passed")
    with on(days(2)):
        client = signed_in(org.officer1)
        for name, query, number in (("competences", "", 1), ("competences", f"&as_of={DAY}", 0)):
            text = client.get(f"{reverse(name)}?q=reader1{query}").content.decode()
            assert text.count(made.title) == number
        then = client.get(f"{made.get_absolute_url()}?as_of={DAY}").content.decode()
        now = client.get(made.get_absolute_url()).content.decode()
    assert "Competent" in now
    assert "Competent" not in then


@pytest.mark.parametrize(("name", "query"), [("trainings", "year=2020&"), ("competences", "")])
def test_lists_are_printed_as_they_are_filtered(org, monkeypatch, name, query):
    hold(planned(org), org.officer1, reader1="passed")
    planned(org, planned_on=dt.date(2021, 1, 5), title="Năm sau")
    seen = []
    keep = lambda form, context: seen.append((form, context)) or b"PK"  # noqa: E731
    monkeypatch.setitem(printing.KINDS, "docx", (keep, "application/docx"))

    assert signed_in(org.officer1).get(f"{reverse(name)}?{query}print=docx").status_code == 200

    ((form, context),) = seen
    text = str(form.build(context))
    assert "Đào tạo nội bộ" in text
    assert "Năm sau" not in text


def test_a_training_is_filled_in_held_and_printed_by_its_pages(org, monkeypatch):
    made, client = planned(org), signed_in(org.manager1)
    people = reverse("training_people", args=[made.uid])
    form = client.get(people).context["form"]
    rows = {"people-TOTAL_FORMS": 3, "people-INITIAL_FORMS": 1, "version": made.version,
            "people-0-uid": str(made.people.get().uid), "people-0-user": org.reader1.pk, "people-0-note": "Lớp A",
            "people-1-user": org.owner1.pk, "people-2-note": "không tên"}  # fmt: skip
    again = client.post(people, rows)
    assert "Choose the person" in again.content.decode()
    assert 'value="không tên"' in again.content.decode()
    assert form.rows.total_form_count() == 6
    foreign = client.post(people, rows | {"people-2-note": "", "people-2-user": org.officer2.pk})
    assert foreign.status_code == 200, "whoever is not of the unit is refused, not dropped in silence"
    assert client.post(people, rows | {"people-2-note": ""}).status_code == 302
    assert made.people.filter(ended_at=None).count() == 2
    step = reverse("training_step", args=[made.uid, "hold"])
    asked = client.get(step).context["form"]
    results = {f"result_{row.uid}": "passed" for row in made.people.all()}
    sent = {"version": asked.initial["version"], "held_on": "2020-07-15", "hours": "4"} | results
    assert client.post(step, sent).status_code == 302
    assert Competence.objects.filter(given_by__training=made).count() == 2
    seen = []
    keep = lambda form, context: seen.append(form.build(context)) or b"PK"  # noqa: E731
    monkeypatch.setitem(printing.KINDS, "docx", (keep, "application/docx"))
    assert client.get(reverse("training_print", args=[made.uid, "docx"])).status_code == 200
    assert {"Lớp A", str(org.owner1)} <= {cell for row in seen[0]["rows"] for cell in row["cells"]}
    assert b"".join(client.get(reverse("training_export", args=[made.uid])).streaming_content).startswith(b"PK")
    TrainingPersonFactory(training=scenes.training(org, "planned"), user=org.owner1)
    mine = table(signed_in(org.reader1).get(f"{reverse('trainings')}?export=csv&show=mine"))
    assert len(mine) == 2
