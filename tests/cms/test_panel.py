"""The panel above the text: what came back, what reviewers suggest, what to look at, and the way on."""

import pytest
from django.urls import reverse

from cms.panels import suggestions
from qms.operations import documents as steps
from qms.operations.issue_reviewing import answer_suggestion, suggest_change
from tests.cms.test_following import in_review, reviewed

__all__ = ["in_review", "reviewed"]

pytestmark = pytest.mark.django_db


def shown(made, sign_in, who="officer1"):
    path = reverse("wagtailadmin_pages:edit", args=[made.page.pk])
    answer = sign_in(getattr(made.org, who)).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_panel_shows_the_comment_with_which_a_draft_came_back(in_review, sign_in):
    steps.return_issue(in_review.issue, by=in_review.org.manager_sibling1, reason="Thiếu <căn cứ>.")

    html = shown(in_review, sign_in)

    assert "Returned by Nguyễn Văn Manager_sibling1" in html
    assert "Thiếu &lt;căn cứ&gt;." in html


def test_panel_forgets_the_comment_once_sent_again(in_review, sign_in):
    issue = steps.return_issue(in_review.issue, by=in_review.org.manager_sibling1, reason="Thiếu căn cứ.")
    issue = steps.submit_issue(issue, by=in_review.org.officer1)
    steps.recall_issue(issue, by=in_review.org.officer1)

    assert "Thiếu căn cứ." not in shown(in_review, sign_in)


def test_panel_lists_open_suggestions_with_where_to_answer(in_review, sign_in):
    org = in_review.org
    first = suggest_change(in_review.issue, by=org.manager_sibling1, text="Nêu rõ thời hạn.", part="Phạm vi")
    suggest_change(in_review.issue, by=org.manager_sibling1, text="Thêm biểu mẫu.")
    issue = steps.return_issue(in_review.issue, by=org.manager_sibling1, reason="x")
    answer_suggestion(first, by=org.officer1, status="applied")

    html = shown(in_review, sign_in)
    ((_open, url),) = suggestions(issue)

    assert "Thêm biểu mẫu." in html
    assert "Nêu rõ thời hạn." not in html
    assert f'href="{url}"' in html


def over_the_limit(made):
    stored = made.page.get_latest_revision_as_object()
    (table,) = [block for block in stored.body if block.block_type == "steps"]
    table.value["time_limit_days"] = 2
    stored.save_revision(user=made.org.officer1)


def test_panel_warns_of_the_draft_as_last_saved(draft, sign_in):
    before = shown(draft, sign_in)
    over_the_limit(draft)

    after = shown(draft, sign_in)

    assert "the legal limit is 2" not in before
    assert "the legal limit is 2" in after


@pytest.mark.parametrize(
    ("state", "step", "closed"), [("in_review", "recall", "submit"), ("in_review", "recall", "approve")]
)
def test_closed_page_leads_to_the_steps_that_one_may_take(state, step, closed, in_review, sign_in):
    html = shown(in_review, sign_in)

    assert reverse("issue_step", args=[in_review.issue.uid, step]) in html
    assert reverse("issue_step", args=[in_review.issue.uid, closed]) not in html
    assert "Returned by" not in html
