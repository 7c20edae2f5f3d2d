"""The scheme of a QMS: numbers of documents and issues, who sets it, its page."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from qms.enums import DocumentKind
from qms.models import DocumentScheme, Issue
from qms.operations.document_schemes import check_pattern, next_document_number, scheme_of, set_scheme
from qms.operations.documents import create_document, next_numbers
from qms.policy import Refused
from qms.workflow import Conflict, StepRefused
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def test_units_of_a_qms_share_the_scheme_of_its_holder(organisation):
    set_scheme(organisation.department, by=organisation.officer1, first_issue="1")

    assert scheme_of(organisation.section).first_issue == "1"
    assert scheme_of(organisation.division2).first_issue == "01"
    assert DocumentScheme.objects.get().history.get().history_user == organisation.officer1


@pytest.mark.parametrize("who", ["officer2", "manager1", "head1", "admin", "director"])
def test_only_the_officer_of_the_holder_sets_it(who, organisation):
    with pytest.raises(Refused):
        set_scheme(organisation.department, by=getattr(organisation, who), first_issue="1")
    assert not DocumentScheme.objects.exists()


@pytest.mark.parametrize(
    ("given", "last", "amendment", "then"),
    [
        ({}, None, False, ("01", "00")),
        ({"first_issue": "1", "first_amendment": "0"}, None, False, ("1", "0")),
        ({"uses_amendments": False}, None, False, ("01", "")),
        ({"uses_amendments": False}, ("03", ""), True, ("04", "")),
        ({"uses_amendments": False}, ("03", "02"), False, ("04", "")),
        ({"amendments_before_issue": 2}, ("01", "01"), True, ("01", "02")),
        ({"amendments_before_issue": 2}, ("01", "02"), True, ("02", "00")),
        ({"first_amendment": "1", "amendments_before_issue": 1}, ("5", "2"), True, ("6", "1")),
        ({}, ("01", ""), True, ("01", "01")),
        ({}, ("9", "9"), True, ("9", "10")),
        ({"first_amendment": "01"}, ("2", "5"), False, ("3", "1")),
    ],
)
def test_numbers_of_issues_follow_the_scheme(given, last, amendment, then):
    issue = Issue(issue_number=last[0], amendment_number=last[1]) if last else None

    assert next_numbers(issue, amendment=amendment, scheme=DocumentScheme(**given)) == then


def test_letters_are_not_counted_on():
    with pytest.raises(StepRefused, match="A"):
        next_numbers(Issue(issue_number="A", amendment_number="00"), amendment=False)


@pytest.mark.parametrize(
    ("pattern", "taken", "then"),
    [
        ("QT-{n:02}", [], "QT-01"),
        ("QT-{n:02}", ["QT-01", "QT-07", "QT-7a", "QT-x", "HD-90"], "QT-08"),
        ("QT-{n:02}", ["QT-99"], "QT-100"),
        ("QT.{n}/SLĐ", ["QT.4/SLĐ", "QT.50"], "QT.5/SLĐ"),
        ("{n:03}", ["012", "013-a"], "013"),
    ],
)
def test_next_number_is_after_the_highest_of_the_qms(pattern, taken, then, organisation):
    set_scheme(organisation.department, by=organisation.officer1, number_patterns={"procedure": pattern})
    for number in taken:
        DocumentFactory(number=number, unit=organisation.section)
    DocumentFactory(number=pattern.replace("{n:02}", "500"), unit=organisation.department2)

    assert next_document_number(organisation.division, DocumentKind.PROCEDURE) == then


@pytest.mark.parametrize("pattern", ["QT-01", "QT-{n:02}{n}", "QT-{x}", "{n.__class__}", "QT-{n:02}}", "{", ""])
def test_pattern_counts_in_one_place(pattern):
    with pytest.raises(ValidationError):
        check_pattern(pattern)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_issue": "A"}, "first_issue"),
        ({"first_amendment": "x"}, "first_amendment"),
        ({"first_amendment": ""}, "first_amendment"),
        ({"number_patterns": {"procedure": "QT"}}, "number_patterns"),
        ({"training_threshold": 101}, "training_threshold"),
        ({"review_months": 0}, "review_months"),
    ],
)
def test_scheme_that_cannot_count_is_refused(values, field, organisation):
    with pytest.raises(ValidationError) as refused:
        set_scheme(organisation.department, by=organisation.officer1, **values)

    assert list(refused.value.error_dict) == [field]
    assert not DocumentScheme.objects.exists()


def test_second_officer_is_told(organisation):
    scheme = set_scheme(organisation.department, by=organisation.officer1, first_issue="1")
    set_scheme(organisation.department, by=organisation.officer1, first_issue="2")

    with pytest.raises(Conflict):
        set_scheme(organisation.department, by=organisation.officer1, first_issue="3", version=scheme.version)


def test_first_issue_and_reviewers_of_a_new_document(organisation):
    org = organisation
    set_scheme(org.department, by=org.officer1, first_issue="1", first_amendment="0")

    document = create_document(
        by=org.officer1,
        number="QT-01",
        kind=DocumentKind.PROCEDURE,
        unit=org.division,
        title_vi="Một",
        reviewers=[org.manager1, org.lead1],
    )

    issue = document.issues.get()
    assert (issue.numbers, issue.reviewer) == ("1.0", org.manager1)
    assert [place.person for place in issue.reviewers.all()] == [org.manager1, org.lead1]


# Its page


PAGE = {
    "pattern_procedure": "QT.{n:03}", "pattern_policy": "CS-{n}", "pattern_objectives": "MT-{n}",
    "pattern_model": "MH-{n}", "pattern_instruction": "HD-{n}", "pattern_form": "BM-{n}", "pattern_external": "NG-{n}",
    "first_issue": "1", "uses_amendments": "on", "first_amendment": "0", "amendments_before_issue": "3",
    "review_months": "12", "reading_days": "5", "training_threshold": "",
}  # fmt: skip


def page(client, who, data=None, **query):
    client.force_login(who)
    client.cookies["django_language"] = "en"
    path = reverse("document_scheme", query=query)
    return client.get(path) if data is None else client.post(path, data)


def test_officer_sets_the_scheme_on_its_page(client, organisation):
    shown = page(client, organisation.officer1)
    saved = page(client, organisation.officer1, PAGE)

    assert "QT-{n:02}" in shown.content.decode()
    assert (saved.status_code, saved.url) == (302, reverse("document_register"))
    scheme = DocumentScheme.objects.get()
    assert (scheme.unit, scheme.review_months, scheme.amendments_before_issue) == (organisation.department, 12, 3)
    assert next_document_number(organisation.section, DocumentKind.PROCEDURE) == "QT.001"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pattern_form": "BM"}, "pattern_form"),
        ({"pattern_form": "HD-{n}"}, "pattern_form"),
        ({"first_issue": "I"}, "first_issue"),
        ({"reading_days": "-1"}, "reading_days"),
    ],
)
def test_bad_scheme_names_the_box_and_keeps_what_was_typed(changes, field, client, organisation):
    answer = page(client, organisation.officer1, PAGE | changes)

    assert field in answer.context["form"].errors
    assert "CS-{n}" in answer.content.decode()
    assert not DocumentScheme.objects.exists()


@pytest.mark.parametrize("who", ["manager1", "head1", "reader1", "admin"])
def test_others_are_told_who_sets_it(who, client, organisation):
    answer = page(client, getattr(organisation, who))

    assert answer.status_code == 403
    assert "the quality officer of the QMS" in answer.content.decode()


def test_scheme_of_another_qms_is_not_found(client, organisation):
    assert page(client, organisation.officer1, unit=organisation.department2.uid).status_code == 404
    assert page(client, organisation.officer1, unit="x").status_code == 404
    assert page(client, organisation.officer1, unit=organisation.section.uid).status_code == 200
