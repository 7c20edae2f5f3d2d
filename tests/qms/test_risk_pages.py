"""Pages of risks, of the matrix, of the context and of interested parties: lists, forms, steps, exports, prints."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms.models import Clause, ContextFactor, InterestedParty, Risk
from qms.operations import risks
from qms.risk_levels import CONSEQUENCES, LIKELIHOODS
from qms.views import printing
from tests import scenes
from tests.factories import (
    ContextFactorFactory,
    DocumentFactory,
    InterestedPartyFactory,
    RiskClauseFactory,
    RiskFactory,
    save,
)
from tests.shared_organisation import DAY, fresh, on


def days(count):
    return DAY + dt.timedelta(days=count)


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


def some(org):
    """A high risk of the division reviewed too late, a medium one of its own, a closed one, an opportunity."""
    made = {
        "late": save(scenes.risk(org, "open"), review_due_on=days(-2), statement="Trả hồ sơ quá hạn"),
        "medium": save(scenes.risk(org, "treated"), owner=org.manager1, statement="Mất hồ sơ giấy"),
        "closed": save(scenes.risk(org, "closed"), statement="Thiếu người"),
        "chance": RiskFactory(opportunity=True, unit=org.section, statement="Nộp qua mạng", owner=org.reader1),
    }
    RiskFactory(unit=org.department2, statement="Việc của nơi khác")
    return made


FILTERS = [
    ("", {"late", "medium", "closed", "chance"}),
    ("?show=standing", {"late", "medium", "chance"}),
    ("?show=late", {"late"}),
    ("?show=mine", {"medium"}),
    ("?kind=opportunity", {"chance"}),
    ("?status=closed", {"closed"}),
    ("?level=medium", {"medium"}),
    ("?level=high&show=standing", {"late", "chance"}),
    ("?treatment=reduce", {"medium"}),
    ("?likelihood=2&consequence=3", {"medium"}),
    ("?q=ho+so", {"late", "medium"}),
    ("?review_to=2020-07-14", {"late"}),
]


def test_the_register_keeps_what_is_asked_for(org, manager):
    made = some(org)
    told = {record.statement: name for name, record in made.items()}

    for query, wanted in FILTERS:
        rows = table(manager.get(f"{reverse('risks')}{query}{'&' if query else '?'}export=csv"))
        assert {told[row["What may happen"]] for row in rows} == wanted, query
    page = manager.get(f"{reverse('risks')}?kind=opportunity").content.decode()
    assert {name for name in made if made[name].get_absolute_url() in page} == {"chance"}


def test_clause_and_process_filter_and_stand_in_the_export(org, manager):
    made, clause = some(org), Clause.objects.filter(edition=org.edition).first()
    RiskClauseFactory(record=made["late"], clause=clause)

    (row,) = table(manager.get(f"{reverse('risks')}?clause={clause.pk}&export=csv"))
    page = manager.get(f"{reverse('risks')}?clause={clause.pk}").content.decode()

    assert row["Clauses"] == f"{clause.number} (9001:2015)"
    assert (row["Score"], row["Score afterwards"], row["Level now"]) == ("12", "", "High")
    assert (row["Next review"], row["Kind"], row["Unit code"]) == ("13/07/2020", "Risk", "S1-A")
    assert "overdue" in page


def test_the_list_stands_in_the_order_asked_for_and_as_of_a_day(org, manager):
    risk = scenes.risk(org, "open")
    with on(days(1)):
        risks.treat_risk(
            risk, by=fresh(org.manager1), treatment="avoid", treatment_note="Bỏ bước", residual_likelihood=1,
            residual_consequence=1,
        )  # fmt: skip
    with on(days(2)):
        lesser = save(scenes.risk(org, "open"), likelihood=1)
        sorted_page = manager.get(f"{reverse('risks')}?sort=level").content.decode()
        then = manager.get(f"{reverse('risks')}?as_of=2020-07-15").content.decode()
        record = manager.get(f"{reverse('risk', args=[risk.uid])}?as_of=2020-07-15").content.decode()

    assert sorted_page.index(str(risk.uid)) < sorted_page.index(str(lesser.uid))
    assert str(lesser.uid) not in then
    assert "High" in then
    assert "Level after treatment" not in record


def test_no_query_grows_with_the_rows(org, manager):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert manager.get(reverse("risks")).status_code == 200
        return len(asked)

    some(org)
    count()
    few = count()
    for _number in range(12):
        scenes.risk(org, "treated")
    assert count() == few


def test_a_procedure_recorded_later_is_not_shown_or_printed_as_of_a_day_before(org, manager, monkeypatch):
    with on(days(2)):
        document = DocumentFactory(unit=org.division)
    risk = save(scenes.risk(org, "open"), document=document)
    seen = []
    keep = lambda form, context: seen.append(context) or b"PK"  # noqa: E731
    monkeypatch.setitem(printing.KINDS, "docx", (keep, "application/docx"))
    with on(days(4)):
        for day in (1, 3):
            assert manager.get(f"{reverse('risks')}?print=docx&as_of={days(day)}").status_code == 200
        pages = [manager.get(f"{risk.get_absolute_url()}?as_of={days(day)}") for day in (1, 3)]

    assert [context.rows[0].process.count(document.number) for context in seen] == [0, 1]
    assert [document.number in page.content.decode() for page in pages] == [False, True]


def test_the_matrix_counts_what_stands_and_leads_into_the_list(org, manager):
    some(org)

    page = manager.get(reverse("risk_matrix")).content.decode()

    assert "Risk: 2 records" in page
    assert "Opportunity: 1 record" in page
    link = f"{reverse('risks')}?kind=risk&amp;likelihood=2&amp;consequence=3&amp;show=standing"
    assert link in page
    (row,) = table(manager.get(link.replace("&amp;", "&") + "&export=csv"))
    assert row["What may happen"] == "Mất hồ sơ giấy"
    for word in (*LIKELIHOODS.values(), *CONSEQUENCES.values(), "Very high", "Benefit"):
        assert str(word) in page
    closed = manager.get(f"{reverse('risk_matrix')}?status=closed&kind=risk").content.decode()
    assert "Risk: 1 record" in closed
    assert "Opportunity:" not in closed


@pytest.mark.parametrize(
    ("name", "kind"),
    [("risks", "docx"), ("risk_matrix", "pdf"), ("context_factors", "docx"), ("interested_parties", "pdf")],
)
def test_what_is_filtered_is_what_stands_on_paper(org, manager, monkeypatch, name, kind):
    made = some(org)
    ContextFactorFactory(unit=org.division, statement="Luật thay đổi", climate=True)
    InterestedPartyFactory(unit=org.division, name="Doanh nghiệp")
    seen = []
    monkeypatch.setitem(
        printing.KINDS, kind, (lambda form, context: seen.append((form, context)) or b"%PDF", "application/pdf")
    )

    answer = manager.get(f"{reverse(name)}?print={kind}")

    assert answer.status_code == 200
    ((form, context),) = seen
    text = "\n".join(str(value) for row in context.rows for value in vars(row).values())
    wanted = {
        "risks": made["late"].statement, "risk_matrix": made["medium"].number, "context_factors": "(climate change)",
        "interested_parties": "Doanh nghiệp",
    }  # fmt: skip
    assert wanted[name] in text
    assert "nơi khác" not in text
    assert form.build(context)["rows"]
    assert manager.get(f"{reverse(name)}?print=exe").status_code == 404


def filled(org, **values):
    usual = {
        "kind": "risk", "unit": org.division.pk, "statement": "Trả hồ sơ quá hạn", "likelihood": 4, "consequence": 4,
        "owner": org.owner1.pk, "review_due_on": "2020-12-31", "edition": org.edition.pk, "clauses": "",
    }  # fmt: skip
    return usual | values


def test_a_risk_is_recorded_by_form_with_the_usual_clause(org, manager):
    answer = manager.post(reverse("risk_new"), filled(org))

    risk = Risk.objects.get()
    assert answer.url == risk.get_absolute_url()
    assert [one.clause.number for one in risk.clause_references.all()] == ["6.1.2"]
    page = manager.get(answer.url).content.decode()
    assert "High (4 × 4 = 16): likely, serious" in page
    assert "Raise a nonconformity" not in page
    assert "Raise a nonconformity" in signed_in(org.officer1).get(answer.url).content.decode()


BAD = [
    ({"statement": ""}, "This field is required"),
    ({"likelihood": "6"}, "Select a valid choice"),
    ({"review_due_on": "2020-07-15"}, "is not after today"),
    ({"clauses": "99.9"}, "has no clause 99.9"),
    ({"owner": "reader2"}, "Select a valid choice"),
    ({"unit": "division2"}, "Select a valid choice"),
]


def test_bad_input_keeps_what_was_typed(org, manager):
    for wrong, why in BAD:
        given = {name: getattr(org, value).pk if value in vars(org) else value for name, value in wrong.items()}
        page = manager.post(reverse("risk_new"), filled(org, cause="Thiếu người thẩm định", **given)).content.decode()
        assert why in page
        assert "Thiếu người thẩm định" in page
    assert not Risk.objects.exists()


def test_a_form_begun_from_a_clause_knows_unit_kind_and_clause(org, manager):
    clause = Clause.objects.filter(edition__year="2026", number="6.1.3").first()

    page = manager.get(f"{reverse('risk_new')}?unit={org.division.uid}&clause={clause.uid}").content.decode()

    assert '<option value="opportunity" selected>' in page
    assert 'value="6.1.3"' in page
    assert f'<option value="{org.division.pk}" selected>' in page
    assert signed_in(org.reader1).get(reverse("risk_new")).status_code == 403
    edition = clause.edition
    page = manager.get(f"{reverse('risk_new')}?unit={org.division.pk}&edition={edition.pk}").content.decode()
    assert f'<option value="{edition.pk}" selected>' in page
    assert manager.get(f"{reverse('risk_new')}?unit=x&clause=99999999999999999999&kind=y").status_code == 200


def test_correcting_keeps_levels_and_clauses_of_other_editions(org, manager):
    risk = scenes.risk(org, "treated")
    old = Clause.objects.get(edition__year="2008", number="8.5.3", edition__standard__code="9001")
    for clause in (old, Clause.objects.get(edition=org.edition, number="6.1.2")):
        RiskClauseFactory(record=risk, clause=clause)
    given = {
        "statement": "Trả chậm", "owner": org.reader1.pk, "review_due_on": "2020-12-01", "edition": org.edition.pk,
        "clauses": "6.1.1", "likelihood": 1, "version": risk.version,
    }  # fmt: skip

    assert "This field is required" in manager.post(reverse("risk_edit", args=[risk.uid]), given).content.decode()
    manager.post(reverse("risk_edit", args=[risk.uid]), given | {"reason": "Viết rõ hơn"})

    risk.refresh_from_db()
    assert (risk.statement, risk.owner, risk.likelihood, risk.status) == ("Trả chậm", org.reader1, 4, "treated")
    standing = risk.clause_references.filter(ended_at=None).values_list("clause__number", flat=True)
    assert set(standing) == {"8.5.3", "6.1.1"}


def test_steps_by_form(org, manager):
    risk = scenes.risk(org, "open")
    url = lambda step: reverse("risk_step", args=[risk.uid, step])  # noqa: E731 - short
    steps = [
        ("review", {"likelihood": 4, "consequence": 5, "note": "Xem quý II", "next_due_on": "2020-10-01"}),
        ("plan", {"title": "Cập nhật", "owner": org.owner1.pk, "due_on": "2020-08-01", "update": "on"}),
        (
            "treat",
            {
                "treatment": "share", "treatment_note": "Phối hợp Bưu điện", "residual_likelihood": 2,
                "residual_consequence": 5,
            },
        ),
        ("hand", {"owner": org.reader1.pk, "reason": "Chuyển việc"}),
        ("close", {"reason": "Đã hết"}),
        ("reopen", {"likelihood": 3, "consequence": 3, "review_due_on": "2020-11-01", "reason": "Có lại"}),
    ]  # fmt: skip
    for name, given in steps:
        risk.refresh_from_db()
        assert manager.get(url(name)).status_code == 200, name
        answer = manager.post(url(name), given | {"version": risk.version})
        assert answer.status_code == 302, (name, answer.content.decode()[:3000])

    risk.refresh_from_db()
    assert (risk.status, risk.likelihood, risk.consequence, risk.owner) == ("open", 3, 3, org.reader1)
    page = manager.get(risk.get_absolute_url()).content.decode()
    assert "Xem quý II" in page
    assert "Actions that wait for its review" in page
    assert signed_in(org.verifier1).get(url("review")).status_code == 404
    assert manager.get(url("unknown")).status_code == 404


def test_files_are_attached_and_taken_away(org, manager):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - used once

    risk = scenes.risk(org, "open")
    paper = SimpleUploadedFile("so-lieu.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")

    assert manager.post(reverse("risk_step", args=[risk.uid, "attach"]), {"evidence": paper}).status_code == 302
    link = risk.file_links.get()
    assert "so-lieu.pdf" in manager.get(risk.get_absolute_url()).content.decode()
    assert signed_in(org.officer2).get(link.get_absolute_url()).status_code == 404
    end = reverse("risk_file_step", args=[link.uid, "end"])
    manager.post(end, {"reason": "Nhầm tệp", "version": link.version})
    assert "so-lieu.pdf" not in manager.get(risk.get_absolute_url()).content.decode().split("History")[0]


CONTEXT = [
    (
        ContextFactor, "context_factor", "context_factors", "statement",
        {"kind": "external", "subject": "environment", "statement": "Mưa lũ kéo dài", "climate": "on"},
    ),
    (
        InterestedParty, "interested_party", "interested_parties", "name",
        {"name": "Bưu điện tỉnh", "needs": "Danh sách đúng hạn", "is_requirement": "on"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("model", "name", "listed", "field", "given"), CONTEXT, ids=[row[1] for row in CONTEXT])
def test_context_is_recorded_changed_reviewed_and_ended_with_a_reason(org, manager, model, name, listed, field, given):
    given = given | {"unit": org.division.pk, "review_due_on": "2021-07-01"}
    manager.post(reverse(f"{name}_new"), given)
    record = model.objects.get()
    assert (record.recorded_by, record.reviewed_on) == (org.manager1, DAY)
    url = lambda step: reverse(f"{name}_step", args=[record.uid, step])  # noqa: E731 - short

    manager.post(reverse(f"{name}_edit", args=[record.uid]), given | {field: "Viết lại", "version": record.version})
    with on(days(10)):
        record.refresh_from_db()
        manager.post(url("review"), {"reason": "Vẫn đúng", "review_due_on": "2021-08-01", "version": record.version})
        record.refresh_from_db()
        assert (getattr(record, field), record.reviewed_on) == ("Viết lại", days(10))
        page = manager.post(url("end"), {"reason": "", "version": record.version}).content.decode()
        assert "This field is required" in page
        manager.post(url("end"), {"reason": "Không còn", "version": record.version})

    record.refresh_from_db()
    assert record.ended_at is not None
    assert "Viết lại" not in manager.get(reverse(listed)).content.decode()
    assert [row["Ended on"] for row in table(manager.get(f"{reverse(listed)}?show=ended&export=csv"))] == ["25/07/2020"]
    page = manager.get(record.get_absolute_url()).content.decode()
    assert "It has ended and stays readable" in page
    assert "Không còn" in page
    assert manager.get(url("review")).status_code == 409


IN_CONTEXT = {"": "ab", "?climate=true": "a", "?climate=false": "b", "?show=late": "b", "?kind=internal": "b"}


def test_the_list_of_the_context_keeps_what_is_asked_for(org, manager):
    ContextFactorFactory(unit=org.division, statement="a", climate=True)
    ContextFactorFactory(unit=org.division, statement="b", kind="internal", review_due_on=days(-1))
    ContextFactorFactory(unit=org.department2, statement="c")

    for query, wanted in IN_CONTEXT.items():
        rows = table(manager.get(f"{reverse('context_factors')}{query}{'&' if query else '?'}export=csv"))
        assert {row["What it is"] for row in rows} == set(wanted), query


@pytest.mark.parametrize("name", ["risks", "risk_matrix", "context_factors", "interested_parties"])
def test_an_empty_list_says_what_to_do_and_readers_see_nothing(org, manager, name):
    assert manager.get(reverse(name)).status_code == 200
    some(org)
    page = signed_in(org.reader2).get(reverse(name)).content.decode()
    assert "Trả hồ sơ" not in page
    if name != "risk_matrix":
        assert "yet." in page
        assert "Nothing matches" in manager.get(f"{reverse(name)}?q=khongco").content.decode()


def test_its_number_leads_to_it_and_a_nonconformity_is_begun_from_it(org):
    risk, officer = scenes.risk(org, "open"), signed_in(org.officer1)

    assert officer.get("/go/", {"q": risk.number.lower()}).url == risk.get_absolute_url()
    assert signed_in(org.officer2).get("/go/", {"q": risk.number}).status_code == 404
    page = officer.get(f"{reverse('nonconformity_new')}?from=qms.risk:{risk.uid}").content.decode()
    assert risk.number in page
    linked = scenes.risk(org, "open")
    save(linked, cause=f"Như {risk.number}")
    assert (
        f'<a href="{risk.get_absolute_url()}">{risk.number}</a>'
        in officer.get(linked.get_absolute_url()).content.decode()
    )
