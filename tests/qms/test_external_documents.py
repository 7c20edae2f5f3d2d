"""Documents from outside: their list, whether they still hold, who names them; correcting a document."""

import datetime as dt
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.enums import DocumentKind, ExternalStatus
from qms.history.recording import ReasonMissing
from qms.models import Citation, Issue
from qms.operations import document_edits, external_documents
from qms.policy import Refused
from qms.workflow import Conflict, StepRefused
from tests.factories import DocumentClauseFactory, DocumentFactory, IssueFactory, save
from tests.qms.history.agreement import assert_history_agrees

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def law(org, number="11/2016/NĐ-CP", **values):
    given = {"unit": org.department, "author": org.officer1, "kind": DocumentKind.EXTERNAL, "title_vi": "Nghị định"}
    document = DocumentFactory(number=number, **(given | values))
    IssueFactory(document=document, approved=True)
    return document


def numbers(client, **query):
    return [row.number for row in client.get(reverse("external_documents"), query).context["rows"]]


def typed(status="replaced", **values):
    day = clock.today().isoformat()
    return {
        "external_status": status, "replaced_by": "152/2020/NĐ-CP", "status_checked_on": day, "reason": "Đã thay thế",
    } | values  # fmt: skip


# Status outside


def test_officer_records_from_the_document_that_it_is_replaced(organisation):
    document = law(organisation)
    officer = signed_in(organisation.officer1)
    url = reverse("document_step", args=[document.uid, "status"])

    assert officer.get(url).status_code == 200
    for wrong in ({"replaced_by": ""}, {"reason": ""}, {"external_status": "x"}, {"status_checked_on": "2999-01-01"}):
        again = officer.post(url, typed() | wrong)
        assert again.status_code == 200, wrong
        assert again.context["form"].errors
    assert officer.post(url, typed(version=document.version)).status_code == 302

    document.refresh_from_db()
    assert (document.external_status, document.replaced_by) == ("replaced", "152/2020/NĐ-CP")
    row = document.history.first()
    assert (row.history_user, row.history_change_reason) == (organisation.officer1, "Đã thay thế")
    assert_history_agrees(document)
    page = officer.get(document.get_absolute_url()).content.decode()
    assert "152/2020/NĐ-CP" in page
    assert "Replaced" in page


def test_what_is_in_force_again_names_no_successor(organisation):
    document = law(organisation, external_status="replaced", replaced_by="X")

    set_ = external_documents.set_external_status
    document = set_(document, by=organisation.officer1, reason="Nhầm", external_status="in_force", replaced_by="X")

    assert (document.external_status, document.replaced_by, document.status_checked_on) == (
        "in_force", "", clock.today(),
    )  # fmt: skip
    with pytest.raises(ReasonMissing):
        set_(document, by=organisation.officer1, external_status="expired")
    with pytest.raises(Conflict):
        set_(document, by=organisation.officer1, reason="x", external_status="expired", version=1)
    own = DocumentFactory(unit=organisation.department)
    with pytest.raises(StepRefused):
        set_(own, by=organisation.officer1, reason="x", external_status="expired")


@pytest.mark.parametrize("name", ["reader1", "manager1", "head1", "officer2"])
def test_nobody_else_records_it(organisation, name):
    document = law(organisation)
    person = getattr(organisation, name)

    with pytest.raises(Refused):
        external_documents.set_external_status(document, by=person, reason="x", external_status="expired")
    answer = signed_in(person).post(reverse("document_step", args=[document.uid, "status"]), typed("expired"))
    assert answer.status_code in (403, 404, 409)
    document.refresh_from_db()
    assert document.external_status == ""


