"""Monthly figures of procedures: a month in one table, corrections, rates, sums, days to publication, registers."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from qms.enums import DocumentKind
from qms.history.recording import ReasonMissing
from qms.models import ProcedureFigure, PublishedProcedure
from qms.operations import procedure_figures as operations
from qms.policy import Refused
from qms.procedure_counts import carried_over, oddities, rate
from qms.reports.procedure_figures import ProcedureFigureReport, dressed
from qms.tables.outputs import read_month
from qms.workflow import StepRefused
from tests.factories import DocumentFactory, IssueFactory, ProcedureFigureFactory
from tests.qms.imports.brought import bring_in, export, register
from tests.shared_organisation import fresh

JUNE, MAY = dt.date(2020, 6, 1), dt.date(2020, 5, 1)
COUNTS = {
    "received": 20,
    "early": 5,
    "on_time": 14,
    "late": 1,
    "online_3": 0,
    "online_4": 0,
    "by_post": 2,
    "complaints": 0,
}


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def procedure(org, number="QT-05", **profile):
    document = DocumentFactory(unit=org.department, number=number, kind=DocumentKind.PROCEDURE)
    usual = {"procedure_code": f"1.00{number[-2:]}", "online_level": "4"}
    IssueFactory(document=document, approved=True, **(usual | profile))
    return document


def month_url(org, month="06/2020"):
    return f"{reverse('procedure_figures_month')}?unit={org.division.pk}&month={month}"


def cells(document, **counts):
    return {f"{name}_{document.pk}": value for name, value in (COUNTS | counts).items()}


def listed(org):
    report = ProcedureFigureReport()
    return [dressed(row) for row in report.queryset(fresh(org.manager1)).order_by(*report.order)]


def test_a_month_is_its_first_day_and_has_begun(org):
    document = procedure(org)
    for month, why in ((dt.date(2020, 6, 2), "not the first day"), (dt.date(2020, 8, 1), "not begun")):
        with pytest.raises(StepRefused, match=why):
            operations.record_procedure_figures(org.division, month, {document: COUNTS}, by=org.manager1)
    with pytest.raises(StepRefused, match="whole numbers"):
        operations.record_procedure_figures(org.division, JUNE, {document: COUNTS | {"late": -1}}, by=org.manager1)
    with pytest.raises(Refused):
        operations.record_procedure_figures(org.division, JUNE, {document: COUNTS}, by=fresh(org.reader1))
    assert not ProcedureFigure.objects.exists()
    assert [read_month(text) for text in ("06/2020", "2020-6", "17/06/2020", "13/2020", "6")] == [
        *[JUNE] * 3,
        None,
        None,
    ]


def test_rates_and_what_does_not_go_together():
    assert (rate(5, 14, 1), rate(0, 0, 0)) == (Decimal("95.0"), None)
    before = ProcedureFigure(received=10, on_time=6, late=1)
    assert carried_over([before]) == 3
    assert not oddities(COUNTS | {"on_time": 17}, 3, knows_before=True)
    assert len(oddities(COUNTS | {"on_time": 18}, 3, knows_before=True)) == 1
    assert len(oddities(COUNTS | {"online_4": 21, "by_post": 21}, 0, knows_before=False)) == 2


def test_a_month_of_a_unit_is_typed_in_one_table_all_or_none(org):
    first, second, client = procedure(org), procedure(org, "QT-06"), signed_in(org.manager1)
    assert "QT-06" in client.get(month_url(org)).content.decode()
    wrong = client.post(month_url(org), cells(first, received="1.250") | cells(second, late=-1))
    assert wrong.status_code == 200
    assert not ProcedureFigure.objects.exists()
    assert 'value="1.250"' in wrong.content.decode()
    done = client.post(month_url(org), cells(first, received="1.250") | cells(second, on_time=30), follow=True)
    made = ProcedureFigure.objects.order_by("document__number")
    assert [(row.month, row.received, row.on_time) for row in made] == [(JUNE, 1250, 14), (JUNE, 20, 30)]
    assert done.status_code == 200
    assert client.post(month_url(org), cells(first)).context["form"].errors.keys() == {
        "reason",
        f"received_{second.pk}",
    }


def test_figures_that_stand_are_corrected_with_a_reason(org):
    document, client = procedure(org), signed_in(org.manager1)
    figure = ProcedureFigureFactory(document=document, unit=org.division, month=JUNE)
    with pytest.raises(StepRefused, match="already"):
        operations.record_procedure_figures(org.division, JUNE, {document: COUNTS}, by=org.manager1)
    with pytest.raises(ReasonMissing):
        operations.correct_procedure_figures([(figure, COUNTS, None)], by=org.manager1)
    sent = cells(document, received=21) | {f"version_{document.pk}": figure.version}
    assert "Say why" in client.post(month_url(org), sent).content.decode()
    assert client.post(month_url(org), sent | {"reason": "Cộng sót một hồ sơ"}).status_code == 302
    figure.refresh_from_db()
    assert (figure.received, figure.history.count()) == (21, 2)
    stale = client.post(month_url(org), cells(document, received=22) | {f"version_{document.pk}": 1, "reason": "Sót"})
    assert stale.status_code == 409
    step = reverse("procedure_figure_step", args=[figure.uid, "correct"])
    assert client.post(step, COUNTS | {"version": figure.version, "reason": "Đếm lại"}).status_code == 302
    page = client.get(figure.get_absolute_url()).content.decode()
    assert "Đếm lại" in page
    assert "Cộng sót một hồ sơ" in page
    figure.refresh_from_db()
    operations.withdraw_procedure_figure(figure, by=org.manager1, reason="Nhầm đơn vị")
    assert not listed(org)
    assert client.get(figure.get_absolute_url()).status_code == 200


def test_declared_online_without_an_online_dossier_is_flagged(org):
    silent, two = procedure(org), procedure(org, "QT-06", online_level="2")
    ProcedureFigureFactory(document=silent, unit=org.division, month=JUNE)
    ProcedureFigureFactory(document=silent, unit=org.division, month=MAY, online_4=1)
    ProcedureFigureFactory(document=two, unit=org.division, month=JUNE)
    assert [(row.document, row.month) for row in listed(org) if row.silent] == [(silent, JUNE)]
    page = signed_in(org.manager1).get(f"{reverse('procedure_figures')}?show=silent")
    assert [row.month for row in page.context["rows"]] == [JUNE]


def test_days_from_decision_to_publication(org):
    document = procedure(org, decided_on=dt.date(2020, 3, 1), published_on=dt.date(2020, 3, 31))
    ProcedureFigureFactory(document=document, unit=org.division)
    assert [row.days for row in listed(org)] == [30]
    with pytest.raises(StepRefused, match="before it was decided"):
        operations.date_publication(document, by=org.officer1, decided_on=JUNE, published_on=MAY)
    client, url = signed_in(org.officer1), reverse("publication_step", args=[document.uid, "publication"])
    assert url in client.get(reverse("document", args=[document.uid])).content.decode()
    sent = {"decided_on": "2020-05-04", "published_on": "2020-05-11", "decision_number": "12/QĐ"}
    assert client.post(url, sent).status_code == 302
    assert [row.days for row in listed(org)] == [7]
    assert client.post(url, sent | {"published_on": "2020-05-12"}).status_code == 302
    assert PublishedProcedure.objects.get().history.count() == 2


def test_the_list_narrows_sums_and_sorts(org):
    first, second = procedure(org), procedure(org, "QT-06")
    ProcedureFigureFactory(document=first, unit=org.division, month=MAY, received=10, on_time=5, late=5)
    ProcedureFigureFactory(document=first, unit=org.division, month=JUNE)
    ProcedureFigureFactory(document=second, unit=org.division, month=JUNE)
    ProcedureFigureFactory(document=second, unit=org.sibling, month=JUNE)
    client, url = signed_in(org.manager1), reverse("procedure_figures")
    shown = client.get(url).context
    assert (shown["sums"]["received"], shown["sums"]["rate"]) == (50, Decimal("86.0"))
    assert [(line["label"], line["received"]) for line in shown["by_month"]] == [("06/2020", 40), ("05/2020", 10)]
    narrowed = client.get(shown["by_month"][1]["url"]).context
    assert [row.month for row in narrowed["rows"]] == [MAY]
    assert [row.month for row in client.get(f"{url}?sort=rate").context["rows"]][0] == MAY
    assert len(client.get(f"{url}?q=QT-06").context["rows"]) == 1
    assert len(client.get(f"{url}?document={second.pk}&month_to=05/2020").context["rows"]) == 0
    assert b"QT-06" in b"".join(client.get(f"{url}?export=csv").streaming_content)


def test_figures_come_in_leave_and_come_back_unchanged(org, tmp_path):
    document = procedure(org)
    header = ["Đơn vị", "Mã thủ tục", "Tháng", "Tiếp nhận", "Trước hạn", "Đúng hạn", "Quá hạn"]
    row = ["S1-A", "QT-05", "06/2020", 20, 5, 14, 1]
    path = register(tmp_path, header, row, ["S1-A", "1.0005", "05/2020", 10, 0, 10, 0])
    assert bring_in(path, "procedure_figures")[:4] == (2, 0, 0, 0)
    assert set(ProcedureFigure.objects.values_list("month", "document", "source")) == {
        (JUNE, document.pk, "import"), (MAY, document.pk, "import"),
    }  # fmt: skip
    assert bring_in(path, "procedure_figures")[:4] == (0, 0, 2, 0)
    for language in ("vi", "en"):
        export(tmp_path, "procedure_figures", language=language)
        assert bring_in(tmp_path / f"procedure_figures-{language}.xlsx", "procedure_figures")[:4] == (0, 0, 2, 0)
    later = register(tmp_path, header, [*row[:3], 22, *row[4:]], name="sau.xlsx")
    assert bring_in(later, "procedure_figures")[:4] == (0, 1, 0, 0)
    assert ProcedureFigure.objects.get(month=JUNE).received == 22


def test_wrong_rows_of_figures_are_told_at_their_address(org, tmp_path):
    document = procedure(org)
    ProcedureFigureFactory(document=document, unit=org.division, month=MAY)
    header = ["Đơn vị", "Mã thủ tục", "Tháng", "Tiếp nhận", "Trước hạn", "Đúng hạn", "Quá hạn"]
    path = register(
        tmp_path, header,
        ["S1-A", "QT-99", "06/2020", 20, 5, 14, 1], ["S1-A", "QT-05", "13/2020", 20, 5, 14, 1],
        ["S1-A", "QT-05", "08/2020", 20, 5, 14, 1], ["S1-A", "QT-05", "06/2020", -1, 5, 14, 1],
        ["S1-A", "QT-05", "06/2020", 3, 0, 3, 0], ["S1-A", "QT-05", "05/2020", 99, 0, 3, 0],
    )  # fmt: skip
    *figures, told = bring_in(path, "procedure_figures")
    assert figures == [0, 0, 0, 6]
    assert ProcedureFigure.objects.count() == 1
    for address in ("Sổ!B2", "Sổ!C3", "Sổ!C4", "Sổ!D5", "Sổ!C6"):
        assert address in told, told
