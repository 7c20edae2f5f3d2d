"""Pages of periodic reports: list, record, the form, steps, schemes, records behind a figure, prints."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from qms.measured_queries import link_of
from qms.models import Notice, PeriodicReport, ReportFigure, ReportPeriod
from qms.operations import periodic_reports as operations
from qms.operations.handing_over import leaving_blockers
from qms.reporting.figures import Entry
from tests.factories import FeedbackFactory, MembershipFactory, RoleFactory, UserFactory, save
from tests.periodic_reports import loaded, opened, sending
from tests.shared_organisation import DAY, fresh, on

RECEIVED = dt.datetime(2020, 5, 4, 3, tzinfo=dt.UTC)


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def period(org, tmp_path):
    with on(dt.date(2020, 1, 2)):
        return ReportPeriod.objects.get(scheme=loaded(org, tmp_path), code="2020-H1")


@pytest.fixture
def report(org, period):
    return opened(org, period)


def form_of(page):
    """What the browser would send of the form as it was shown."""
    form = page.context["form"]
    return {name: str(form[name].value() if form[name].value() is not None else "") for name in form.fields} | {
        name: form.fields[name].prepare_value(form.initial[name]) or ""
        for name in form.fields
        if name[:2] in ("n_", "d_")
    }


def sent(org, report):
    filled = operations.fill_report(report, by=fresh(org.officer1), figures={}, texts={})
    return sending(filled, org.head1)


def test_the_form_keeps_what_was_typed_refuses_at_the_field_and_saves(org, report):
    client, url = signed_in(org.officer1), reverse("periodic_report_step", args=[report.uid, "fill"])
    page = client.get(url)
    assert page.status_code == 200
    body = page.content.decode()
    assert "The records say 0 / 1" in body
    assert reverse("counted_records", args=["feedback_received"]) in body
    section = report.form.sections.first()
    data = form_of(page) | {"n_qms_declared": "1", "d_qms_declared": "1", "n_reform_budget": "1.250,5",
                            f"t{section.pk}": "Đã ban hành kế hoạch"}  # fmt: skip

    again = client.post(url, data)

    assert again.status_code == 200
    assert "say why the report differs" in str(again.context["form"].errors["w_qms_declared"])
    assert again.context["form"]["n_reform_budget"].value() == "1.250,5"
    assert "Đã ban hành kế hoạch" in again.content.decode()
    assert client.post(url, data | {"w_qms_declared": "Công bố muộn"}).status_code == 302
    kept = ReportFigure.objects.get(report=report, line__key="reform_budget")
    assert kept.numerator == Decimal("1250.5")
    assert report.texts.get(section=section).text == "Đã ban hành kế hoạch"
    assert PeriodicReport.objects.get(pk=report.pk).filled_by == org.officer1


def test_counting_again_on_the_form_keeps_what_was_typed(org, report):
    client, url = signed_in(org.officer1), reverse("periodic_report_step", args=[report.uid, "fill"])
    data = form_of(client.get(url)) | {"n_units_checked": "7", "recount": "1"}
    FeedbackFactory(unit=org.division, received_at=RECEIVED)

    page = client.post(url, data)

    form = page.context["form"]
    assert (page.status_code, form["n_feedback_received"].value(), form["n_units_checked"].value()) == (200, "1", "7")
    assert ReportFigure.objects.get(report=report, line__key="units_checked").numerator is None
    rest = {name: value for name, value in form.data.items() if name != "recount"}
    assert client.post(url, rest).status_code == 302
    assert ReportFigure.objects.get(report=report, line__key="units_checked").numerator == 7


def test_the_record_shows_figures_texts_steps_and_what_differs_now(org, report):
    FeedbackFactory(unit=org.division, received_at=RECEIVED)
    report = sent(org, report)
    page = signed_in(org.officer).get(report.get_absolute_url())
    body = page.content.decode()
    assert "Figures that the records tell otherwise today" in body
    assert "Feedback of citizens and organisations received" in body
    assert {str(step.label) for step in page.context["steps"] if step.allowed} >= {"Accept", "Return"}
    assert page.context["days_late"] == (DAY - report.due_on).days


def test_signing_asks_for_the_password_and_returning_takes_comments(org, report):
    operations.fill_report(report, by=fresh(org.officer1), figures={}, texts={})
    url = reverse("periodic_report_step", args=[report.uid, "submit"])
    head = signed_in(org.head1)
    page = head.get(url)
    given = {"version": page.context["form"]["version"].value(), "shown": page.context["form"]["shown"].value()}
    data = given | {"document_number": "12/BC-S1", "recipients": "Bộ", "password": "wrong"}
    assert head.post(url, data).status_code == 200
    assert PeriodicReport.objects.get(pk=report.pk).status == "filled"
    report = sending(PeriodicReport.objects.get(pk=report.pk), org.head1)
    officer, back = signed_in(org.officer), reverse("periodic_report_step", args=[report.uid, "return"])
    version = officer.get(back).context["form"]["version"].value()
    answer = officer.post(back, {"version": version, "reason": "Xem lại", "c_minor": "Thiếu một đợt"})
    assert answer.status_code == 302
    assert "Thiếu một đợt" in signed_in(org.officer1).get(report.get_absolute_url()).content.decode()


def test_the_list_finds_filters_sorts_and_leaves_as_a_file(org, report):
    client, url = signed_in(org.officer1), reverse("periodic_reports")
    assert [one.number for one in client.get(url).context["rows"]] == [report.number]
    for query, found in (
        ("?period=2020-H1&show=owed", 1), ("?period=2019", 0), ("?show=late", 1), ("?show=missing", 1),
        ("?show=to_judge", 0), ("?sort=-due_on&status=open", 1), (f"?unit={org.sibling.pk}", 0), ("?q=khong+co", 0),
    ):  # fmt: skip
        assert len(client.get(url + query).context["rows"]) == found, query
    told = b"".join(client.get(f"{url}?export=csv").streaming_content).decode("utf-8-sig")
    assert report.number in told
    assert list(signed_in(org.officer2).get(url).context["rows"]) == []


def test_the_list_offers_the_units_and_schemes_that_have_reports_and_no_others(org, period):
    report = opened(org, period, org.department2)
    sent(org, opened(org, period))
    url = reverse("periodic_reports")

    def offered(person, **asked):
        fields = signed_in(person).get(url, asked).context["filter"].form.fields
        return [{one.code for one in fields[name].queryset} for name in ("unit", "scheme")]

    assert offered(org.officer) == [{"S1"}, {"DIR02-H"}], "what is not sent is nobody's business above"
    assert offered(org.officer2) == [{report.unit.code}, {"DIR02-H"}]
    assert offered(org.lead) == [set(), set()]
    assert offered(org.officer1, unit=str(org.sibling.pk)) == [{"S1", "S1-B"}, {"DIR02-H"}]
    assert offered(org.officer1, unit=str(org.department2.pk))[0] == {"S1"}


def test_open_reports_of_somebody_who_leaves_pass_to_another(org, report):
    colleague, leaver = UserFactory(), org.officer1
    MembershipFactory(user=colleague, unit=org.department)
    operations.fill_report(report, by=fresh(leaver), figures={"databases": Entry(Decimal(2))}, texts={})
    assert leaving_blockers(fresh(leaver))
    page = reverse("hand_over", args=[leaver.uid])
    client, data = signed_in(org.head1), {"to": colleague.pk, "reason": "Nghỉ hưu", "items": f"report:{report.uid}"}
    assert report.number in client.get(page).content.decode()
    asked = client.post(page, data)
    assert "fills in no reports" in asked.content.decode()
    client.post(page, data | {"confirm": "1"})
    assert PeriodicReport.objects.get(pk=report.pk).filled_by == leaver

    RoleFactory(user=colleague, unit=org.department, role="officer")
    assert client.post(page, data | {"confirm": "1"}).url == page
    report.refresh_from_db()
    assert (report.filled_by, report.status) == (colleague, "filled")
    assert ReportFigure.objects.get(report=report, line__key="databases").numerator == 2
    assert Notice.objects.filter(user=colleague, kind="report_handed").count() == 1
    assert not leaving_blockers(fresh(leaver))


def test_as_of_a_day_it_stands_as_it_stood_then(org, period):
    with on(period.opens_on):
        report = opened(org, period)
    FeedbackFactory(unit=org.division, received_at=RECEIVED)
    sent(org, report)
    then = signed_in(org.officer1).get(f"{report.get_absolute_url()}?as_of=2020-06-20")
    assert then.context["status"]["label"] == "Open"
    assert signed_in(org.officer).get(f"{report.get_absolute_url()}?as_of=2020-06-20").status_code == 404
    assert signed_in(org.officer).get(report.get_absolute_url()).status_code == 200


def test_the_records_behind_a_figure_are_those_that_the_person_reaches(org, report):
    FeedbackFactory(unit=org.division, received_at=RECEIVED, subject="Chậm trả kết quả")
    days = (report.figures_from, report.figures_to)
    url = link_of("feedback_received", org.department.pk, *days)
    page = signed_in(org.officer1).get(url)
    assert (page.context["counted"].numerator, len(page.context["rows"]), page.context["unseen"]) == (1, 1, 0)
    above = signed_in(org.officer).get(url)
    assert (above.context["counted"].numerator, len(above.context["rows"]), above.context["unseen"]) == (1, 0, 1)
    assert signed_in(org.officer2).get(url).status_code == 404
    assert signed_in(org.officer1).get(url.replace("feedback_received", "nothing")).status_code == 404
    for broken in ("unit=x", "unit=", "first=2020"):
        name, value = broken.split("=")
        assert signed_in(org.officer1).get(f"{url}&{name}={value}").status_code == 404


def test_schemes_are_kept_by_the_superior_who_excuses_what_it_does_not_see(org, period, report):
    scheme = reverse("report_scheme", args=[period.scheme.uid])
    officer, unit = signed_in(org.officer), signed_in(org.officer1)
    page = officer.get(f"{scheme}?form=1")
    assert "2020-H1" in page.content.decode()
    assert [row["report"] for row in page.context["periods"][0]["not_in"]] == [report]
    assert unit.get(scheme).context["periods"][0]["not_in"] == []
    assert officer.get(reverse("report_schemes")).status_code == 200
    assert officer.get(report.get_absolute_url()).status_code == 404
    excuse = reverse("periodic_report_step", args=[report.uid, "excuse"])
    version = officer.get(excuse).context["form"]["version"].value()
    assert officer.post(excuse, {"version": version, "reason": "Mới sáp nhập"}).url == scheme
    assert PeriodicReport.objects.get(pk=report.pk).status == "excused"
    assert signed_in(org.officer2).get(excuse).status_code == 404
    for name, args, user, status in (
        ("report_scheme_step", [period.scheme.uid, "add"], officer, 200),
        ("report_scheme_step", [period.scheme.uid, "add"], unit, 409),
        ("report_period_step", [period.uid, "move"], officer, 200),
        ("report_period_step", [period.uid, "move"], unit, 409),
    ):
        assert user.get(reverse(name, args=args)).status_code == status
    job = reverse("report_period_job", args=[period.uid, "open"])
    assert officer.post(job).status_code == 302
    assert unit.post(job).status_code == 403
    assert PeriodicReport.objects.filter(period=period).count() == 3


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_it_is_printed_as_submitted_or_as_a_marked_draft(org, report, kind):
    client, url = signed_in(org.officer1), reverse("periodic_report_print", args=[report.uid, kind])
    draft = client.get(url)
    assert draft.status_code == 200
    save(ReportFigure.objects.get(report=report, line__key="units_checked"), numerator=Decimal(4))
    operations.fill_report(report, by=fresh(org.officer1), figures={"databases": Entry(Decimal(2))}, texts={})
    assert client.get(reverse("periodic_report_print", args=[report.uid, "odt"])).status_code == 404
    assert signed_in(org.officer2).get(url).status_code == 404
    assert draft.content[:4] in (b"%PDF", b"PK\x03\x04")
