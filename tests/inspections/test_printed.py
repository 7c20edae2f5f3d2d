"""Printed forms: who may see the record gets it in their language, as Word and PDF; nobody else."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from qms import printing
from qms.views import printing as printing_views
from tests.factories import (
    CauseFactory,
    FindingClauseFactory,
    FindingFactory,
    IndependenceOverruleFactory,
    InspectionFactory,
    NonconformityClauseFactory,
    NonconformityFactory,
    ProgrammeFactory,
    ProgrammeLineFactory,
    TeamMemberFactory,
    save,
)

pytestmark = pytest.mark.django_db


def signed_in(user, language="vi"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def text_of(response, kind):
    assert response.status_code == 200, response.content[:500]
    if kind == "pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages).split())
    body = Document(BytesIO(response.content)).element.body
    return " ".join(" ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())


@pytest.fixture
def nonconformity(organisation):
    record = NonconformityFactory(
        unit=organisation.division, raised_by_unit=organisation.department, raised_by=organisation.officer1,
        closed=True, loop=2, verifier=organisation.verifier1,
    )  # fmt: skip
    CauseFactory(nonconformity=record, loop=2, confirmed=True, chain=["Vì thiếu người"], method="five_whys")
    NonconformityClauseFactory(record=record)
    return record


@pytest.fixture
def inspection(organisation):
    record = InspectionFactory(
        unit=organisation.division, raised_by_unit=organisation.department, lead=organisation.lead1, ready=True,
        concluded=True,
    )  # fmt: skip
    TeamMemberFactory(inspection=record, user=organisation.inspector1)
    FindingClauseFactory(record=FindingFactory(inspection=record, confirmed=True))
    IndependenceOverruleFactory(inspection=record, user=organisation.lead1, decided_by=organisation.head1)
    return record


@pytest.fixture
def programme(organisation):
    record = ProgrammeFactory(unit=organisation.department, edition=organisation.edition, approved=True)
    ProgrammeLineFactory(programme=record, unit=organisation.division, lead=organisation.lead1)
    return record


KINDS = pytest.mark.parametrize("kind", ["docx", "pdf"])


@KINDS
def test_nonconformity_prints_from_fact_to_effect(organisation, nonconformity, kind):
    address = reverse("nonconformity_print", args=[nonconformity.uid, kind])
    response = signed_in(organisation.officer1).get(address)
    text = text_of(response, kind)
    for words in (nonconformity.number, nonconformity.fact, "Độc lập", "PHIẾU YÊU CẦU HÀNH ĐỘNG KHẮC PHỤC",
                  "Vì thiếu người", nonconformity.criterion, nonconformity.effect_evidence):  # fmt: skip
        assert words in text, words
    assert "attachment" in response.headers["Content-Disposition"]


def test_document_speaks_the_language_of_its_reader(organisation, nonconformity):
    address = reverse("nonconformity_print", args=[nonconformity.uid, "docx"])
    assert "CORRECTIVE ACTION REQUEST" in text_of(signed_in(organisation.officer1, "en").get(address), "docx")


@KINDS
def test_report_of_an_inspection_prints(organisation, inspection, kind):
    text = text_of(signed_in(organisation.officer1).get(reverse("inspection_print", args=[inspection.uid, kind])), kind)
    for words in (inspection.number, inspection.title, "BÁO CÁO ĐÁNH GIÁ NỘI BỘ", inspection.findings.get().number):
        assert words.replace(" ", "") in text.replace(" ", ""), words  # a narrow column breaks a number
    assert str(organisation.inspector1) in text


@KINDS
def test_programme_of_a_year_prints(organisation, programme, kind):
    text = text_of(signed_in(organisation.head1).get(reverse("programme_print", args=[programme.uid, kind])), kind)
    for words in (programme.number, organisation.division.name_vi, "NĂM 2020"):
        assert words in text, words


def test_brought_in_record_prints_with_what_little_it_says(organisation):
    record = NonconformityFactory(
        unit=organisation.division, raised_by_unit=organisation.department, brought_in=True, requirement="",
        evidence="", lead=None, due_on=None, source_file="số KPH.xlsx", source_row=7,
    )  # fmt: skip
    address = reverse("nonconformity_print", args=[record.uid, "docx"])
    assert "số KPH.xlsx" in text_of(signed_in(organisation.officer1).get(address), "docx")


def test_strangers_print_nothing(organisation, nonconformity, inspection, programme):
    client = signed_in(organisation.officer2)
    for name, record in (
        ("nonconformity_print", nonconformity), ("inspection_print", inspection), ("programme_print", programme),
    ):  # fmt: skip
        assert client.get(reverse(name, args=[record.uid, "pdf"])).status_code == 404
        assert signed_in(organisation.head1).get(reverse(name, args=[record.uid, "exe"])).status_code == 404


def test_missing_package_is_said_in_a_sentence(organisation, nonconformity, monkeypatch):
    def unavailable(form, context):
        raise printing.PrintingUnavailable("typst is not installed")

    monkeypatch.setitem(printing_views.KINDS, "pdf", (unavailable, "application/pdf"))
    page = signed_in(organisation.officer1).get(reverse("nonconformity_print", args=[nonconformity.uid, "pdf"]))
    assert page.status_code == 503
    assert "typst is not installed" in page.content.decode()


def test_a_department_prints_its_superior_above_itself(organisation, nonconformity):
    save(organisation.department, superior_text="Ủy ban nhân dân tỉnh")
    address = reverse("nonconformity_print", args=[nonconformity.uid, "docx"])
    assert "ỦY BAN NHÂN DÂN TỈNH" in text_of(signed_in(organisation.officer1).get(address), "docx")