def test_many_are_set_with_one_reason_and_refusals_are_said_before(organisation):
    mine, also = law(organisation, "1/NĐ"), law(organisation, "2/NĐ")
    ministry = law(organisation, "3/NĐ", unit=organisation.ministry, author=organisation.officer)
    hidden = law(organisation, "4/NĐ", unit=organisation.department2, author=organisation.officer2)
    officer = signed_in(organisation.officer1)
    url, uids = reverse("external_statuses"), [str(one.uid) for one in (mine, also, ministry, hidden)]

    page = officer.get(url, {"document": [*uids, "nonsense"]})

    assert [one.number for one in page.context["documents"]] == ["1/NĐ", "2/NĐ"]
    assert "4/NĐ" not in page.content.decode()
    assert officer.post(url, typed("expired", reason="", document=uids)).status_code == 200
    assert officer.post(url, typed("expired", document=uids)).status_code == 302
    states = {}
    for one in (mine, also, ministry, hidden):
        one.refresh_from_db()
        states[one.number] = one.external_status
    assert states == {"1/NĐ": "expired", "2/NĐ": "expired", "3/NĐ": "", "4/NĐ": ""}
    assert_history_agrees(mine)
    assert mine.history.first().history_change_reason == "Đã thay thế"
    reader = signed_in(organisation.reader1)
    assert [str(one) for one, _reason in reader.get(url, {"document": uids}).context["refused"]] != []
    assert reader.post(url, typed("in_force", document=uids)).status_code == 200
    mine.refresh_from_db()
    assert mine.external_status == "expired"


def test_documents_of_another_unit_are_refused_with_the_reason(organisation):
    theirs = law(organisation, unit=organisation.sibling)
    (refused,) = external_documents.refused_for([theirs], organisation.manager1)

    assert refused[0] == theirs
    assert "quality officer" in refused[1]
    assert external_documents.refused_for([theirs], organisation.officer1) == []


# The list


def test_list_is_filtered_searched_and_printed(organisation):
    law(organisation, "1/NĐ", external_status=ExternalStatus.IN_FORCE, issued_by="Chính phủ")
    law(organisation, "2/TT", external_status=ExternalStatus.EXPIRED, issued_by="Bộ Nội vụ", title_vi="Thông tư")
    DocumentFactory(number="QT-1", unit=organisation.department)
    naming = IssueFactory(document__unit=organisation.department, approved=True)
    Citation.objects.create(issue=naming, position=1, kind="law", code="1/NĐ")
    officer = signed_in(organisation.officer1)

    assert numbers(officer) == ["1/NĐ", "2/TT"]
    assert numbers(officer, q="thong tu") == ["2/TT"]
    assert numbers(officer, external_status="expired") == ["2/TT"]
    assert numbers(officer, issued_by="chính") == ["1/NĐ"]
    assert numbers(officer, cited="yes") == ["1/NĐ"]
    assert numbers(officer, cited="no") == ["2/TT"]
    assert numbers(signed_in(organisation.officer2)) == []
    word = officer.get(reverse("external_documents"), {"external_status": "expired", "print": "docx"})
    body = docx.Document(BytesIO(word.content)).element.body
    text = " ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert "2/TT" in text
    assert "1/NĐ" not in text


def test_document_says_who_names_it_as_far_as_one_may_read(organisation):
    document = law(organisation, "1/NĐ", unit=organisation.ministry, author=organisation.officer)
    for unit, title in ((organisation.department, "Ours"), (organisation.department2, "Theirs")):
        issue = IssueFactory(document__unit=unit, approved=True, title_en=title, title_vi=title)
        Citation.objects.create(issue=issue, position=1, kind="law", code="1/NĐ")
        old = IssueFactory(document=issue.document, status="abandoned", title_en="Abandoned")
        Citation.objects.create(issue=old, position=1, kind="law", code="1/NĐ")

    page = signed_in(organisation.officer).get(document.get_absolute_url()).content.decode()

    assert "Ours" in page
    assert "Theirs" in page
    assert "Abandoned" not in page


# Correcting


def corrected(document, **values):
    given = {"title_vi": document.title_vi, "title_en": document.title_en, "author": document.author_id}
    return given | {"reason": "Lỗi chính tả", "clauses": "", "version": document.version} | values


