"""The inbox and the choices: filters, reading one and all, every kind switched at once, some that stay on."""

import pytest
from django.test import Client
from django.urls import reverse

from qms.models import Notice, NoticeChoice
from qms.notices import notify
from qms.registry import registry
from tests.scenes import action


@pytest.fixture
def owner(org):
    client = Client()
    client.force_login(org.owner1)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def told(org):
    owed = action(org, "assigned")
    notify("action_assigned", about=owed, to=[org.owner1, org.lead1], due="2020-08-14")
    notify("action_returned", about=owed, to=[org.owner1], reason="thiếu biên bản")
    notify("report_sent", about=owed, to=[org.owner1])
    return owed


def shown(client, **query):
    return [row["notice"].kind for row in client.get(reverse("notices"), query).context["rows"]]


def test_filters_search_and_odd_queries(owner, told):
    titles = dict(owner.get(reverse("notices")).context["form"].fields["group"].choices)
    inspections = next(key for key, title in titles.items() if title == "Inspections")
    Notice.objects.filter(kind="action_assigned").update(read_at="2020-07-15T00:00:00Z")

    assert shown(owner) == ["report_sent", "action_returned", "action_assigned"]
    Notice.objects.filter(kind="report_sent").update(created_at="2020-07-14T09:00:00Z")
    assert shown(owner) == ["action_returned", "action_assigned", "report_sent"]
    Notice.objects.filter(kind="report_sent").update(created_at="2020-07-15T09:00:00Z")
    assert shown(owner, show="unread") == ["report_sent", "action_returned"]
    assert shown(owner, group=inspections) == ["report_sent"]
    assert shown(owner, q=f"{told.number} THIEU bien") == ["action_returned"]
    assert shown(owner, q="khong co") == []
    for odd in ({"group": "x"}, {"show": "\0"}, {"page": "-1"}, {"q": "%" * 300}):
        assert owner.get(reverse("notices"), odd).status_code == 200, odd


def test_reading_one_and_opening_one_mark_it(owner, org, told):
    first, second, _third = Notice.objects.filter(user=org.owner1).order_by("pk")
    others = Notice.objects.get(user=org.lead1)

    answer = owner.post(reverse("notices_read"), {"one": first.pk, "show": "unread", "group": "", "q": "a b"})
    assert answer.url == reverse("notices") + "?q=a+b&show=unread"
    assert owner.get(reverse("notice_open", args=[second.pk])).url == told.get_absolute_url()
    assert Notice.objects.filter(user=org.owner1, read_at=None).count() == 1
    assert owner.get(reverse("notice_open", args=[others.pk])).status_code == 404
    owner.post(reverse("notices_read"), {"one": others.pk})
    owner.post(reverse("notices_read"), {"one": "9" * 30, "up_to": "x"})
    others.refresh_from_db()
    assert others.read_at is None


def test_choices_are_kept_at_once_and_some_stay_on(owner, org):
    url = reverse("notice_choices")
    page = owner.get(url).content.decode()
    kinds = list(registry.notice_phrases)
    assert all(f'value="{kind}"' in page for kind in kinds)
    assert "Always shown in the product:" in page

    mail = [kind for kind in kinds if kind != "action_assigned"]
    answer = owner.post(url, {"kind": [*kinds, "unheard_of"], "product": [], "mail": mail, "language": "en"})

    assert answer.status_code == 302
    rows = NoticeChoice.objects.filter(user=org.owner1)
    assert {row.kind for row in rows if row.in_product} == set()
    assert {row.kind for row in rows} == set(kinds) - set(registry.standing_notices)
    assert [row.kind for row in rows if not row.by_mail] == ["action_assigned"]
    owner.post(url, {"kind": kinds, "product": kinds, "mail": kinds, "language": "en"})
    assert not NoticeChoice.objects.exists()
    assert owner.post(url, {"kind": kinds, "language": "xx"}).status_code == 200
    assert not NoticeChoice.objects.exists()
