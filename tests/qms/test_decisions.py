"""Decisions over documents: prepared, signed once for all, cancelled; list, page, forms and the signed original."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.decision_workflow import DECISION
from qms.enums import DecisionAct, DecisionStatus, IssueStatus, Role
from qms.events import subscribe
from qms.history.recording import ReasonMissing
from qms.models import Decision, Issue, Notice, Signature
from qms.operations import decisions as operations
from qms.operations.documents import recall_approved
from qms.policy import Refused
from qms.reports.amendments import amendments_up_to
from qms.signatures import content_hash, intend
from qms.work_of_documents import decisions_to_sign, issues_to_decide, issues_to_decide_on, originals_to_attach
from qms.workflow import Conflict, StepRefused
from tests.factories import (
    DecisionFactory,
    DecisionItemFactory,
    DocumentFactory,
    DocumentSchemeFactory,
    IssueFactory,
    IssueReviewerFactory,
    RoleFactory,
    save,
)
from tests.factories_qms import PASSWORD
from tests.qms.history.agreement import assert_history_agrees
from tests.shared_organisation import fresh

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def reviewed_issues(org, count, **values):
    """Issues of the department: written by inspector1, reviewed by officer1."""
    made = []
    for _number in range(count):
        document = DocumentFactory(unit=org.department, author=org.inspector1)
        made.append(IssueFactory(document=document, reviewed=True, reviewer=org.officer1, **values))
    return made


def in_force(org, **values):
    """An issue of the department in force."""
    document = DocumentFactory(unit=org.department, author=org.inspector1)
    return IssueFactory(document=document, approved=True, reviewer=org.officer1, **values)


def prepared(org, issues, number="125/QĐ-S1", **values):
    """A draft decision of officer1 over the issues."""
    given = {"unit": org.department, "number": number, "subject": "Ban hành quy trình"} | values
    return operations.prepare_decision(by=org.officer1, issues=issues, **given)


def signed_by(person, decision, **values):
    """Sign as that person over what stands."""
    decision = Decision.objects.get(pk=decision.pk)
    signature = intend(person, PASSWORD, shown_hash=content_hash(decision))
    return operations.sign_decision(decision, by=fresh(person), signature=signature, **values)


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def step_url(decision, step):
    return reverse("decision_step", args=[decision.uid, step])


def test_one_signature_approves_all_each_by_its_hash(organisation):
    org, told = organisation, []
    subscribe("issue_approved", lambda issues, by: told.append([issue.pk for issue in issues]))
    issues = reviewed_issues(org, 3)
    decision = prepared(org, issues, effective_on=clock.today() + dt.timedelta(days=10))

    decision = signed_by(org.head1, decision)

    assert (decision.status, decision.signatory, decision.decided_on) == ("signed", org.head1, clock.today())
    rows = Issue.objects.filter(pk__in=[issue.pk for issue in issues])
    assert {row.status for row in rows} == {IssueStatus.APPROVED}
    assert {(row.approved_by, row.effective_on) for row in rows} == {(org.head1, decision.effective_on)}
    assert {item.content_hash for item in decision.items.all()} == {row.content_hash for row in rows}
    signatures = Signature.objects.all()
    assert len({signature.batch for signature in signatures}) == 1
    assert {(one.kind, one.step) for one in signatures} == {("qms.decision", "sign"), ("qms.issue", "approve")}
    assert told == [[issue.pk for issue in sorted(issues, key=lambda one: one.document.number)]]
    for row in rows:
        assert_history_agrees(row)
        assert (row.history.first().operation, row.history.first().history_user) == ("issue.approve", org.head1)
    assert {notice.user for notice in Notice.objects.filter(kind="decision_signed")} == {org.inspector1, org.officer1}


def test_content_hash_of_issues_does_not_change_by_signing(organisation):
    issue = reviewed_issues(organisation, 1)[0]
    before = issue.content_hash
    signed_by(organisation.head1, prepared(organisation, [issue]))
    assert Issue.objects.get(pk=issue.pk).content_hash == before


@pytest.mark.parametrize("part", ["author", "reviewer", "earlier reviewer"])
def test_who_wrote_or_reviewed_is_refused_and_the_issues_are_named(organisation, part):
    org = organisation
    issues = reviewed_issues(org, 3)
    if part == "earlier reviewer":
        IssueReviewerFactory(issue=issues[1], person=org.head1, done_at=clock.now())
    else:
        save(issues[1], **{part: org.head1})
    decision = prepared(org, issues)

    with pytest.raises(StepRefused) as refused:
        signed_by(org.head1, decision)

    assert any(str(issues[1]) in reason for reason in refused.value.reasons)
    assert not any(str(issues[0]) in reason for reason in refused.value.reasons)
    assert refused.value.who
    assert set(Issue.objects.values_list("status", flat=True)) == {IssueStatus.REVIEWED}
    assert not Signature.objects.exists()


@pytest.mark.parametrize("who", ["officer1", "manager1", "head2", "director", "reader1", "admin"])
def test_only_top_management_of_the_unit_signs(organisation, who):
    decision = prepared(organisation, reviewed_issues(organisation, 1))
    with pytest.raises(StepRefused):
        signed_by(getattr(organisation, who), decision)
    assert Decision.objects.get(pk=decision.pk).status == DecisionStatus.DRAFT


@pytest.mark.parametrize("change", ["content", "list"])
def test_what_changed_since_it_was_opened_is_not_signed(organisation, change):
    org = organisation
    issues = reviewed_issues(org, 2)
    decision = prepared(org, issues)
    signature = intend(org.head1, PASSWORD, shown_hash=content_hash(decision))
    if change == "content":
        save(issues[0], title_vi="Tên khác", content_hash="0" * 64)
    else:
        operations.add_documents(decision, reviewed_issues(org, 1), by=org.officer1)

    with pytest.raises((Conflict, StepRefused)):
        operations.sign_decision(decision, by=fresh(org.head1), signature=signature)

    assert Decision.objects.get(pk=decision.pk).status == DecisionStatus.DRAFT
    assert not Issue.objects.filter(status=IssueStatus.APPROVED).exists()


def test_faults_name_each_document(organisation):
    org = organisation
    issues = reviewed_issues(org, 3)
    decision = prepared(org, issues)
    save(issues[0], status=IssueStatus.DRAFT)
    save(issues[1], body_html="<p>khác</p>")

    with pytest.raises(StepRefused) as refused:
        signed_by(org.head1, decision)

    text = " ".join(refused.value.reasons)
    assert f"{issues[0]}:" in text
    assert f"{issues[1]}:" in text
    assert f"{issues[2]}:" not in text


def test_withdraws_with_replacement_and_declares(organisation):
    org = organisation
    old, kept = in_force(org), in_force(org)
    other = in_force(org).document
    decision = prepared(org, [old], act=DecisionAct.WITHDRAW, replacement=other)
    operations.add_documents(decision, [kept], by=org.officer1, act=DecisionAct.DECLARE)

    signed_by(org.head1, decision)

    old.refresh_from_db()
    kept.refresh_from_db()
    assert (old.status, old.withdrawn_on, old.replacement) == (IssueStatus.WITHDRAWN, clock.today(), other)
    assert kept.status == IssueStatus.APPROVED
    assert old.document.issue_in_force() is None
    assert Notice.objects.filter(kind="decision_signed", user=org.officer1).exists()


def test_what_does_not_fit_is_named(organisation):
    org = organisation
    foreign = IssueFactory(document=DocumentFactory(unit=org.department2), reviewed=True)
    draft = IssueFactory(document=DocumentFactory(unit=org.department))
    taken = reviewed_issues(org, 1)[0]
    prepared(org, [taken], number="1/QĐ")

    with pytest.raises(StepRefused) as refused:
        prepared(org, [foreign, draft, taken], number="2/QĐ")

    assert len(refused.value.reasons) == 3
    for issue, reason in zip([foreign, draft, taken], refused.value.reasons, strict=True):
        assert str(issue) in reason
    assert Decision.objects.count() == 1


def test_not_in_force_is_not_withdrawn(organisation):
    coming = in_force(organisation, effective_on=clock.today() + dt.timedelta(days=3))
    with pytest.raises(StepRefused, match="not in force|chưa"):
        prepared(organisation, [coming], act=DecisionAct.WITHDRAW)


def test_number_is_given_once_and_free_again_after_cancelling(organisation):
    org = organisation
    first = prepared(org, [])
    with pytest.raises(ValidationError) as refused:
        prepared(org, [])
    assert "number" in refused.value.error_dict
    operations.cancel_decision(first, by=org.officer1, reason="Soạn nhầm")
    assert prepared(org, []).status == DecisionStatus.DRAFT


@pytest.mark.parametrize("who", ["manager1", "head1", "officer2", "reader1", "admin"])
def test_decisions_are_prepared_by_the_officer(organisation, who):
    with pytest.raises(Refused):
        operations.prepare_decision(
            by=getattr(organisation, who), unit=organisation.department, number="1", subject="x"
        )
    assert not Decision.objects.exists()


def test_documents_are_taken_out_with_a_reason(organisation):
    org = organisation
    issues = reviewed_issues(org, 2)
    decision = prepared(org, issues)
    item = decision.items.get(issue=issues[0])
    with pytest.raises(ReasonMissing):
        operations.take_out_documents(decision, [item], by=org.officer1)

    operations.take_out_documents(decision, [item], by=org.officer1, reason="Chưa xong")

    item.refresh_from_db()
    assert item.ended_at is not None
    assert item.history.first().history_change_reason == "Chưa xong"
    other = prepared(org, [issues[0]], number="9/QĐ")
    assert other.items.count() == 1


def test_signed_decision_no_longer_changes(organisation):
    org = organisation
    decision = signed_by(org.head1, prepared(org, reviewed_issues(org, 1)))
    more = reviewed_issues(org, 1)
    for change in (
        lambda: operations.edit_decision(decision, by=org.officer1, subject="khác"),
        lambda: operations.add_documents(decision, more, by=org.officer1),
        lambda: operations.take_out_documents(decision, decision.items.all(), by=org.officer1, reason="x"),
        lambda: operations.cancel_decision(decision, by=org.officer1, reason="x"),
    ):
        with pytest.raises(StepRefused):
            change()


def test_signing_asks_the_database_as_often_for_3_as_for_52(organisation, monkeypatch):
    """Set-wise; Django itself cuts an INSERT at 999 values on SQLite, so its real limit is set here."""
    org = organisation
    monkeypatch.setattr(
        type(connection.features), "max_query_params", 32_766 if connection.vendor == "sqlite" else None
    )

    def count(number, how_many):
        decision = Decision.objects.get(pk=prepared(org, reviewed_issues(org, how_many), number=number).pk)
        signature = intend(org.head1, PASSWORD, shown_hash=content_hash(decision))
        person = fresh(org.head1)
        with CaptureQueriesContext(connection) as caught:
            operations.sign_decision(decision, by=person, signature=signature)
        return len(caught)

    count("0/QĐ", 2)
    assert count("1/QĐ", 3) == count("2/QĐ", 52)


def test_training_threshold_warns_and_does_not_stop(organisation, monkeypatch):
    org = organisation
    issue = reviewed_issues(org, 1)[0]
    decision = prepared(org, [issue])
    monkeypatch.setattr("qms.reading.share_confirmed", lambda one: (3, 12))
    client = signed_in(org.head1)
    assert "3 of 12" not in client.get(step_url(decision, "sign")).content.decode()
    DocumentSchemeFactory(unit=org.department, training_threshold=80)

    page = client.get(step_url(decision, "sign")).content.decode()
    assert "3 of 12 readers (25 %)" in page
    approve = client.get(reverse("issue_step", args=[issue.uid, "approve"])).content.decode()
    assert "3 of 12 readers (25 %)" in approve
    assert signed_by(org.head1, decision).status == DecisionStatus.SIGNED


# --- pages ---


def test_officer_prepares_puts_in_and_takes_out_by_the_pages(organisation):
    org = organisation
    issues = reviewed_issues(org, 3)
    officer = signed_in(org.officer1)
    page = officer.get(reverse("decision_new"), {"issue": str(issues[0].uid)})
    assert page.context["form"].initial["issues"] == [issues[0].pk]
    assert page.context["form"].initial["unit"] == org.department.pk
    assert page.context["form"].initial["signatory"] == org.head1.pk
    typed = {"unit": org.department.pk, "number": "7/QĐ", "subject": "Ban hành", "issues": [issues[0].pk]}
    assert officer.post(reverse("decision_new"), typed).status_code == 302
    decision = Decision.objects.get()
    assert (decision.prepared_by, decision.items.get().issue) == (org.officer1, issues[0])

    assert officer.post(step_url(decision, "add"), {"issues": [one.pk for one in issues[1:]]}).status_code == 302
    assert decision.items.count() == 3
    item = decision.items.get(issue=issues[1])
    assert officer.post(step_url(decision, "take_out"), {"items": [item.pk]}).status_code == 200
    assert officer.post(step_url(decision, "take_out"), {"items": [item.pk], "reason": "Sai"}).status_code == 302
    assert decision.items.filter(ended_at=None).count() == 2
    edited = {"number": "8/QĐ", "subject": "Ban hành lại", "grounds": "Luật A", "version": decision.version}
    assert officer.post(reverse("decision_edit", args=[decision.uid]), edited).status_code == 302
    decision.refresh_from_db()
    assert (decision.number, decision.grounds) == ("8/QĐ", "Luật A")


def test_all_reviewed_documents_are_chosen_at_once(organisation):
    issues = reviewed_issues(organisation, 3)
    page = signed_in(organisation.officer1).get(reverse("decision_new"), {"all": "1"})
    assert sorted(page.context["form"].initial["issues"]) == sorted(issue.pk for issue in issues)


def test_amendment_table_names_the_decision_that_counts(organisation):
    """Not the one before a recall, nor one that only declares the document."""
    org = organisation
    (issue,) = reviewed_issues(org, 1)
    later = clock.today() + dt.timedelta(days=10)
    signed_by(org.head1, prepared(org, [issue], number="1/QĐ", effective_on=later))
    issue = recall_approved(Issue.objects.get(pk=issue.pk), by=fresh(org.head1), reason="Sai phụ lục")
    assert amendments_up_to(issue)[-1].asked_by == ""
    save(issue, status="reviewed", reviewer=org.officer1)

    signed_by(org.head1, prepared(org, [issue], number="2/QĐ", effective_on=later))
    declared = prepared(org, [Issue.objects.get(pk=issue.pk)], number="3/QĐ", act=DecisionAct.DECLARE)
    signed_by(org.head1, declared)

    assert amendments_up_to(Issue.objects.get(pk=issue.pk))[-1].asked_by == "2/QĐ"


def test_register_leads_to_a_decision_over_what_it_lists(organisation):
    org = organisation
    issues = reviewed_issues(org, 3)
    save(issues[1].document, kind="instruction")
    officer = signed_in(org.officer1)
    page = officer.get(reverse("document_register"), {"kind": "instruction"})
    label, url = page.context["other_list"]
    assert url in page.content.decode().replace("&amp;", "&")
    assert officer.get(url).context["form"].initial["issues"] == [issues[1].pk]
    all_listed = officer.get(reverse("decision_new"), {"register": "1", "q": issues[2].document.number})
    assert all_listed.context["form"].initial["issues"] == [issues[2].pk]
    assert signed_in(org.head1).get(reverse("document_register")).context["other_list"] is None


def test_number_given_before_is_a_fault_of_its_field(organisation):
    prepared(organisation, [])
    typed = {"unit": organisation.department.pk, "number": "125/QĐ-S1", "subject": "những chữ ở lại"}
    page = signed_in(organisation.officer1).post(reverse("decision_new"), typed)
    assert page.status_code == 400
    assert "number" in page.context["form"].errors
    assert "những chữ ở lại" in page.content.decode()


def test_top_management_signs_52_documents_with_one_password(organisation):
    org = organisation
    issues = reviewed_issues(org, 52)
    decision = prepared(org, issues)
    head = signed_in(org.head1)
    page = head.get(step_url(decision, "sign"))
    text = page.content.decode()
    assert page.status_code == 200
    for issue in issues:
        assert issue.document.number in text
        assert issue.content_hash[:12] in text
    typed = {
        "shown": page.context["form"]["shown"].value(),
        "decided_on": clock.today().isoformat(),
        "effective_on": clock.today().isoformat(),
        "version": decision.version,
    }
    wrong = head.post(step_url(decision, "sign"), typed | {"password": "not it"})
    assert wrong.status_code == 200
    assert not Signature.objects.exists()
    assert head.post(step_url(decision, "sign"), typed | {"password": PASSWORD}).status_code == 302
    assert Issue.objects.filter(status=IssueStatus.APPROVED).count() == 52


def test_history_tells_many_documents_in_one_entry(organisation):
    org = organisation
    decision = signed_by(org.head1, prepared(org, reviewed_issues(org, 4)))
    entries = signed_in(org.officer1).get(decision.get_absolute_url()).context["timeline"]
    assert len([entry for entry in entries if "added" in entry.text]) == 1
    assert len(entries) <= 6


def test_page_of_the_signature_marks_what_stops_it(organisation):
    org = organisation
    issues = reviewed_issues(org, 2)
    decision = prepared(org, issues)
    save(issues[0], body_html="<p>khác</p>")
    save(issues[1], author=org.head1)
    page = signed_in(org.head1).get(step_url(decision, "sign"))
    assert page.status_code == 409
    faults = {row["issue"].pk: row["faults"] for row in page.context["rows"]}
    assert len(faults[issues[0].pk]) == 1
    assert len(faults[issues[1].pk]) == 1


def test_signed_original_is_missing_until_it_is_attached(organisation):
    org = organisation
    decision = prepared(org, reviewed_issues(org, 1))
    officer = signed_in(org.officer1)
    scan = lambda: {"scan": SimpleUploadedFile("quyet-dinh.pdf", PDF, "application/pdf")}  # noqa: E731
    assert officer.post(step_url(decision, "original"), scan()).status_code == 409
    decision = signed_by(org.head1, decision)
    missing = {"show": "missing"}
    assert decision.number in officer.get(reverse("decisions"), missing).content.decode()
    assert "signed original is missing" in officer.get(decision.get_absolute_url()).content.decode()
    assert [item.number for item in originals_to_attach(fresh(org.officer1))] == [decision.number]

    assert officer.post(step_url(decision, "original"), scan()).status_code == 302

    link = decision.file_links.get()
    page = officer.get(decision.get_absolute_url()).content.decode()
    assert link.file.sha256 in page
    assert "signed original is missing" not in page
    assert decision.number not in officer.get(reverse("decisions"), missing).content.decode()
    assert not list(originals_to_attach(fresh(org.officer1)))
    assert b"".join(officer.get(link.get_absolute_url()).streaming_content) == PDF
    assert signed_in(org.officer2).get(link.get_absolute_url()).status_code == 404
    end = reverse("decision_file_step", args=[link.uid, "end"])
    assert signed_in(org.officer2).get(end).status_code == 404
    assert signed_in(org.head1).post(end, {"reason": "x"}).status_code == 403
    assert officer.post(end, {}).status_code == 200
    assert officer.post(end, {"reason": "Nhầm bản quét"}).status_code == 302
    link.refresh_from_db()
    assert link.ended_at is not None


def test_list_is_filtered_sorted_exported_and_asks_a_fixed_number_of_times(organisation):
    org = organisation
    client = signed_in(org.officer1)
    DecisionFactory(unit=org.department, signed=True, number="A/QĐ", decided_on=dt.date(2019, 3, 1))

    def count():
        client.get(reverse("decisions"))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("decisions")).status_code == 200
        return len(caught)

    one = count()
    DecisionItemFactory(decision=DecisionFactory(unit=org.department, number="B/QĐ"))
    DecisionFactory(unit=org.department2, number="C/QĐ")
    DecisionFactory(unit=org.department, number="D/QĐ", cancelled=True)
    assert count() == one
    for query, numbers in (
        ({}, "ABD"), ({"status": "draft"}, "B"), ({"year": "2019"}, "A"), ({"show": "missing"}, "A"),
        ({"show": "to_sign"}, "B"), ({"q": "D/QĐ"}, "D"), ({"sort": "number"}, "ABD"),
    ):  # fmt: skip
        page = client.get(reverse("decisions"), query)
        assert {row.number[0] for row in page.context["rows"]} == set(numbers), query
    exported = client.get(reverse("decisions"), {"export": "csv"})
    content = b"".join(exported.streaming_content) if exported.streaming else exported.content
    assert b"A/Q" in content
    assert b"C/Q" not in content
    assert signed_in(org.officer2).get(reverse("decisions")).context["rows"][0].number == "C/QĐ"


def test_list_and_page_as_of_a_day(organisation):
    org = organisation
    with clock.at(dt.datetime(2020, 3, 1, 9, tzinfo=clock.HANOI)):
        decision = DecisionFactory(unit=org.department, number="A/QĐ")
        DecisionItemFactory(decision=decision)
    with clock.at(dt.datetime(2020, 4, 1, 9, tzinfo=clock.HANOI)):
        DecisionItemFactory(decision=decision)
        save(decision, subject="Tên sau này")
    with clock.at(dt.datetime(2020, 7, 15, 9, tzinfo=clock.HANOI)):
        client = signed_in(org.officer1)
        then = client.get(reverse("decisions"), {"as_of": "2020-03-10"})
        assert [row.document_count for row in then.context["rows"]] == [1]
        page = client.get(decision.get_absolute_url(), {"as_of": "2020-03-10"})
        assert len(page.context["rows"]) == 1
        assert "Tên sau này" not in page.content.decode().partition("<main")[2].partition("later change")[0]
        assert [row.document_count for row in client.get(reverse("decisions")).context["rows"]] == [2]
        assert not client.get(reverse("decisions"), {"as_of": "2020-02-01"}).context["rows"]


def test_pages_are_not_found_for_other_units(organisation):
    decision = prepared(organisation, reviewed_issues(organisation, 1))
    for who in ("officer2", "head2", "reader1", "admin"):
        client = signed_in(getattr(organisation, who))
        for url in (decision.get_absolute_url(), step_url(decision, "sign"), step_url(decision, "add")):
            assert client.get(url).status_code == 404, (who, url)
        assert client.get(reverse("decision_edit", args=[decision.uid])).status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_decision_prints_with_its_annex(organisation, kind):
    org = organisation
    decision = prepared(org, reviewed_issues(org, 2), grounds="Luật A\nNghị định B")
    operations.add_documents(decision, [in_force(org)], by=org.officer1, act=DecisionAct.WITHDRAW)
    client = signed_in(org.officer1, "vi")
    url = reverse("decision_print", args=[decision.uid, kind])
    assert url in client.get(decision.get_absolute_url()).content.decode()
    for _state in ("draft", "signed"):
        printed = client.get(url)
        assert printed.status_code == 200
        assert printed.content[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")
        if _state == "draft":
            signed_by(org.head1, decision)
    assert signed_in(org.officer2).get(url).status_code == 404


def test_refused_pages_say_why_and_who_can(organisation):
    decision = prepared(organisation, reviewed_issues(organisation, 1))
    page = signed_in(organisation.officer1).get(step_url(decision, "sign"))
    assert page.status_code == 409
    assert "top management" in page.content.decode()
    refused = signed_in(organisation.head1).get(reverse("decision_new"))
    assert refused.status_code == 403
    assert "quality officer" in refused.content.decode()


def test_unseen_issue_is_an_invalid_choice(organisation):
    org = organisation
    foreign = IssueFactory(document=DocumentFactory(unit=org.department2), reviewed=True)
    typed = {"unit": org.department.pk, "number": "7/QĐ", "subject": "x", "issues": [foreign.pk]}
    assert signed_in(org.officer1).post(reverse("decision_new"), typed).status_code == 200
    beyond = typed | {"issues": ["9" * 40]}
    assert signed_in(org.officer1).post(reverse("decision_new"), beyond).status_code == 200
    assert not Decision.objects.exists()
    assert signed_in(org.officer1).get(reverse("decision_new"), {"issue": "no-uid", "act": "x"}).status_code == 200


def test_home_shows_decisions_to_sign_and_what_waits_for_one(organisation):
    org = organisation
    issues = reviewed_issues(org, 2)
    assert len(list(issues_to_decide(fresh(org.head1)))) == 2
    assert len(list(issues_to_decide_on(fresh(org.officer1)))) == 1
    decision = prepared(org, issues)
    assert [item.number for item in decisions_to_sign(fresh(org.head1))] == [decision.number]
    assert not list(decisions_to_sign(fresh(org.head2)))
    assert not list(issues_to_decide(fresh(org.head1)))
    assert not list(issues_to_decide_on(fresh(org.officer1)))
    other = org.verifier1
    RoleFactory(user=other, role=Role.TOP, unit=org.department)
    save(decision, signatory=other)
    assert not list(decisions_to_sign(fresh(org.head1)))
    assert list(decisions_to_sign(fresh(other)))
    assert decision.number in signed_in(other).get("/").content.decode()


def test_cancelled_decision_offers_no_step(organisation):
    decision = operations.cancel_decision(prepared(organisation, []), by=organisation.officer1, reason="Thôi")
    assert DECISION.steps(decision, organisation.head1) == []
    page = signed_in(organisation.officer1).get(decision.get_absolute_url())
    assert page.context["steps"] == []