def test_draft_takes_the_corrected_titles_and_author_with_it(organisation):
    document = DocumentFactory(unit=organisation.department, author=organisation.inspector1)
    issue = IssueFactory(document=document)
    officer = signed_in(organisation.officer1)
    url = reverse("document_edit", args=[document.uid])

    assert officer.get(url).status_code == 200
    assert officer.post(url, corrected(document, title_vi="Mới", reason="")).status_code == 200
    change = corrected(document, title_vi="Mới", title_en="New", author=organisation.lead1.pk)
    assert officer.post(url, change).status_code == 302

    document.refresh_from_db()
    issue.refresh_from_db()
    assert (document.title_vi, document.author) == ("Mới", organisation.lead1)
    assert (issue.title_vi, issue.title_en, issue.author) == ("Mới", "New", organisation.lead1)
    assert document.history.first().history_change_reason == "Lỗi chính tả"
    assert_history_agrees(document)
    assert officer.post(url, change).status_code == 409


def test_approved_issue_keeps_the_title_it_was_signed_with(organisation):
    document = DocumentFactory(unit=organisation.department)
    issue = IssueFactory(document=document, approved=True)
    before = issue.title_vi, issue.content_hash

    document_edits.edit_document(document, by=organisation.officer1, reason="x", title_vi="Mới")

    issue.refresh_from_db()
    assert (issue.title_vi, issue.content_hash) == before


@pytest.mark.parametrize(
    ("state", "refused"),
    [("in_review", True), ("reviewed", True), ("coming", True), ("withdrawn", False), ("abandoned", False)],
)
def test_nothing_is_corrected_while_an_issue_is_decided_on(organisation, state, refused):
    document = DocumentFactory(unit=organisation.department)
    if state == "coming":
        IssueFactory(document=document, approved=True, effective_on=clock.today() + dt.timedelta(days=3))
    else:
        IssueFactory(document=document, **{state: True})
    officer = signed_in(organisation.officer1)

    answer = officer.get(reverse("document_edit", args=[document.uid]))

    assert answer.status_code == (409 if refused else 200)
    if refused:
        with pytest.raises(StepRefused):
            document_edits.edit_document(document, by=organisation.officer1, reason="x", title_vi="Mới")


def test_clauses_are_taken_out_and_taken_up_again(organisation):
    document = DocumentFactory(unit=organisation.department)
    first, second = (organisation.edition.clauses.get(number=number) for number in ("7.5.3", "8.5.1"))
    DocumentClauseFactory(record=document, clause=first)
    officer = signed_in(organisation.officer1)
    url = reverse("document_edit", args=[document.uid])

    def standing():
        rows = document.clause_references.filter(ended_at=None).select_related("clause")
        return sorted(row.clause.number for row in rows)

    assert officer.get(url).context["form"]["clauses"].value() == "7.5.3"
    edition = organisation.edition.pk
    for clauses, expected in (("8.5.1", ["8.5.1"]), ("7.5.3; 8.5.1", ["7.5.3", "8.5.1"]), ("", [])):
        document.refresh_from_db()
        assert officer.post(url, corrected(document, clauses=clauses, edition=edition)).status_code == 302, clauses
        assert standing() == expected
    wrong = officer.post(url, corrected(document, clauses="99.9", edition=edition))
    assert "99.9" in str(wrong.context["form"].errors["clauses"])
    assert second.pk


@pytest.mark.parametrize("name", ["reader1", "manager1", "head1", "inspector1", "officer2"])
def test_nobody_but_the_officer_over_the_unit_corrects(organisation, name):
    document = DocumentFactory(unit=organisation.department, author=organisation.inspector1)
    IssueFactory(document=document, approved=True)
    person = getattr(organisation, name)

    assert signed_in(person).get(reverse("document_edit", args=[document.uid])).status_code in (403, 404)
    with pytest.raises(Refused):
        document_edits.edit_document(document, by=person, reason="x", title_vi="Mới")
    assert Issue.objects.get().title_vi == document.title_vi
    save(document, title_en="y")
