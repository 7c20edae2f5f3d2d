"""Commenting on a record, and taking one's own comment back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms import clock, policy
from qms.history import bulk
from qms.history.recording import operation
from qms.mentions import people_named, who_reach
from qms.models.comments import Comment, CommentFile, CommentMention
from qms.notices import notify
from qms.operations.files import Prepared, attach_files
from qms.workflow import StepRefused


@operation("write_comment")
def write_comment(record: Any, *, by: Any, text: str, files: Sequence[Prepared] = ()) -> Comment:
    """Say something about a record. Tells the people named in it who reach the record, and nobody else."""
    policy.require(by, "qms.comment", record)
    if not text.strip():
        raise StepRefused([_("Write something first.")])
    comment = Comment(
        record_kind=record._meta.label_lower,
        record_uid=record.uid,
        made_by=by,
        made_at=clock.now(),
        text=text.strip(),
    )
    comment.save()
    told, _untold = who_reach(people_named(comment.text, by), record)
    bulk.create([CommentMention(comment=comment, user=person) for person in told])
    if files:
        attach_files(CommentFile, comment, list(files), by=by, purpose="comment")
    what = getattr(record, "number", "") or record._meta.verbose_name
    notify("comment_mention", about=record, to=told, by=by, who=by, what=what)
    return comment


def taking_back_blockers(comment: Comment) -> list[str]:
    """What stands against taking it back."""
    return [] if comment.ended_at is None else [_("This comment was taken back already.")]


@operation("take_back_comment", reason_required=True)
def take_back_comment(comment: Comment, *, by: Any) -> Comment:
    """Take one's comment back with its files: the record says that there was one, and why it is gone."""
    comment = Comment.objects.locked().get(pk=comment.pk)
    policy.require(by, "qms.take_back_comment", comment)
    if faults := taking_back_blockers(comment):
        raise StepRefused(faults)
    comment.ended_at = clock.now()
    comment.save()
    files = list(comment.file_links.filter(ended_at=None))
    for link in files:
        link.ended_at = comment.ended_at
    bulk.update(files, ["ended_at"])
    return comment
