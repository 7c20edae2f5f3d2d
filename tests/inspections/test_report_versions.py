"""The report's facts: built from the records, frozen at the conclusion, never the records' present state after it."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from inspections.models import Inspection
from inspections.operations import inspection as visits
from inspections.report_draft import drafted
from inspections.report_facts import report_facts, report_hash
from qms.signatures import content_hash, intend
from tests.factories import (
    PASSWORD,
    ChecklistLineFactory,
    FindingClauseFactory,
    FindingFactory,
    InspectedUnitFactory,
    NonconformityFactory,
    SessionClauseFactory,
    SessionFactory,
    save,
)
from tests.scenes import inspection
from tests.shared_organisation import DAY

BEFORE = DAY - dt.timedelta(days=200)


def found(org, visit, number, *, unit=None, grade="minor", clause=None, **values):
    """A confirmed finding of the visit, with a clause."""
    made = FindingFactory(
        inspection=visit, unit=unit or org.division, number=number, grade=grade, confirmed=True,
        raised_by_unit=org.department, recorded_by=org.inspector1, **values,
    )  # fmt: skip
    if clause:
        FindingClauseFactory(record=made, clause=org.edition.clauses.get(number=clause))
    return made


def two_units(org, state="report_drafted"):
    """A visit of two divisions, each with a session and a finding."""
    visit = inspection(org, state)
    save(visit, unit_commented_on=None, unit_comment="")
    InspectedUnitFactory(inspection=visit, unit=org.sibling)
    SessionFactory(inspection=visit, unit=org.sibling, topic="Buổi ở phòng bên")
    found(org, visit, "PH-1", statement="Lỗi ở phòng được đánh giá")
    found(org, visit, "PH-2", unit=org.sibling, statement="Lỗi ở phòng bên")
    return Inspection.objects.get(pk=visit.pk)


def conclude(org, visit):
    """The lead concludes, signed."""
    return visits.conclude(visit, by=org.lead1, signature=intend(org.lead1, PASSWORD, shown_hash=content_hash(visit)))


def reopen(org, visit):
    """The head reopens, signed."""
    signature = intend(org.head1, PASSWORD, shown_hash=content_hash(visit))
    return visits.reopen(visit, by=org.head1, reason="Thiếu phụ lục", signature=signature)


def page(person, name, *args):
    """The page as that person sees it, in Vietnamese."""
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "vi"
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def printed(person, name, *args):
    """The words of the Word file."""
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "vi"
    response = client.get(reverse(name, args=[*args, "docx"]))
    assert response.status_code == 200
    document = Document(BytesIO(response.content))
    parts = [document.element.body, document.sections[0].header._element]
    texts = [node.text or node.get("string") or "" for part in parts for node in part.iter()]
    return " ".join(texts)


def test_coverage_counts_clauses_and_lines_and_says_why_not(org):
    visit = inspection(org, "report_drafted")
    session = visit.sessions.get()
    SessionClauseFactory(record=session, clause=org.edition.clauses.get(number="10.2.1"))
    asked = org.edition.clauses.get(number="10.2.1")
    ChecklistLineFactory(session=session, clause=asked, position=9, result="not_examined", note="Hết giờ")

    coverage = report_facts(visit)["coverage"]

    assert (coverage["share"], coverage["missed"]) == (50, ["10.2.1"])
    assert (coverage["answered"], coverage["lines"]) == (1, 2)
    assert [(row["clause"], row["reason"]) for row in coverage["not_examined"]] == [("10.2.1", "Hết giờ")]


def test_scores_are_added_up_by_unit(org):
    visit = inspection(org, "report_drafted")
    for score in ("8.50", "10"):
        ChecklistLineFactory(session=visit.sessions.get(), result="conforming", max_score="10", score=score)

    (row,) = report_facts(visit)["scores"]

    assert (row["unit"], row["score"], row["most"], row["share"]) == ("S1-A", "18.50", "20.00", 92)


def test_last_time_is_the_same_senders_and_tells_what_is_open_and_what_came_again(org):
    last = inspection(org, "closed")
    save(last, starts_on=BEFORE, ends_on=BEFORE)
    foreign = inspection(org, "closed")
    save(foreign, raised_by_unit=org.ministry, starts_on=DAY - dt.timedelta(days=9))
    then = found(org, last, "PH-CŨ", clause="10.2.1")
    NonconformityFactory(finding=then, inspection=last, unit=org.division, number="KPH-CŨ", accepted=True)
    visit = inspection(org, "report_drafted")
    found(org, visit, "PH-MỚI", clause="10.2.1", grade="major")

    (row,) = report_facts(visit)["comparison"]

    assert row["number"] == last.number
    assert (row["then"]["minor"], row["now"]["minor"], row["now"]["major"]) == (1, 0, 1)
    assert (row["findings_open"], row["nonconformities_open"], row["again"]) == (["PH-CŨ"], ["KPH-CŨ"], ["10.2.1"])


def test_a_draft_is_proposed_from_the_facts(org):
    visit = inspection(org, "report_drafted")
    found(org, visit, "PH-1", grade="good_practice", statement="Sổ sách gọn")
    found(org, visit, "PH-2", clause="10.2.1")

    draft = drafted(visit)

    assert "Sổ sách gọn" in draft["strengths"]
    assert "10.2.1" in draft["conclusion"]


def test_the_conclusion_freezes_a_version_whose_hash_can_be_made_again(org):
    visit = inspection(org, "with_unit")
    found(org, visit, "PH-1", statement="Như lúc kết luận")
    visit = conclude(org, visit)
    version = visit.report_versions.get()

    assert (version.number, version.content_hash, version.concluded_by) == (1, visit.report_hash, org.lead1)
    assert report_hash(version.facts) == visit.report_hash
    changed = version.facts | {"conclusion": version.facts["conclusion"] + "."}
    assert report_hash(changed) != visit.report_hash
    assert {row["name"]["vi"] for row in version.facts["units"]} == {org.division.name_vi}


def test_page_and_print_read_what_was_frozen(org):
    visit = inspection(org, "with_unit")
    finding = found(org, visit, "PH-1", statement="Như lúc kết luận")
    visit = conclude(org, visit)
    save(finding, statement="Sửa về sau")

    for text in (
        page(org.manager1, "inspection_report", visit.uid), printed(org.manager1, "inspection_print", visit.uid),
    ):  # fmt: skip
        assert "Như lúc kết luận" in text
        assert "Sửa về sau" not in text
        assert visit.report_hash in text


def test_a_reopened_report_is_superseded_and_stays_readable(org):
    visit = inspection(org, "with_unit")
    save(visit, conclusion="Kết luận đầu")
    visit = reopen(org, conclude(org, Inspection.objects.get(pk=visit.pk)))
    first = visit.report_versions.get()
    assert first.superseded_on == DAY
    visit = visits.write_report(visit, by=org.lead1, conclusion="Kết luận sau")
    assert "Kết luận sau" in page(org.lead1, "inspection_report", visit.uid)
    visit = visits.send_report(visit, by=org.lead1)
    visit = conclude(org, visits.comment_on_report(visit, by=org.manager1, unit_comment="Nhất trí"))

    assert [row.number for row in visit.report_versions.order_by("number")] == [1, 2]
    assert "Kết luận đầu" in page(org.lead1, "inspection_report_version", visit.uid, 1)
    old, new = (printed(org.lead1, "inspection_report_version_print", visit.uid, number) for number in (1, 2))
    assert "Kết luận đầu" in old
    assert "ĐÃ THAY THẾ" in old
    assert "Kết luận sau" in new
    assert "ĐÃ THAY THẾ" not in new


def test_what_was_not_sent_prints_as_a_draft(org):
    assert "DỰ THẢO" in printed(org.lead1, "inspection_print", inspection(org, "report_drafted").uid)
    assert "DỰ THẢO" not in printed(org.lead1, "inspection_print", inspection(org, "with_unit").uid)


def test_recipients_are_units_those_named_and_the_file(org):
    visit = inspection(org, "with_unit")
    save(visit, distribution="Sở Nội vụ\n\n Phòng Tổng hợp ")
    text = printed(org.lead1, "inspection_print", visit.uid)
    assert f"- {org.division.name_vi};" in text
    assert "- Phòng Tổng hợp;" in text
    assert "- Lưu: VT." in text


def test_a_units_manager_reads_their_part_until_it_is_concluded(org):
    visit = two_units(org, "with_unit")
    save(visit, conclusion="Chung cho cả hai", sent_on=DAY)
    for text in (
        page(org.manager_sibling1, "inspection_report", visit.uid),
        printed(org.manager_sibling1, "inspection_print", visit.uid),
    ):
        assert "Lỗi ở phòng bên" in text
        assert "Lỗi ở phòng được đánh giá" not in text
        assert "Chung cho cả hai" not in text
    for person, comment in ((org.manager1, "Ý kiến A"), (org.manager_sibling1, "Ý kiến B")):
        visit = visits.comment_on_report(Inspection.objects.get(pk=visit.pk), by=person, unit_comment=comment)
    conclude(org, visit)

    text = page(org.manager_sibling1, "inspection_report", visit.uid)
    for words in ("Lỗi ở phòng bên", "Lỗi ở phòng được đánh giá", "Chung cho cả hai", "Ý kiến A", "Ý kiến B"):
        assert words in text


def test_an_older_conclusion_without_a_version_is_told_from_the_records(org):
    visit = inspection(org, "concluded")
    text = page(org.lead1, "inspection_report", visit.uid)
    assert visit.conclusion in text
    assert 'role="status"' in text
    assert not visit.report_versions.exists()
    assert visit.report_hash in printed(org.lead1, "inspection_print", visit.uid)


@pytest.mark.parametrize("state", ["planned", "notified"])
def test_before_the_visit_there_is_no_report(org, state):
    client = Client()
    client.force_login(org.lead1)
    assert client.get(reverse("inspection_report", args=[inspection(org, state).uid])).status_code == 404


def test_strangers_find_no_report_and_no_version(org):
    visit = conclude(org, inspection(org, "with_unit"))
    client = Client()
    client.force_login(org.officer2)
    for name, args in (
        ("inspection_report", []), ("inspection_report_version", [1]), ("inspection_report_version_print", [1, "pdf"]),
        ("inspection_follow_up", []),
    ):  # fmt: skip
        assert client.get(reverse(name, args=[visit.uid, *args])).status_code == 404
