"""The story, the sources linked both ways, the printed request and the follow-up register."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as WordFile
from pypdf import PdfReader

from inspections.models import Nonconformity
from inspections.operations import nonconformity as ncs
from inspections.reports.plan_rounds import rounds_of
from inspections.reports.story import story_of
from qms.operations.actions import ask_extension
from qms.operations.many_actions import grant_more_time
from qms.operations.people import account
from tests.factories import ActionFactory, CauseFactory, DocumentFactory, NonconformityFactory, save
from tests.scenes import nonconformity
from tests.shared_organisation import DAY, fresh


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def text_of(response, kind):
    assert response.status_code == 200, response.content[:400]
    if kind == "pdf":
        pages = PdfReader(BytesIO(response.content)).pages
        return "".join("".join(page.extract_text() for page in pages).split())
    body = WordFile(BytesIO(response.content)).element.body
    return "".join("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())


def judged_twice(org):
    record = nonconformity(org, "effectiveness_check", dispute="Đã gia hạn", settlement="Giữ nguyên")
    record = ncs.report_not_effective(record, by=org.verifier1, reason="Vẫn còn hồ sơ trễ")
    chain = [{"branch": "person", "text": "Chưa tập huấn"}, {"branch": "method", "text": "Thiếu bước"}]
    CauseFactory(nonconformity=record, loop=2, method="ishikawa", chain=chain, text="Không giao việc", confirmed=True)
    return record


def test_story_tells_who_when_and_why_by_round(org):
    record = judged_twice(org)

    chapters = story_of(record, rounds_of(record))

    judged = next(chapter for chapter in chapters if chapter.title == "Effect judged")
    assert judged.round == 1
    assert judged.told[0].why == "Vẫn còn hồ sơ trễ"
    assert str(org.verifier1) in judged.told[0].text
    page = signed_in(org.officer1).get(reverse("nonconformity", args=[record.uid])).content.decode()
    assert "Vẫn còn hồ sơ trễ" in page
    assert 'role="img"' in page
    assert "Chưa tập huấn" in page


def test_time_that_nobody_asked_for_is_told_as_given_and_a_reason_once(org):
    record = nonconformity(org, "in_progress")
    owed = record.corrective_actions.get().action
    save(owed, unit=record.unit, approver=org.lead1, owner=org.owner1, status="assigned", due_on=DAY)
    grant_more_time([owed], by=fresh(org.lead1), to_day=DAY + dt.timedelta(days=10), reason="Nghỉ lễ")
    owed.refresh_from_db()
    asked = ask_extension(owed, by=fresh(org.owner1), to_day=DAY + dt.timedelta(days=20), reason="Chờ ý kiến")

    assert not asked.is_given
    chapters = story_of(record, rounds_of(record))
    told = [(one.text, one.why) for chapter in chapters for one in chapter.told if owed.number in one.text]
    assert [why for text, why in told if "without a request" in text] == ["Nghỉ lễ"]
    assert [why for text, why in told if "asked for more time" in text and "Chờ" not in text] == ["Chờ ý kiến"]
    assert "without a request" in signed_in(org.owner1).get(reverse("action", args=[owed.uid])).content.decode()
    printed = text_of(signed_in(org.officer1).get(reverse("nonconformity_print", args=[record.uid, "docx"])), "docx")
    assert f"givenby{org.lead1}withoutarequest:Nghỉlễ".replace(" ", "") in printed


def test_silence_is_told_once(org):
    record = ncs.accept_by_silence(nonconformity(org, "recorded"), by=account("system"))

    told = [one for chapter in story_of(record, rounds_of(record)) for one in chapter.told if "silence" in one.text]
    assert [one.why for one in told] == [""]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_printed_request_tells_every_round(org, kind):
    record = judged_twice(org)
    first = record.causes.get(loop=1)

    told = text_of(signed_in(org.officer1, "vi").get(reverse("nonconformity_print", args=[record.uid, kind])), kind)

    for words in ("Đã gia hạn", "Giữ nguyên", "Chưa tập huấn", first.text, "Vẫn còn hồ sơ trễ", "Phụ lục 2"):
        assert words.replace(" ", "") in told, words
    assert "Ngàykiểmtrahiệulực:(chưaghi)" in told


def test_source_is_linked_both_ways_and_named_by_its_kind_alone_out_of_reach(org):
    action = ActionFactory(unit=org.division, raised_by_unit=org.department)
    client = signed_in(org.officer1)
    source = f"{reverse('nonconformity_new')}?from=qms.action:{action.uid}"
    given = {"unit": org.division.pk, "source": "own_report", "grade": "minor", "fact": "Trễ hạn",
             "requirement": "8.5.1", "evidence": "Hồ sơ 12", "edition": org.edition.pk}  # fmt: skip

    assert client.post(source, given).status_code == 302

    record = Nonconformity.objects.get(source_uid=action.uid)
    assert record.source_kind == "qms.action"
    assert record.number in client.get(reverse("action", args=[action.uid])).content.decode()
    assert str(action.uid) in client.get(reverse("nonconformity", args=[record.uid])).content.decode()
    found = client.get(reverse("nonconformities"), {"source_kind": "qms.action"}).content.decode()
    assert record.number in found
    assert record.number not in client.get(reverse("nonconformities"), {"source_kind": "qms.unit"}).content.decode()


def test_source_out_of_reach_is_not_named(org):
    hidden = ActionFactory(unit=org.division2, raised_by_unit=org.department2, title="Việc kín")
    record = nonconformity(org, "recorded", source_kind=hidden._meta.label_lower, source_uid=hidden.uid)

    page = signed_in(org.manager1).get(reverse("nonconformity", args=[record.uid])).content.decode()

    assert str(hidden.uid) not in page
    assert str(hidden) not in page
    assert str(hidden._meta.verbose_name).capitalize() in page


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_follow_up_register_prints_the_rows_of_the_list(org, kind):
    mine = nonconformity(org, "closed")
    judged_twice(org)
    major = nonconformity(org, "recorded", grade="major")
    stranger = NonconformityFactory()

    url = reverse("nonconformities")
    told = text_of(signed_in(org.officer1).get(url, {"print": kind, "grade": "minor"}), kind)

    assert mine.number in told
    assert mine.corrective_actions.get().action.number in told
    assert major.number not in told
    assert stranger.number not in told
    assert "Round1:Noteffective" in told  # not how it stands now: the second round is under way
    assert signed_in(org.officer1).get(url, {"print": "exe"}).status_code == 404


def test_document_shows_what_was_raised_from_it(organisation):
    document = DocumentFactory(unit=organisation.department)
    record = NonconformityFactory(
        unit=organisation.division, raised_by_unit=organisation.department, raised_by=organisation.officer1,
        source_kind="qms.document", source_uid=document.uid,
    )  # fmt: skip
    client = Client()
    client.force_login(organisation.officer1)

    page = client.get(document.get_absolute_url(), follow=True).content.decode()

    assert record.number in page
