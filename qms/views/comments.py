"""Comments on a record: the part of its page, the page of all of them, writing one and taking it back."""

import uuid
from functools import cache
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import policy
from qms.forms.comments import CommentForm
from qms.history.standing import day_shown
from qms.models.comments import Comment
from qms.models.documents import Document
from qms.models.organisation import Unit
from qms.operations.comments import take_back_comment, taking_back_blockers, write_comment
from qms.prepared import prepared_records
from qms.reaching import reached_rows
from qms.registry import registry
from qms.rules.comments import is_only_auditor
from qms.views.editing import CreateView
from qms.views.panels import Panel, Shown
from qms.views.reach import get_visible
from qms.views.steps import StepSpec, StepView

PAGE = 50  # comments
FILES = "file_links__file"
UNCOMMENTED = (Unit,)
"""Kinds without comments, beside those without a reach of their own: units are everybody's to know."""


def commented_model(label: str) -> Any:
    """The model of that label whose records are commented on, or None."""
    kind = registry.record_kinds.get(label)
    if kind is None or kind.model in UNCOMMENTED or not hasattr(kind.model.objects, "visible_to"):
        return None
    return kind.model


def comments_on(record: Any) -> Any:
    """Every comment on the record, also those taken back, in the order of writing."""
    return Comment.objects.filter(record_kind=record._meta.label_lower, record_uid=record.uid).order_by("pk")


def comments_panel(record: Any, user: Any) -> Panel | None:
    """The last comments on a record, and the form of a new one."""
    if isinstance(record, Document) or commented_model(record._meta.label_lower) is None:
        return None
    return Panel("qms/comments/panel.html", _panel_context(record, user))


def comments_of_document(shown: Shown) -> Panel | None:
    """The same on the page of a document, whose panels see their context by name."""
    if shown.as_of is not None:
        return None
    return Panel("qms/comments/panel.html", _panel_context(shown.record, shown.user))


def _panel_context(record: Any, user: Any) -> dict[str, Any]:
    last = prepared_records(_last(record._meta.label_lower), uid=record.uid)
    if last:
        prefetch_related_objects(last, FILES)
    count = comments_on(record).count() if len(last) > PAGE else len(last)
    may = not is_only_auditor(user) and day_shown() is None
    return {
        "rows": told_rows(last[:PAGE][::-1], user),
        "count": count,
        "more": count > PAGE,
        "url": reverse("comments", args=[record._meta.label_lower, record.uid]),
        "form": CommentForm(instance=Comment(), user=user, about=record, auto_id="comment_%s") if may else None,
        "key": uuid.uuid4(),
    }


@cache
def _last(label: str) -> Any:
    rows = Comment.objects.filter(record_kind=label).select_related("made_by").order_by("-pk")
    return lambda uid: rows.filter(record_uid=uid)[: PAGE + 1]


def _complete(rows: Any) -> Any:
    return rows.select_related("made_by").prefetch_related(FILES)


def told_rows(rows: list[Comment], user: Any) -> list[dict[str, Any]]:
    """Comments as a page shows them: of one taken back only when and why."""
    gone = [row.pk for row in rows if row.ended_at is not None]
    reasons: dict[Any, str] = {}
    if gone:
        ended = Comment.history.filter(id__in=gone, operation="take_back_comment")
        reasons = dict(ended.values_list("id", "history_change_reason"))
    return [
        {
            "row": row,
            "reason": reasons.get(row.pk, ""),
            "files": [link.shown() for link in row.file_links.all() if link.ended_at is None],
            "url": reverse("comment_step", args=[row.uid, "take_back"]) if _is_own(row, user) else "",
        }
        for row in rows
    ]


def _is_own(row: Comment, user: Any) -> bool:
    return row.ended_at is None and row.made_by_id == user.pk and day_shown() is None


class CommentsPage(CreateView):
    """All comments on one record by pages, the newest last; and the form of a new one."""

    form_class = CommentForm
    submit_label = gettext_lazy("Send")
    template_name = "qms/comments/page.html"

    def blank(self) -> Any:
        """An unsaved comment on a record within reach."""
        model = commented_model(self.kwargs["label"])
        if model is None:
            raise Http404
        rows = reached_rows(self.request.user, model)
        self.about = get_visible(model, self.request.user, self.kwargs["uid"], rows=rows)
        return Comment()

    def check(self) -> None:
        """Everybody who reaches the record reads; writing asks the rule."""
        if self.request.method == "POST":
            policy.require(self.request.user, "qms.comment", self.about)

    def form(self, *data: Any) -> Any:
        return CommentForm(*data, instance=self.record, user=self.request.user, about=self.about)

    def save(self, form: Any) -> Any:
        values = form.cleaned_data
        comment = write_comment(self.about, by=self.request.user, text=values["text"], files=values["files"])
        if form.untold:
            people = ", ".join(str(person) for person in form.untold)
            messages.warning(
                self.request, _("Not told, because the record is out of reach: %(people)s.") % {"people": people}
            )
        return comment

    def context(self, form: Any) -> dict[str, Any]:
        """The asked page, or the last."""
        pages = Paginator(_complete(comments_on(self.about)), PAGE)
        page = pages.get_page(self.request.GET.get("page", pages.num_pages))
        return super().context(form) | {
            "rows": told_rows(list(page.object_list), self.request.user),
            "page_obj": page,
            "about": self.about,
            "about_url": self.about.get_absolute_url(),
            "may": not is_only_auditor(self.request.user) and day_shown() is None,
        }

    def get_title(self) -> str:
        return _("Comments on %(record)s") % {"record": getattr(self.about, "number", "") or self.about}

    def cancel_url(self) -> str:
        return str(self.about.get_absolute_url())

    def address(self, result: Any) -> str:
        return f"{self.about.get_absolute_url()}#comments"

    def success(self, result: Any) -> str:
        return _("Your comment was sent.")


class CommentStep(StepView):
    """Taking one's comment back; reached through the record that it is about."""

    model = Comment
    steps = {
        "take_back": StepSpec(
            take_back_comment,
            label=gettext_lazy("Take the comment back"),
            permission="qms.take_back_comment",
            reason=True,
            versioned=False,
            tone="danger",
            guard=taking_back_blockers,
            intro=gettext_lazy(
                "Its text and files are no longer shown; that there was one, and why it is gone, stays."
            ),
        )
    }

    def get_record(self, uid: Any) -> Any:
        comment = get_visible(Comment, self.request.user, uid, "made_by", rows=Comment.objects.all())
        model = commented_model(comment.record_kind)
        if model is None:
            raise Http404
        rows = reached_rows(self.request.user, model)
        self.about = get_visible(model, self.request.user, comment.record_uid, rows=rows)
        return comment

    def record_url(self) -> str:
        return f"{self.about.get_absolute_url()}#comments"
