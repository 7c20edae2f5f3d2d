"""Pages of yearly plans, meetings and assigned tasks: lists, rate on time, rows, steps, prints, as of a day."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms.measured_queries import counted
from qms.models import Action, CommitteeMeeting, WorkPlan
from qms.operations import committee_meetings, plan_tasks
from qms.views import printing
from tests import scenes
from tests.factories import ActionFactory, CommitteeMeetingFactory, PlanTaskFactory, WorkPlanFactory, save
from tests.qms.test_work_plans import approved, given, held, task, with_tasks
from tests.shared_organisation import DAY, on


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def officer(org):
    return signed_in(org.officer1)


def titles(response):
    return {row.title for row in response.context["rows"]}


def rows_of(prefix, *rows, spare=0, initial=0):
    """A formset's fields as a browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": len(rows) + spare, f"{prefix}-INITIAL_FORMS": initial}
    for place, row in enumerate(rows):
        sent |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return sent


def a_row(org, **values):
    usual = {"group": "procedures", "title": "Rà soát", "unit": org.division.pk, "owner": org.owner1.pk}
    return usual | {"due_on": "2020-09-30"} | values


def some_tasks(org):
    """On time, late, open and late, to come, cancelled, no task; and another department's."""
    usual = {"kind": "task", "unit": org.division, "raised_by_unit": org.department, "owner": org.owner1,
             "approver": org.head1, "assigned_by": org.head1}  # fmt: skip
    done = {"status": "done", "evidence": "Báo cáo"}
    made = (
        ("Kịp", "2020-03-31", done | {"done_on": dt.date(2020, 3, 30), "document_number": "15/QĐ"}),
        ("Muộn", "2020-04-30", done | {"done_on": dt.date(2020, 5, 4)}),
        ("Quá hạn", "2020-06-30", {"status": "in_progress", "document_signatory": "Lê Thị Ký"}),
        ("Sắp tới", "2020-10-31", {"status": "assigned"}),
        ("Thôi", "2020-05-29", {"status": "cancelled"}),
        ("Năm trước", "2019-05-29", done | {"done_on": dt.date(2019, 5, 29)}),
        ("Khắc phục", "2020-04-30", {"kind": "corrective", "status": "assigned"}),
    )
    for title, due, values in made:
        ActionFactory(**(usual | values), title=title, due_on=dt.date.fromisoformat(due))
    elsewhere = {"unit": org.division2, "raised_by_unit": org.department2, "due_on": dt.date(2020, 5, 5)}
    ActionFactory(kind="task", title="Nơi khác", **elsewhere)


FILTERS = [
    ({}, {"Kịp", "Muộn", "Quá hạn", "Sắp tới", "Thôi", "Năm trước"}),
    ({"show": "late"}, {"Muộn", "Quá hạn"}),
    ({"show": "overdue"}, {"Quá hạn"}),
    ({"due_from": "2020-04-01", "due_to": "2020-06-30"}, {"Muộn", "Quá hạn", "Thôi"}),
    ({"signatory": "thị ký"}, {"Quá hạn"}),
    ({"q": "15/qđ"}, {"Kịp"}),
]


def test_assigned_tasks_are_filtered(org, officer):
    some_tasks(org)
    for asked, expected in FILTERS:
        assert titles(officer.get(reverse("assigned_tasks"), asked)) == expected, asked
    asked = {"superior": org.department.pk}
    assert len(titles(officer.get(reverse("assigned_tasks"), asked))) == 6
    assert titles(signed_in(org.owner1).get(reverse("assigned_tasks"), {"show": "late"})) == {"Muộn", "Quá hạn"}
    assert titles(signed_in(org.officer2).get(reverse("assigned_tasks"))) == {"Nơi khác"}


PERIODS = [
    ("2020-01-01", "2020-12-31", None), ("2020-04-01", "2020-06-30", None), ("2019-01-01", "2019-12-31", None),
    ("2020-01-01", "2020-12-31", "2020-04-30"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "as_of"), PERIODS)
def test_the_rate_above_the_list_is_what_the_declared_query_counts(org, officer, first, last, as_of):
    with on(dt.date(2019, 5, 20)):
        some_tasks(org)
    asked = {"unit": org.department.pk, "due_from": first, "due_to": last} | ({"as_of": as_of} if as_of else {})
    shown = officer.get(reverse("assigned_tasks"), asked).context["told"]

    day = dt.date.fromisoformat(as_of) if as_of else DAY
    days = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    told = counted("tasks_on_time", [org.department.pk], *days, day)[org.department.pk]

    assert (shown.done, shown.due) == (told.numerator, told.denominator)
    assert shown.due > 0
    late = officer.get(reverse("assigned_tasks"), asked | {"show": "late"})
    assert late.context["total"] == shown.late


