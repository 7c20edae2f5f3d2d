"""Help with writing a finding: sentence, warnings, grades, other editions, similar ones. Never in the way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.finding_help import repeats_requirement, sentence, warnings_of
from inspections.models import Finding
from inspections.reports.clause_editions import other_editions
from inspections.reports.similar_findings import similar_findings
from qms import clock
from qms.enums import Relation
from tests.factories import (
    ClauseFactory,
    CorrespondenceFactory,
    EditionFactory,
    FindingClauseFactory,
    FindingFactory,
    InspectionFactory,
    save,
)

pytestmark = pytest.mark.django_db
ASKED = "8.5.1: hồ sơ trễ hạn phải có phiếu xin lỗi"


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def visit(org, **values):
    given = {"unit": org.division, "raised_by_unit": org.department, "edition": org.edition, "lead": org.lead1}
    return InspectionFactory(in_progress=True, **(given | values))


def clause(org, number="8.5.1"):
    return org.edition.clauses.get(number=number)


def found(inspection, **values):
    finding = FindingFactory(inspection=inspection, **values)
    FindingClauseFactory(record=finding, clause=inspection.edition.clauses.get(number="8.5.1"))
    return finding


@pytest.mark.parametrize(
    ("statement", "evidence", "count"),
    [
        ("Ba hồ sơ trả trễ hạn không kèm phiếu", "3/20 hồ sơ tháng 5", 0),
        ("Ba hồ sơ trả trễ hạn không kèm phiếu", "Sổ theo dõi", 1),
        ("Hồ sơ trễ hạn không có phiếu xin lỗi", "Hồ sơ 12", 1),
        ("Hồ sơ trễ hạn chưa có phiếu xin lỗi", "Sổ theo dõi", 2),
        ("", "", 0),
    ],
)
def test_gentle_warnings(statement, evidence, count):
    assert len(warnings_of(ASKED, statement, evidence)) == count


def test_a_short_statement_is_not_compared_and_a_missing_part_is_shown_as_missing():
    assert not repeats_requirement("Phiếu xin lỗi", ASKED)
    assert sentence("8.5.1", "Hai hồ sơ\n trễ hạn.", "").count("…") == 1


def test_help_is_shown_by_the_button_without_script_and_as_a_part_with_it(organisation):
    org = organisation
    inspection = visit(org)
    earlier = found(inspection, confirmed=True)
    client = signed_in(org.lead1)
    url = f"{reverse('finding_new')}?inspection={inspection.uid}"
    typed = {"unit": org.division.pk, "statement": "typed words", "evidence": "Sổ", "clauses": [clause(org).pk]}
    page = client.post(url, typed | {"look": "1"})
    told = page.content.decode()
    assert page.status_code == 200
    assert not page.context["form"].errors
    assert all(words in told for words in ("Requirement: …", "Fact: typed words.", earlier.number, "typed words</t"))
    assert page.context["form"]["clauses"].value() == [str(clause(org).pk)]
    part = client.post(url, typed | {"look": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "Fact: typed words." in part
    assert "<html" not in part
    nonsense = {"unit": "x" * 30, "clauses": ["9" * 40, "a"], "look": "1"}
    assert client.post(url, nonsense).status_code == 200
    assert Finding.objects.count() == 1


def test_rules_of_thumb_and_hints_stand_beside_the_fields(organisation):
    inspection = visit(organisation)
    client = signed_in(organisation.lead1)
    page = client.get(f"{reverse('finding_new')}?inspection={inspection.uid}").content.decode()
    assert "A single lapse that does not break the process." in page
    assert "3 of 20 dossiers" in page
    regrade = client.get(reverse("finding_step", args=[FindingFactory(inspection=inspection).uid, "regrade"]))
    assert "A single lapse that does not break the process." in regrade.content.decode()


def test_saved_all_the_same_with_a_word_of_warning(organisation):
    org = organisation
    typed = {
        "unit": org.division.pk, "grade": "minor", "statement": "Trễ hạn", "requirement": "8.5.1",
        "evidence": "Sổ theo dõi", "recorded_on": clock.today().isoformat(),
    }  # fmt: skip
    client = signed_in(org.lead1)
    page = client.post(f"{reverse('finding_new')}?inspection={visit(org).uid}", typed, follow=True)
    assert Finding.objects.count() == 1
    assert "names no document number" in page.content.decode()


def test_a_clause_is_told_in_its_other_editions_on_the_page(organisation):
    org = organisation
    own = clause(org)
    older = EditionFactory(standard=org.edition.standard, year="1994")
    old = ClauseFactory(edition=older, number="4.9")
    CorrespondenceFactory(
        from_edition=older, to_edition=org.edition, from_clause=old, to_clause=own, relation=Relation.SPLIT
    )
    newer = EditionFactory(standard=org.edition.standard, year="2040")
    CorrespondenceFactory(
        from_edition=org.edition, to_edition=newer, from_clause=own, to_clause=None, relation=Relation.WITHDRAWN
    )
    [told] = other_editions([own])
    pairs = [(one.edition.year, one.clause) for one in told.elsewhere if one.edition in (older, newer)]
    assert pairs == [("1994", old), ("2040", None)]
    page = signed_in(org.lead1).get(found(visit(org)).get_absolute_url()).content.decode()
    assert "4.9" in page
    assert f"{org.edition.standard.code}:1994" in page


def test_similar_ones_of_the_unit_and_elsewhere_within_reach(organisation):
    org = organisation
    here = found(visit(org), statement="Sổ nhật ký")
    elsewhere = found(visit(org, unit=org.sibling))
    unseen = found(visit(org, unit=org.division2, raised_by_unit=org.department2, lead=org.officer2))
    save(found(visit(org)), status="withdrawn")
    by_words = FindingFactory(inspection=visit(org), statement="Phiếu xin lỗi không gửi")
    seen = similar_findings(org.lead1, unit_id=org.division.pk, clause_ids=[clause(org).pk], text="Gửi phiếu xin lỗi")
    assert seen.here == [by_words, here]
    assert seen.elsewhere == [elsewhere]
    assert not similar_findings(org.officer2, unit_id=org.division.pk, text="Gửi phiếu xin lỗi").here
    assert unseen in similar_findings(org.officer2, unit_id=org.division.pk, clause_ids=[clause(org).pk]).elsewhere
    without_clause = similar_findings(org.lead1, unit_id=None, text="Lời xin lỗi")
    assert by_words in without_clause.elsewhere
    assert not similar_findings(org.lead1, unit_id=org.division.pk)


def test_part_of_similar_ones_asks_as_often_for_many(organisation):
    org = organisation
    client, inspection = signed_in(org.lead1), visit(org)
    url = reverse("findings_similar")
    asked = {"unit": org.division.pk, "clause": clause(org).pk, "text": "phiếu xin lỗi"}

    def queries():
        with CaptureQueriesContext(connection) as caught:
            page = client.get(url, asked).content.decode()
        return len(caught), page.count("<li")

    found(inspection)
    queries()
    few, shown = queries()
    assert shown == 1
    for _number in range(8):
        found(inspection)
    assert queries() == (few, 5)
    assert client.get(url, {"unit": "x", "clause": "9" * 40}).status_code == 200
    assert Client().get(url).status_code == 302
