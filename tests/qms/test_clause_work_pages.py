"""Pages of the gap assessment, of compared audits and of what became of a document: who sees them, what they do."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from qms.models import Action, ClauseWork, DocumentClause
from qms.operations.clause_works import ClauseDraft, judge_clauses
from qms.registry import ClauseEvidence, registry
from tests.factories import (
    ClauseDecisionFactory,
    ClauseWorkFactory,
    DocumentClauseFactory,
    DocumentFactory,
    IssueFactory,
    KeptDocumentFactory,
    TransitionRunFactory,
    save,
)
from tests.inspections.test_transition_proofs import audit, find
from tests.qms.clause_scene import clause, holder_of, leaves
from tests.shared_organisation import DAY, on, org, shared_organisation

__all__ = ["org", "shared_organisation"]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def holder(org):
    return holder_of(org.department, org.ministry)


@pytest.fixture
def evidence(monkeypatch):
    rows = []
    monkeypatch.setattr(registry, "clause_evidence", [lambda holder, editions: rows])
    return rows


def conformed(number):
    cited = clause(number, "2008")
    return ClauseEvidence(cited.pk, cited.edition_id, number, "/x/", DAY, "conforming")


def as_(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def pages(holder):
    one = clause("4.2")
    return {
        "clause_works": reverse("clause_works", args=[holder.uid]),
        "clause_works_confirm": reverse("clause_works_confirm", args=[holder.uid]),
        "clause_works_actions": reverse("clause_works_actions", args=[holder.uid]),
        "clause_work": reverse("clause_work", args=[holder.uid, one.uid]),
        "clause_work_step": reverse("clause_work_step", args=[holder.uid, one.uid, "judge"]),
        "holder_comparison": reverse("holder_comparison", args=[holder.uid]),
    }


PAGES = (
    "clause_works", "clause_works_confirm", "clause_works_actions", "clause_work", "clause_work_step",
    "holder_comparison",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_only_the_holders_own_side_sees_it(org, holder, name):
    address = pages(holder)[name]

    assert as_(org.officer1).get(address).status_code == 200
    for person in (org.officer2, org.head2, org.officer, org.director, org.admin, org.manager1, org.reader1):
        assert as_(person).get(address).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_list_shows_the_tree_with_what_carried_over(org, holder, evidence, language):
    evidence.append(conformed("6.3"))
    ClauseWorkFactory(holder=holder, clause=clause("4.2"), partly=True)
    page = as_(org.officer1, language).get(pages(holder)["clause_works"]).content.decode()

    for one in leaves(holder):
        assert f'id="c{one.number}"' in page
    assert "Chưa xem xét lại trong năm." in page
    assert clause("8.5").title_en in page if language == "en" else clause("8.5").title_vi in page


@pytest.mark.parametrize(
    ("show", "numbers"),
    [("gaps", ["4.2"]), ("confirm", ["7.1.3"]), ("excluded", ["8.3.1"]), ("new", ["4.1", "4.2", "7.1.6"])],
)
def test_filters_keep_what_they_say(org, holder, evidence, show, numbers):
    evidence.append(conformed("6.3"))
    ClauseWorkFactory(holder=holder, clause=clause("4.2"), partly=True)
    ClauseWorkFactory(holder=holder, clause=clause("8.3.1"), not_applicable=True)
    rows = as_(org.officer1).get(pages(holder)["clause_works"], {"show": show}).context["rows"]

    assert [one["row"].clause.number for one in rows if not one["row"].is_heading] == numbers


def test_what_is_judged_is_no_longer_open_and_words_are_found_without_accents(org, holder):
    ClauseWorkFactory(holder=holder, clause=clause("4.2"), partly=True)
    listed = as_(org.officer1).get(pages(holder)["clause_works"], {"show": "open"}).context["rows"]
    found = as_(org.officer1).get(pages(holder)["clause_works"], {"q": "chua xem xet lai"}).context["rows"]

    assert "4.2" not in [one["row"].clause.number for one in listed]
    assert [one["row"].clause.number for one in found] == ["4", "4.2"]
    nothing = as_(org.officer1).get(pages(holder)["clause_works"], {"q": "khongco"})
    assert b"Clear search and filters" in nothing.content


def test_the_list_takes_no_more_queries_for_more_judgements(org, holder):
    def measured():
        client = as_(org.officer1)
        client.get(pages(holder)["clause_works"])
        with CaptureQueriesContext(connection) as queries:
            client.get(pages(holder)["clause_works"])
        return len(queries)

    judge_clauses([ClauseDraft(holder, clause("4.1"), "partly", "Thiếu")], by=org.officer1)
    before = measured()
    drafts = [ClauseDraft(holder, one, "partly", "Thiếu") for one in leaves(holder)[1:]]
    judge_clauses(drafts, by=org.officer1)
    assert measured() == before


def test_the_list_as_of_a_day_shows_what_was_judged_then(org, holder):
    client, address = as_(org.officer1), pages(holder)["clause_works"]
    with on(dt.date(2020, 7, 16)):
        judge_clauses([ClauseDraft(holder, clause("4.1"), "partly", "Thiếu")], by=org.officer1)
    with on(dt.date(2020, 7, 20)):
        judge_clauses([ClauseDraft(holder, clause("4.1"), "conforming")], by=org.officer1, reason="Đã bổ sung")
        then = client.get(address, {"as_of": "2020-07-18", "q": "4.1"}).context["rows"][-1]["row"]
        before = client.get(address, {"as_of": "2020-07-15"}).context["progress"]

    assert (then.clause.number, then.work.judgement) == ("4.1", "partly")
    assert before.judged == 0


@pytest.mark.parametrize("name", ["clause_works", "holder_comparison"])
def test_it_leaves_as_workbook_and_as_printed_table(org, holder, name):
    ClauseWorkFactory(holder=holder, clause=clause("4.2"), partly=True)
    audit(org, "2008", ["6.3"], ends=dt.date(2019, 5, 6))
    audit(org, "2015", ["7.1.3"])
    client, address = as_(org.officer1), pages(holder)[name]

    book = load_workbook(io.BytesIO(client.get(address, {"export": "xlsx"}).getvalue()))
    numbers = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert numbers[: len(leaves(holder))] == [one.number for one in leaves(holder)]
    assert client.get(address, {"export": "csv"}).getvalue().count(b"\r\n") > 60
    word = client.get(address, {"print": "docx"})
    text = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert clause("7.1.3").title_en in text
    assert client.get(address, {"print": "pdf"}).content.startswith(b"%PDF")
    assert client.get(address, {"print": "exe"}).status_code == 404


def test_a_clause_is_judged_with_files_and_judged_anew_with_a_reason(org, holder):
    client, one = as_(org.officer1), clause("4.2")
    address = pages(holder)["clause_work_step"]
    file = SimpleUploadedFile("danh-sach.pdf", PDF, "application/pdf")
    client.post(address, {"judgement": "partly", "statement": "Thiếu", "version": "0", "files": file})
    work = ClauseWork.objects.get(holder=holder, clause=one)
    assert work.file_links.get().name == "danh-sach.pdf"

    refused = client.post(address, {"judgement": "conforming", "statement": "Đủ", "version": str(work.version)})
    assert refused.status_code == 400
    again = {"judgement": "conforming", "statement": "Đủ", "version": str(work.version), "reason": "Đã lập danh sách"}
    assert client.post(address, again).url == pages(holder)["clause_work"]
    assert client.post(address, again | {"judgement": "not"}).status_code == 409

    page = client.get(pages(holder)["clause_work"]).content.decode()
    assert "Đã lập danh sách" in page
    assert "danh-sach.pdf" in page


def test_what_is_missing_is_said_on_the_form(org, holder):
    client, address = as_(org.officer1), pages(holder)["clause_work_step"]

    for judgement, said in (("not", b"Say what is missing."), ("not_applicable", b"Say why it does not apply.")):
        page = client.post(address, {"judgement": judgement, "version": "0"})
        assert said in page.content
    assert not ClauseWork.objects.filter(holder=holder).exists()


def test_the_clause_of_the_scope_lists_what_does_not_apply(org, holder):
    ClauseWorkFactory(holder=holder, clause=clause("8.3.1"), not_applicable=True)
    scope = reverse("clause_work", args=[holder.uid, clause("4.3").uid])
    page = as_(org.officer1).get(scope).content.decode()

    assert clause("8.3.1").title_en in page
    assert "Sở không thiết kế dịch vụ." in page


def test_an_inspector_of_the_side_reads_and_does_not_judge(org, holder):
    client = as_(org.lead1)

    assert b"quality officer" in client.get(pages(holder)["clause_work"]).content
    assert client.get(pages(holder)["clause_work_step"]).status_code == 409
    client.post(pages(holder)["clause_work_step"], {"judgement": "conforming", "version": "0"})
    assert not ClauseWork.objects.filter(holder=holder).exists()


def test_one_gap_becomes_one_action_and_many_become_many(org, holder):
    for number in ("4.1", "4.2", "6.1.1"):
        ClauseWorkFactory(holder=holder, clause=clause(number), partly=True)
    client = as_(org.officer1)
    one = {"title": "Lập danh sách", "owner": org.reader1.pk, "due_on": "2020-08-31"}
    step = reverse("clause_work_step", args=[holder.uid, clause("4.2").uid, "action"])
    assert client.post(step, one).status_code == 302
    assert client.get(step.replace(str(clause("4.2").uid), str(clause("7.2").uid))).status_code == 409

    many = pages(holder)["clause_works_actions"]
    offered = client.get(many).context["rows"]
    assert [row["row"].clause.number for row in offered] == ["4.1", "6.1.1"]
    nobody = client.post(many, {"owner": org.reader1.pk, "due_on": "2020-08-31"})
    assert b"No clause is ticked." in nobody.content
    picked = [str(row["row"].clause.uid) for row in offered]
    client.post(many, {"owner": org.reader1.pk, "due_on": "2020-08-31", "pick": picked})

    assert Action.objects.filter(owner=org.reader1, clause_gap__work__holder=holder).count() == 3
    assert client.get(many).context["rows"] == []


def test_many_unchanged_clauses_are_confirmed_once_they_were_foretold(org, holder, evidence):
    evidence += [conformed("6.3"), conformed("7.3.3"), conformed("6.4")]
    client, address = as_(org.officer1), pages(holder)["clause_works_confirm"]
    offered = [row["row"].clause for row in client.get(address).context["rows"]]
    assert [one.number for one in offered] == ["7.1.3", "8.3.5"]
    asked = {"statement": "Đã xem hồ sơ", "pick": [str(one.uid) for one in offered]}

    foretold = client.post(address, asked)
    assert not ClauseWork.objects.filter(holder=holder).exists()
    changed = client.post(address, asked | {"confirm": foretold.context["seen"], "statement": "Khác"})
    assert b"not what you saw" in changed.content
    client.post(address, asked | {"confirm": foretold.context["seen"]})

    works = ClauseWork.objects.filter(holder=holder)
    assert {(work.clause.number, work.judgement, work.statement) for work in works} == {
        ("7.1.3", "conforming", "Đã xem hồ sơ"), ("8.3.5", "conforming", "Đã xem hồ sơ"),
    }  # fmt: skip
    assert works[0].history.get().history_change_reason == "Đã xem hồ sơ"


def test_an_action_tells_which_gap_it_closes(org, holder):
    ClauseWorkFactory(holder=holder, clause=clause("4.2"), partly=True)
    step = reverse("clause_work_step", args=[holder.uid, clause("4.2").uid, "action"])
    as_(org.officer1).post(step, {"title": "Lập danh sách", "owner": org.reader1.pk, "due_on": "2020-08-31"})
    address = reverse("action", args=[Action.objects.get(clause_gap__isnull=False).uid])

    link = reverse("clause_work", args=[holder.uid, clause("4.2").uid])
    assert link in as_(org.officer1).get(address).content.decode()
    owners = as_(org.reader1).get(address).content.decode()
    assert "Chưa xem xét lại trong năm." in owners
    assert link not in owners


def test_two_audits_stand_beside_each_other_and_can_be_chosen(org, holder):
    old = audit(org, "2008", ["6.3"], ends=dt.date(2019, 5, 6))
    find(old, "6.3", "2008", "minor", closed=True)
    audit(org, "2008", ["4.1"], ends=dt.date(2019, 6, 6))
    audit(org, "2015", ["7.1.3"])
    client, address = as_(org.officer1), pages(holder)["holder_comparison"]

    assert client.get(address).context["counts"]["better"] == 0
    chosen = client.get(address, {"old": str(old.uid), "show": "better"})
    assert [row.clause.number for row in chosen.context["rows"] if not row.is_heading] == ["7.1.3"]
    together = client.get(address, {"old": "all", "new": "all"})
    assert together.context["counts"]["better"] == 1


def test_without_audits_under_both_editions_the_comparison_says_so(org, holder):
    audit(org, "2008", ["6.3"], ends=dt.date(2019, 5, 6))
    page = as_(org.officer1).get(pages(holder)["holder_comparison"]).content.decode()

    assert "has been concluded yet" in page


def test_a_concluded_inspection_leads_to_its_comparison(org, holder, monkeypatch):
    monkeypatch.undo()
    made = audit(org, "2015", ["7.1.3"])
    address = f"{pages(holder)['holder_comparison']}?new={made.uid}"

    assert address in as_(org.officer1).get(reverse("inspection", args=[made.uid])).content.decode()
    assert address not in as_(org.manager1).get(reverse("inspection", args=[made.uid])).content.decode()


def story_page(person, document):
    return as_(person).get(reverse("document_became", args=[document.uid]))


def test_what_became_of_a_document_that_was_issued_again(org, holder):
    document = DocumentFactory(number="QT-02", unit=org.division)
    IssueFactory(document=document, approved=True, issue_number="01", effective_on=dt.date(2019, 1, 2))
    IssueFactory(document=document, approved=True, issue_number="02", effective_on=dt.date(2020, 3, 2))
    for number, year in (("4.2.3", "2008"), ("7.5.2", "2015")):
        DocumentClauseFactory(record=document, clause=clause(number, year))
    other = DocumentFactory(number="QT-03", unit=org.sibling)
    IssueFactory(document=other, approved=True)
    DocumentClauseFactory(record=other, clause=clause("7.5.3.2"))
    DocumentClauseFactory(record=other, clause=clause("7.5.2"))

    (story,) = story_page(org.officer1, document).context["stories"]

    assert [issue.issue_number for issue in story.before] == ["01"]
    assert [issue.issue_number for issue in story.after] == ["02"]
    assert "02.00" in story.outcome["text"]
    assert [(one["clause"].number, one["documents"]) for one in story.took_over] == [("7.5.3.2", [other])]


def test_a_transition_of_another_standard_says_nothing_of_the_document(org, holder):
    other = holder_of(org.department, org.ministry, ("2015", "2026"))
    document = DocumentFactory(number="QT-02", unit=org.division)
    assert len(story_page(org.officer1, document).context["stories"]) == 2, "it cites nothing yet"
    cited = DocumentClauseFactory(record=document, clause=clause("4.2.3", "2008"))
    assert [one.holder for one in story_page(org.officer1, document).context["stories"]] == [holder]
    KeptDocumentFactory(document=document, programme=other.programme)
    assert len(story_page(org.officer1, document).context["stories"]) == 2
    assert cited.ended_at is None


def test_what_became_tells_the_decision_that_moved_a_reference(org, holder):
    document = DocumentFactory(unit=org.department)
    IssueFactory(document=document, approved=True, effective_on=dt.date(2019, 1, 2))
    old = DocumentClauseFactory(record=document, clause=clause("4.2.3", "2008"))
    new = DocumentClauseFactory(record=document, clause=clause("7.5.2"))
    programme = holder.programme
    decision = ClauseDecisionFactory(
        programme=programme, from_clause=old.clause, reason="Mọi quy trình", decided_by=org.officer1
    )
    move = {"old_id": old.pk, "new_id": new.pk, "record_id": document.pk, "kind": DocumentClause._meta.label_lower}
    TransitionRunFactory(programme=programme).moves.create(
        act=1, holder=org.department, from_clause=old.clause, to_clause=new.clause, decision=decision, **move
    )

    page = story_page(org.officer1, document).content.decode()

    assert "Mọi quy trình" in page
    assert "Nothing decided yet" in page


def test_what_became_tells_what_was_kept_and_what_was_withdrawn(org, holder):
    kept, gone = DocumentFactory(unit=org.department), DocumentFactory(unit=org.department)
    IssueFactory(document=kept, approved=True, effective_on=dt.date(2019, 1, 2))
    KeptDocumentFactory(
        programme=holder.programme, document=kept, reason="Không viện dẫn", decided_by=org.officer1, decided_on=DAY
    )
    issue = IssueFactory(document=gone, withdrawn=True, effective_on=dt.date(2019, 1, 2))
    save(issue, replacement=kept)

    assert "Không viện dẫn" in story_page(org.officer1, kept).content.decode()
    (story,) = story_page(org.officer1, gone).context["stories"]
    assert kept.number in story.outcome["text"]


def test_what_became_is_for_the_documents_own_side(org, holder):
    document = DocumentFactory(unit=org.department)

    assert story_page(org.officer1, document).status_code == 200
    for person in (org.officer2, org.reader1):
        assert story_page(person, document).status_code == 404
    elsewhere = DocumentFactory(unit=org.department2)
    assert b"takes part in no transition" in story_page(org.officer2, elsewhere).content
