"""Annexes of periodic reports: carried over into a correction, taken away by whom; what was submitted stays."""

import datetime as dt

import pytest
from django.urls import reverse

from qms.history.standing import standing
from qms.models import PeriodicReport, ReportPeriod
from qms.operations import periodic_reports as operations
from qms.operations.report_files import submitted_files
from qms.policy import Refused
from qms.reports.printed_periodic_reports import report_context
from qms.workflow import StepRefused
from tests.factories import MembershipFactory, RoleFactory, UserFactory
from tests.periodic_reports import loaded, opened, sending
from tests.qms.test_periodic_report_pages import signed_in
from tests.shared_organisation import fresh, on

MONTH = {number: dt.date(2020, 7, number) for number in range(1, 16)}


def attach(report, person, name):
    """One file of this name."""
    files = [(f"%PDF-1.4 {name}".encode(), "application/pdf", name)]
    return operations.attach_report_files(report, by=fresh(person), evidence=files)[0]


@pytest.fixture
def accepted(org, tmp_path):
    """Submitted with an annex, accepted; the head attached the signed original afterwards, the officer a wrong file."""
    with on(MONTH[1]):
        period = ReportPeriod.objects.get(scheme=loaded(org, tmp_path), code="2020-H1")
        report = operations.fill_report(opened(org, period), by=fresh(org.officer1), figures={}, texts={})
        attach(report, org.officer1, "danh-muc.pdf")
        wrong = attach(report, org.officer1, "nham.pdf")
        operations.end_report_file(wrong, by=fresh(org.head1), reason="Nhầm")
    with on(MONTH[2]):
        report = sending(report, org.head1)
    with on(MONTH[3]):
        attach(report, org.head1, "ban-ky.pdf")
        attach(report, org.officer1, "khac.pdf")
        return operations.accept_report(report, by=fresh(org.officer))


def names(report):
    return list(report.file_links.filter(ended_at=None).order_by("pk").values_list("name", flat=True))


def test_a_correction_starts_from_the_annexes_that_were_submitted(org, accepted):
    new = operations.correct_report(accepted, by=fresh(org.officer1), reason="Cộng nhầm")
    assert names(new) == ["danh-muc.pdf"]
    link = new.file_links.get()
    assert (link.file, link.added_by) == (accepted.file_links.get(name="danh-muc.pdf").file, org.officer1)
    operations.end_report_file(link, by=fresh(org.head1), reason="Thay bằng bản mới")
    assert (names(new), names(accepted)) == ([], ["danh-muc.pdf", "ban-ky.pdf", "khac.pdf"])


def test_what_was_attached_afterwards_is_taken_away_by_who_attached_it_or_the_head(org, accepted):
    annex, original, other = accepted.file_links.filter(ended_at=None).order_by("pk")
    colleague = UserFactory()
    MembershipFactory(user=colleague, unit=org.department)
    RoleFactory(user=colleague, unit=org.department, role="officer")
    for link, person in ((original, org.officer1), (other, colleague), (other, org.officer)):
        with pytest.raises(Refused):
            operations.end_report_file(link, by=fresh(person), reason="Nhầm")
    with pytest.raises(StepRefused, match="submitted with this annex"):
        operations.end_report_file(annex, by=fresh(org.head1), reason="Nhầm")
    operations.end_report_file(other, by=fresh(org.officer1), reason="Nhầm")
    operations.end_report_file(original, by=fresh(org.head1), reason="Quét lại")
    assert names(accepted) == ["danh-muc.pdf"]
    accepted.refresh_from_db()
    assert operations.frozen_hash(accepted) == accepted.content_hash


def test_the_paper_lists_the_annexes_that_went_with_it_whatever_is_attached_later(org, accepted):
    assert report_context(accepted).annexes == ("danh-muc.pdf",)
    with on(MONTH[4]):
        back = operations.correct_report(accepted, by=fresh(org.officer1), reason="Cộng nhầm")
        attach(back, org.officer1, "moi.pdf")
        assert report_context(back).annexes == ("danh-muc.pdf", "moi.pdf")
        sending(operations.fill_report(back, by=fresh(org.officer1), figures={}, texts={}), org.head1)
    with on(MONTH[5]):
        attach(back, org.officer1, "them.pdf")
        operations.return_report(back, by=fresh(org.officer), reason="Xem lại")
    with on(MONTH[6]):
        back = sending(operations.fill_report(back, by=fresh(org.officer1), figures={}, texts={}), org.head1)
    assert [link.name for link in submitted_files(back)] == ["danh-muc.pdf", "moi.pdf", "them.pdf"]
    with standing(MONTH[4]):
        then = PeriodicReport.objects.get(pk=back.pk)
        assert report_context(then).annexes == ("danh-muc.pdf", "moi.pdf")


def test_the_page_offers_what_may_be_taken_away_and_the_step_refuses_the_rest(org, accepted):
    client = signed_in(org.officer1)
    page = client.get(accepted.get_absolute_url())
    offered = {one["link"].name: (bool(one["end_url"]), one["later"]) for one in page.context["files"]}
    assert offered == {"danh-muc.pdf": (False, False), "ban-ky.pdf": (False, True), "khac.pdf": (True, True)}
    for name, status in (("danh-muc.pdf", 409), ("ban-ky.pdf", 409), ("khac.pdf", 200)):
        link = accepted.file_links.get(name=name)
        url = reverse("periodic_report_file_step", args=[link.uid, "end"])
        assert client.get(url).status_code == status, name
    assert client.post(url, {"version": link.version, "reason": "Nhầm"}).url == accepted.get_absolute_url()
    assert names(accepted) == ["danh-muc.pdf", "ban-ky.pdf"]
