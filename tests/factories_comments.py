"""Factories of comments."""

import uuid

import factory

from qms import clock, models
from tests.factories_base import FileLinkFactory, TrackedFactory
from tests.factories_qms import UserFactory

__all__ = ["CommentFactory", "CommentFileFactory", "CommentMentionFactory"]


class CommentFactory(TrackedFactory):
    class Meta:
        model = models.Comment

    class Params:
        about = None

    record_kind = factory.LazyAttribute(lambda made: made.about._meta.label_lower if made.about else "qms.action")
    record_uid = factory.LazyAttribute(lambda made: made.about.uid if made.about else uuid.uuid4())
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(clock.now)
    text = factory.Sequence("Ý kiến {}".format)


class CommentMentionFactory(TrackedFactory):
    class Meta:
        model = models.CommentMention

    comment = factory.SubFactory(CommentFactory)
    user = factory.SubFactory(UserFactory)


class CommentFileFactory(FileLinkFactory):
    class Meta:
        model = models.CommentFile

    record = factory.SubFactory(CommentFactory)