def test_the_definition_and_the_cut_off_are_told_in_words(org, officer):
    some_tasks(org)
    page = officer.get(reverse("assigned_tasks")).content.decode()
    assert "1 of 3 tasks due were done on time: 33.33\N{NO-BREAK SPACE}% (as of 15/07/2020)." in page
    assert "cancelled ones are left out, a due day that was moved counts as" in page
    assert "No assigned tasks yet." in signed_in(org.reader2).get(reverse("assigned_tasks")).content.decode()


def test_tasks_are_exported_and_printed(org, officer, monkeypatch):
    some_tasks(org)
    answered = officer.get(reverse("assigned_tasks"), {"export": "csv", "show": "late"})
    text = b"".join(answered.streaming_content).decode("utf-8-sig")
    assert {row["Task"] for row in csv.DictReader(io.StringIO(text))} == {"Muộn", "Quá hạn"}
    printed = []
    monkeypatch.setitem(printing.KINDS, "pdf", (lambda form, context: printed.append(context) or b"%PDF", "x/y"))
    officer.get(reverse("assigned_tasks"), {"print": "pdf", "q": "kip"})
    assert [(row.task.splitlines()[0], row.document) for row in printed[0].rows] == [("Kịp", "15/QĐ")]


def test_a_plan_is_begun_its_tasks_written_in_rows_and_kept_when_something_is_missing(org, officer):
    words = {"unit": org.department.pk, "year": 2020, "kind": "reform", "title": "Kế hoạch năm 2020", "note": ""}
    answered = officer.post(reverse("work_plan_new"), words)
    plan = WorkPlan.objects.get()
    url = reverse("work_plan_tasks", args=[plan.uid])
    assert answered.url == url
    wrong = rows_of("tasks", a_row(org, owner="", due_on="2021-03-01"), {"result": "Báo cáo"}, spare=1)

    page = officer.post(url, wrong).content.decode()
    assert 'value="Rà soát"' in page
    assert "01/03/2021 is not in 2020." in page
    assert "Say what the task is, or empty the row." in page
    assert not plan.tasks.exists()
    right = rows_of("tasks", a_row(org), a_row(org, title="Hai", group="qms"), spare=2)
    assert officer.post(url, right).status_code == 302

    first, second = plan_tasks.standing_tasks(plan)
    again = rows_of("tasks", a_row(org, title="Rà soát kỹ", uid=first.uid), a_row(org, away="on", uid=second.uid),
                    initial=2)  # fmt: skip
    officer.post(url, again)
    assert [row.title for row in plan_tasks.standing_tasks(plan)] == ["Rà soát kỹ"]
    assert "is the plan of this unit for 2020 already" in officer.post(reverse("work_plan_new"), words).content.decode()
    assert signed_in(org.owner1).get(url).status_code == 403
    assert signed_in(org.officer2).get(url).status_code == 404


def test_a_plans_page_shows_how_its_tasks_stand_today_and_as_of_a_day(org, officer):
    with on(dt.date(2020, 1, 10)):
        due = (("Kịp", dt.date(2020, 3, 31)), ("Muộn", dt.date(2020, 4, 30)))
        plan = approved(org, with_tasks(org, *(task(org, title, day) for title, day in due)))
    for action, day in zip(Action.objects.order_by("due_on"), (dt.date(2020, 3, 30), dt.date(2020, 5, 4)), strict=True):
        with on(day):
            save(action, status="done", done_on=day, evidence="Báo cáo")

    page = officer.get(plan.get_absolute_url())
    assert "1 of 2 tasks due were done on time: 50" in page.content.decode()
    assert [row["task"].title for row in page.context["late"]] == ["Muộn"]
    before = officer.get(f"{plan.get_absolute_url()}?as_of=2020-04-15")
    assert "1 of 1 tasks due were done on time: 100" in before.content.decode()
    assert {row["action"].status for _label, rows in before.context["groups"] for row in rows} == {"done", "assigned"}
    listed = officer.get(reverse("work_plans"), {"year": 2020}).context["rows"][0]
    assert (listed.on_time.done, listed.on_time.due) == (1, 2)
    assert b"".join(officer.get(reverse("work_plan_export", args=[plan.uid])).streaming_content).startswith(b"PK")


