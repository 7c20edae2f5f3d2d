"""Notices: once for each person, never for who did it; words in the reader's language."""

import pytest
from django.utils import translation

from qms.models import Notice, User
from qms.notices import mark_read, notify
from qms.phrases import notice_text
from qms.registry import registry
from tests.factories import save
from tests.scenes import action
from tests.shared_organisation import fresh


def test_each_person_once_and_never_who_did_it(org):
    owed = action(org, "assigned")
    system = User.objects.get(username="system")
    gone = save(fresh(org.reader2), is_active=False)
    people = [org.owner1, org.owner1, None, org.lead1, org.manager1, system, gone]

    count = notify("action_assigned", about=owed, to=people, by=org.manager1, due="2020-08-14")

    assert count == 2
    assert {notice.user for notice in Notice.objects.all()} == {org.owner1, org.lead1}
    notice = Notice.objects.first()
    assert (notice.number, notice.record_uid, notice.url) == (owed.number, owed.uid, owed.get_absolute_url())


def test_days_are_written_as_the_administration_writes_them(org):
    owed = action(org, "assigned")
    notify("action_assigned", about=owed, to=[org.owner1], due="2020-08-14")

    with translation.override("en"):
        assert notice_text(Notice.objects.get()) == f"An action is yours: {owed.number}, due 14/08/2020"


def test_a_kind_that_nobody_knows_still_says_something(org):
    notify("from_another_time", about=action(org, "assigned"), to=[org.owner1])

    assert Notice.objects.get().number in notice_text(Notice.objects.get())


@pytest.mark.parametrize("kind", sorted(registry.notice_phrases))
def test_every_phrase_can_be_filled_and_keeps_odd_words(kind):
    notice = Notice(kind=kind, number="HĐ-1", details={"reason": "100 % xong", "day": "2020-08-14", "due": "x"})

    assert notice_text(notice)


def test_reading_marks_only_ones_own(org):
    owed = action(org, "assigned")
    notify("action_assigned", about=owed, to=[org.owner1, org.lead1])
    notify("action_verified", about=owed, to=[org.owner1])
    first = Notice.objects.filter(user=org.owner1).order_by("pk").first()

    assert mark_read(org.owner1, up_to=first.pk) == 1
    assert mark_read(org.owner1, up_to=first.pk) == 0
    assert Notice.objects.filter(read_at=None).count() == 2
