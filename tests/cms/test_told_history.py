"""One history of a document: its changes, those of its issues, and what Wagtail keeps of the page."""

import pytest
from django.urls import reverse

from qms.operations.documents import return_issue, submit_issue
from qms.operations.issue_reviewing import name_reviewers

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(draft):
    """Written on, submitted and returned."""
    draft.page.save_revision(user=draft.org.officer1, log_action=True)
    draft.issue = name_reviewers(draft.issue, [draft.org.manager_sibling1], by=draft.org.officer1)
    draft.issue = submit_issue(draft.issue, by=draft.org.officer1)
    draft.issue = return_issue(draft.issue, by=draft.org.manager_sibling1, reason="Thiếu biểu mẫu")
    return draft


def texts(answer):
    return [entry["text"] for entry in answer.context["entries"]]


def test_drafts_log_and_tasks_stand_among_the_changes(written, sign_in):
    address = reverse("history_record", args=["qms.document", written.document.uid])
    answer = sign_in(written.org.officer1).get(address)
    found = texts(answer)
    assert any(text.startswith("Draft saved") for text in found)
    assert "Approval begun" in found
    assert "Submitted for review" in found
    assert [entry["when"] for entry in answer.context["entries"]] == sorted(
        (entry["when"] for entry in answer.context["entries"]), reverse=True
    )
    narrowed = texts(sign_in(written.org.officer1).get(address, {"done": "draft saved"}))
    assert narrowed
    assert all(text.startswith("Draft saved") for text in narrowed)
    assert texts(sign_in(written.org.officer1).get(address, {"field": "nothing is called so"})) == []


def test_what_was_written_is_for_the_documents_own_side(written, sign_in):
    for person in (written.org.reader1, written.org.officer2):
        address = reverse("history_record", args=["qms.document", written.document.uid])
        assert sign_in(person).get(address).status_code == 404
        issue = reverse("history_version", args=["qms.issue", written.issue.uid, 1])
        assert sign_in(person).get(issue).status_code == 404


def test_versions_of_an_issue_hold_its_text_word_by_word(written, sign_in):
    address = reverse("history_compare", args=["qms.issue", written.issue.uid])
    answer = sign_in(written.org.officer1).get(address, {"old": 1, "new": written.issue.version})
    assert "Text" in [side.label for side in answer.context["changed"]]