def test_a_plan_is_approved_and_given_a_task_on_its_page(org):
    plan = scenes.workplan(org, "draft")
    head = signed_in(org.head1)
    org.head1.set_password("mat khau 1")
    save(org.head1)
    url = reverse("work_plan_step", args=[plan.uid, "approve"])
    head.force_login(org.head1)
    shown = head.get(url).context["form"]["shown"].value()
    sent = {"decision_number": "5/QĐ", "password": "mat khau 1", "shown": shown, "version": plan.version}

    assert head.post(url, sent).status_code == 302
    plan.refresh_from_db()
    assert (plan.status, plan.tasks.get().action.document_number) == ("approved", "5/QĐ")
    url = reverse("work_plan_step", args=[plan.uid, "add_task"])
    officer = signed_in(org.officer1)
    sent = a_row(org, title="Thêm", reason="Theo Công văn 7", version=plan.version)
    assert "not in 2020" in officer.post(url, sent | {"due_on": "2021-01-05"}).content.decode()
    assert officer.post(url, sent).status_code == 302
    assert Action.objects.get(title="Thêm").document_number == "5/QĐ"


def test_a_meeting_is_called_held_and_its_conclusions_written_in_rows(org, officer):
    words = {"unit": org.department.pk, "committee": "Ban chỉ đạo", "title": "Quý II", "held_on": "2020-07-10",
             "place": "Phòng 1", "chair": org.head1.pk, "agenda": "", "invited": [org.manager1.pk]}  # fmt: skip
    officer.post(reverse("committee_meeting_new"), words)
    meeting = CommitteeMeeting.objects.get()
    hold = reverse("committee_meeting_step", args=[meeting.uid, "hold"])
    assert officer.post(hold, {"minutes": "Đã họp", "version": meeting.version}).status_code == 302
    url = reverse("committee_meeting_conclusions", args=[meeting.uid])
    good = {"text": "Kiểm kê", "unit": org.division.pk, "owner": org.owner1.pk, "due_on": "2020-08-31"}

    page = officer.post(url, rows_of("conclusions", good | {"due_on": ""}, {"text": "Nghiêm túc"})).content.decode()
    assert "Say by when, or take the owner away." in page
    assert not meeting.conclusions.exists()
    officer.post(url, rows_of("conclusions", good, {"text": "Nghiêm túc"}, spare=2))
    assert [row.text for row in meeting.conclusions.order_by("position")] == ["Kiểm kê", "Nghiêm túc"]
    assert officer.get(reverse("committee_meeting_step", args=[meeting.uid, "conclude"])).status_code == 409


def test_papers_of_a_meeting_say_who_concluded_what(org, officer, monkeypatch):
    meeting = held(org, given(org))
    printed = []
    monkeypatch.setitem(printing.KINDS, "docx", (lambda form, context: printed.append((form, context)) or b"PK", "x/y"))
    for paper in ("notice", "minutes"):
        assert officer.get(reverse("committee_meeting_print", args=[meeting.uid, paper, "docx"])).status_code == 200
    (notice, told), (_minutes, _told) = printed
    assert notice.name == "committee_notice"
    assert told.draft
    assert told.conclusions == (f"Hoàn thành kiểm kê ({org.division.name}, {org.owner1}, by 31/08/2020).",)
    planned = CommitteeMeetingFactory(unit=org.department, chair=org.head1, prepared_by=org.officer1)
    assert officer.get(reverse("committee_meeting_print", args=[planned.uid, "notice", "docx"])).status_code == 404


def test_real_papers_of_a_plan_and_a_meeting(org, officer):
    plan, meeting = scenes.workplan(org, "approved"), scenes.committee(org, "held")
    for url in (
        reverse("work_plan_print", args=[plan.uid, "docx"]),
        reverse("committee_meeting_print", args=[meeting.uid, "minutes", "docx"]),
    ):
        assert officer.get(url).content.startswith(b"PK")


@pytest.mark.parametrize("name", ["work_plans", "committee_meetings", "assigned_tasks"])
def test_a_longer_list_costs_no_more_queries(org, officer, name):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(reverse(name), {"unit": org.department.pk}).status_code == 200
        return len(queries)

    def fill(times):
        for year in range(2000, 2000 + times):
            plan = WorkPlanFactory(approved=True, unit=org.department, year=year + times, approved_by=org.head1)
            action = ActionFactory(kind="task", unit=org.division, raised_by_unit=org.department, owner=org.owner1)
            PlanTaskFactory(plan=plan, unit=org.division, action=action)
            meeting = held(org, given(org))
            committee_meetings.give_out_conclusions(meeting, by=org.head1)

    fill(1)
    asked()
    few = asked()
    fill(3)
    assert asked() <= few


def test_a_plan_with_more_tasks_costs_no_more_queries(org, officer):
    def asked(plan):
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(plan.get_absolute_url()).status_code == 200
        return len(queries)

    small = approved(org, with_tasks(org, task(org)))
    large = approved(org, with_tasks(org, *(task(org, f"Việc {one}") for one in range(9)), kind="qms"))
    asked(small)
    assert asked(large) <= asked(small)
