"""New documents and new issues: numbers by the scheme, skeletons, reviewers in their order."""

import pytest
from django.urls import reverse

from cms.skeletons import skeletons_for
from qms.enums import DocumentKind
from qms.models import Document, Issue
from qms.operations import documents as steps
from qms.operations.document_schemes import set_scheme
from tests.cms.test_following import approve, in_review, reviewed

__all__ = ["in_review", "reviewed"]

pytestmark = pytest.mark.django_db


def values(org, **changes):
    given = {"number": "", "kind": "procedure", "unit": org.division.pk, "title_vi": "Trợ cấp"}
    return given | {"edition": org.edition.pk, "clauses": ""} | changes


def created(client, org, **changes):
    answer = client.post(reverse("document_create"), values(org, **changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return Document.objects.get(title_vi="Trợ cấp")


def test_empty_number_is_the_next_free_one_of_the_qms(draft, other, sign_in):
    document = created(sign_in(draft.org.officer1), draft.org)

    assert document.number == "QT-32"  # QT-31 stands in the department; QT-77 belongs to another QMS


def test_number_stands_once_in_the_qms_whichever_unit_has_it(draft, other, sign_in):
    client, org = sign_in(draft.org.officer1), draft.org
    typed = {"kind": "procedure", "unit": org.sibling.pk, "title_vi": "Trùng", "edition": "", "clauses": ""}

    refused = client.post(reverse("document_create"), typed | {"number": draft.document.number.lower()})

    assert str(draft.document.unit) in str(refused.context["form"].errors["number"])
    assert 'value="Trùng"' in refused.content.decode()
    assert client.post(reverse("document_create"), typed | {"number": other.document.number}).status_code == 302


def test_number_is_by_the_pattern_of_the_scheme(org, sign_in):
    set_scheme(org.department, by=org.officer1, number_patterns={"procedure": "QT.SLĐ-{n:03}"})

    assert created(sign_in(org.officer1), org).number == "QT.SLĐ-001"


def test_form_says_which_numbers_are_next(draft, sign_in):
    html = sign_in(draft.org.officer1).get(reverse("document_create")).content.decode()

    assert "QT-32, HD-01, BM-01" in html


def test_skeleton_fills_the_page(org, sign_in):
    chosen = skeletons_for(DocumentKind.PROCEDURE)[0]

    document = created(sign_in(org.officer1), org, skeleton=chosen.key)

    assert {block.block_type for block in document.page.body} >= {"purpose", "scope"}


def test_skeleton_of_another_kind_is_refused_with_the_way_out(org, sign_in):
    chosen = skeletons_for(DocumentKind.PROCEDURE)[0]
    data = values(org, kind="policy", skeleton=chosen.key)

    answer = sign_in(org.officer1).post(reverse("document_create"), data)

    assert answer.status_code == 422
    assert "Procedure" in str(answer.context["form"].errors["skeleton"])
    assert not Document.objects.exists()


def test_reviewers_are_named_in_their_order(org, sign_in):
    chosen = {"reviewer_1": org.manager_sibling1.pk, "reviewer_2": org.lead1.pk}

    issue = created(sign_in(org.officer1), org, **chosen).issues.get()

    assert [place.person for place in issue.reviewers.all()] == [org.manager_sibling1, org.lead1]
    assert issue.reviewer == org.manager_sibling1


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"reviewer_2": "officer1"}, "reviewer_2"),
        ({"author": "lead1", "reviewer_1": "lead1"}, "reviewer_1"),
        ({"reviewer_1": "lead1", "reviewer_2": "lead1"}, "reviewer_2"),
        ({"reviewer_1": "officer2"}, "reviewer_1"),
    ],
)
def test_reviewers_did_not_write_and_stand_once_and_within_reach(chosen, field, org, sign_in):
    data = values(org, **{name: getattr(org, who).pk for name, who in chosen.items()})

    answer = sign_in(org.officer1).post(reverse("document_create"), data)

    assert list(answer.context["form"].errors) == [field]
    assert not Document.objects.exists()


def offered(client, document):
    form = client.get(reverse("document_new_issue", args=[document.uid])).context["form"]
    return [str(label) for _value, label in form.fields["change"].choices], form


def test_next_issue_offers_its_numbers_and_the_same_reviewers(reviewed, sign_in):
    approve(reviewed)
    client = sign_in(reviewed.org.officer1)

    labels, form = offered(client, reviewed.document)
    data = {"change": "amendment", "summary_of_change": "Sửa.", "reviewer_1": form.fields["reviewer_1"].initial.pk}
    client.post(reverse("document_new_issue", args=[reviewed.document.uid]), data)

    assert labels == ["A new issue (02.00)", "An amendment of this issue (01.01)"]
    issue = Issue.objects.get(amendment_number="01")
    assert (issue.issue_number, issue.reviewer) == ("01", reviewed.org.manager_sibling1)


def test_scheme_without_amendments_offers_none(reviewed, sign_in):
    approve(reviewed)
    set_scheme(reviewed.org.department, by=reviewed.org.officer1, uses_amendments=False, first_amendment="")

    labels, _form = offered(sign_in(reviewed.org.officer1), reviewed.document)

    assert labels == ["A new issue (02)"]
    assert steps.start_issue(reviewed.document, by=reviewed.org.officer1, amendment=True).numbers == "02"
