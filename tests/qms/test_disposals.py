"""Disposals: chosen, approved by signature, carried out; what stays of records and of their files."""

import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from inspections.models import FindingFile
from qms import clock
from qms.evidence_enums import DisposalStatus, DisposalVerdict
from qms.history.recording import ReasonMissing
from qms.models import Disposal, DisposalItem, StoredFile
from qms.operations import disposals as operations
from qms.operations.disposing import finish_disposals
from qms.operations.files import attach_files, store_file
from qms.policy import Refused
from qms.printing import DISPOSAL_LIST, DISPOSAL_MINUTES, render_docx
from qms.reports.printed_disposals import disposal_list, disposal_minutes
from qms.signatures import content_hash, intend
from qms.workflow import StepRefused
from tests.factories import PASSWORD, NonconformityFactory, save
from tests.qms.history.agreement import assert_history_agrees
from tests.qms.test_retention import FINDING, closed, due, rule, years_ago
from tests.shared_organisation import fresh, on

CARRY = {"witness": "Văn thư Sở", "method": "Cắt vụn"}


def drafted(org, **values):
    given = {"unit": org.department, "title": "Đợt 1", "reason": "Hết thời hạn lưu"} | values
    return operations.prepare_disposal(Disposal(**given), by=fresh(org.officer1))


def chosen(org, *records, **values):
    draft = drafted(org)
    given = {"kind": FINDING, "uids": [one.uid for one in records] or None} | values
    return operations.choose_records(draft, by=fresh(org.officer1), **given)


def approved(org, disposal, by=None):
    disposal = operations.submit_disposal(disposal, by=fresh(org.officer1))
    person = fresh(by or org.head1)
    intent = intend(person, PASSWORD, shown_hash=content_hash(Disposal.objects.get(pk=disposal.pk)))
    return operations.approve_disposal(disposal, by=person, signature=intent, decision_number="9/QĐ-S1")


def carried_out(org, disposal):
    return operations.carry_out_disposal(approved(org, disposal), by=fresh(org.officer1), **CARRY)


def with_file(org, record, content=b"%PDF-1.4 old", name="cu.pdf"):
    (link,) = attach_files(FindingFile, record, [(content, "application/pdf", name)], by=fresh(org.officer1))
    return link


@pytest.fixture
def told(org):
    """Two findings past their period, one with a file of its own, both with one file that a third, kept, shares."""
    rule(org, years=5)
    gone, also, kept = closed(org, years_ago(6)), closed(org, years_ago(6)), closed(org, years_ago(1))
    made = SimpleNamespace(gone=gone, also=also, kept=kept)
    made.own = with_file(org, gone, b"%PDF-1.4 own")
    made.shared = with_file(org, also, b"%PDF-1.4 shared")
    made.kept_link = with_file(org, kept, b"%PDF-1.4 shared", "chung.pdf")
    return made


def bytes_there(link):
    return storages["records"].exists(link.file.stored_name)


def test_carried_out_the_record_stays_as_a_stub_and_only_its_own_bytes_go(
    org, told, django_capture_on_commit_callbacks
):
    choice = chosen(org)
    assert (choice.taken, choice.refused) == (2, [])
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(org, choice.disposal)

    own = StoredFile.objects.get(pk=told.own.file_id)
    shared = StoredFile.objects.get(pk=told.shared.file_id)
    assert (own.gone_by, shared.gone_at) == (done, None)
    assert (bytes_there(told.own), bytes_there(told.kept_link)) == (False, True)
    items = {item.record_uid: item for item in done.items.all()}
    assert {item.verdict for item in items.values()} == {DisposalVerdict.DISPOSED}
    assert items[told.gone.uid].files == [{"name": "cu.pdf", "sha256": own.sha256, "size": own.size, "gone": True}]
    assert [one["gone"] for one in items[told.also.uid].files] == [False]
    assert told.gone.history.count() == type(told.gone).objects.get(pk=told.gone.pk).version  # untouched
    for record in (own, done, *items.values()):
        assert_history_agrees(record)
    assert Disposal.objects.get(pk=done.pk).bytes_gone_at is not None
    assert due(org) == set()


def test_a_file_goes_with_the_last_record_that_carries_it(org, told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        carried_out(org, chosen(org).disposal)
        save(told.kept, closed_on=years_ago(7))
        carried_out(org, chosen(org, told.kept).disposal)
    assert not bytes_there(told.shared)


def test_a_stop_before_the_bytes_are_removed_is_finished_by_the_tick(org, told):
    carried_out(org, chosen(org).disposal)  # nothing after the commit ran
    assert bytes_there(told.own)
    assert finish_disposals() == 1
    assert not bytes_there(told.own)
    assert finish_disposals() == 0


def test_the_same_bytes_attached_again_are_kept_again(org, told, django_capture_on_commit_callbacks):
    disposal = carried_out(org, chosen(org).disposal)
    store_file(b"%PDF-1.4 own", "application/pdf", by=fresh(org.officer1))  # before they were removed
    assert finish_disposals() == 1
    assert bytes_there(told.own)
    again = StoredFile.objects.get(pk=told.own.file_id)
    assert (again.gone_at, again.gone_by) == (None, None)
    assert_history_agrees(again)
    assert disposal.items.count() == 2


def test_what_cannot_be_disposed_of_is_refused_and_the_rest_is_taken(org, told):
    NonconformityFactory(accepted=True, finding=told.gone, unit=org.department, raised_by_unit=org.department)
    choice = chosen(org, told.gone, told.also, told.kept)
    assert choice.taken == 1
    assert {number for number, _reasons in choice.refused} == {told.gone.number, told.kept.number}
    again = operations.choose_records(choice.disposal, by=fresh(org.officer1), kind=FINDING, uids=[told.also.uid])
    assert again.taken == 0  # it is there already


def test_what_opens_after_the_approval_stops_the_carrying_out(org, told):
    disposal = approved(org, chosen(org).disposal)
    NonconformityFactory(accepted=True, finding=told.gone, unit=org.department, raised_by_unit=org.department)
    with pytest.raises(StepRefused, match=told.gone.number):
        operations.carry_out_disposal(disposal, by=fresh(org.officer1), **CARRY)
    assert not DisposalItem.objects.filter(verdict=DisposalVerdict.DISPOSED).exists()

    back = operations.return_disposal(disposal, by=fresh(org.head1), reason="Có hồ sơ đang mở")
    assert (back.status, back.approved_by, back.decision_number) == (DisposalStatus.DRAFTED, None, "")
    item = back.items.get(record_uid=told.gone.uid)
    operations.keep_longer(item, by=fresh(org.officer1), reason="Đang dùng")
    done = carried_out(org, back)
    assert dict(done.items.values_list("record_uid", "verdict")) == {
        told.gone.uid: "keep", told.also.uid: "disposed",
    }  # fmt: skip


def test_kept_longer_needs_a_reason_and_a_draft(org, told):
    with pytest.raises(ReasonMissing):
        chosen(org, told.gone, verdict=DisposalVerdict.KEEP)
    disposal = chosen(org, told.gone, verdict=DisposalVerdict.KEEP, reason="Đang dùng").disposal
    item = disposal.items.get()
    assert (item.verdict, item.reason) == ("keep", "Đang dùng")
    operations.dispose_after_all(item, by=fresh(org.officer1))
    operations.submit_disposal(disposal, by=fresh(org.officer1))
    with pytest.raises(StepRefused, match="return it to draft"):
        operations.keep_longer(item, by=fresh(org.officer1), reason="x")


def test_who_prepared_it_does_not_approve_it_and_the_witness_is_another(org, told):
    disposal = chosen(org).disposal
    save(disposal, prepared_by=org.head1)
    with pytest.raises(StepRefused, match="prepared it yourself"):
        approved(org, disposal)
    disposal = Disposal.objects.get(pk=disposal.pk)
    save(disposal, prepared_by=org.officer1, status=DisposalStatus.DRAFTED)
    disposal = approved(org, disposal)
    officer = fresh(org.officer1)
    for values, said in (({"witness": str(officer)}, "other than who"), ({"witness": " "}, "second person")):
        with pytest.raises(StepRefused, match=said):
            operations.carry_out_disposal(disposal, by=officer, **(CARRY | values))


def test_the_signature_covers_every_record(org, told):
    disposal = operations.submit_disposal(chosen(org).disposal, by=fresh(org.officer1))
    shown = content_hash(disposal)
    item = disposal.items.first()
    save(item, verdict=DisposalVerdict.KEEP, reason="x")
    with pytest.raises(StepRefused, match="changed after it was shown"):
        operations.approve_disposal(
            disposal, by=fresh(org.head1), signature=intend(org.head1, PASSWORD, shown_hash=shown), decision_number="1"
        )


def test_carrying_it_out_changes_nothing_of_what_was_signed(org, told):
    disposal = carried_out(org, chosen(org).disposal)
    client = Client()
    client.force_login(org.head1)
    client.cookies["django_language"] = "en"

    page = client.get(disposal.get_absolute_url()).content.decode()
    assert "Still as it was signed." in page
    assert "Written down since, by later steps: Carried out at, How paper is destroyed, Witness." in page

    save(Disposal.objects.get(pk=disposal.pk), title="Another title")
    assert "Changed since: version" in client.get(disposal.get_absolute_url()).content.decode()


def test_pages_lists_exports_and_files_say_by_which_decision(org, told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        disposal = carried_out(org, chosen(org).disposal)
    client, said = Client(), f"Disposed of on {clock.today():%d/%m/%Y} by decision 9/QĐ-S1"
    client.force_login(org.officer1)
    assert said in client.get(reverse("finding", args=[told.gone.uid])).content.decode()
    listed = client.get(f"{reverse('findings')}?q={told.gone.number}").content.decode()
    assert said in listed
    exported = b"".join(client.get(f"{reverse('findings')}?export=csv")).decode("utf-8-sig")
    assert exported.count(said) == 2

    gone = client.get(reverse("file", args=[FindingFile._meta.label_lower, told.own.uid]))
    assert gone.status_code == 410
    assert said in gone.content.decode()
    kept = client.get(reverse("file", args=[FindingFile._meta.label_lower, told.shared.uid]))
    assert (kept.status_code, b"".join(kept)) == (200, b"%PDF-1.4 shared")
    for address in (
        disposal.get_absolute_url(), reverse("disposals"), reverse("disposal_items", args=[disposal.uid]),
        f"{reverse('disposal_items', args=[disposal.uid])}?q={told.gone.number}&verdict=disposed",
    ):  # fmt: skip
        assert client.get(address).status_code == 200, address


def test_as_of_a_day_before_it_a_file_is_told_to_be_disposed_of_and_not_missing(
    org, told, django_capture_on_commit_callbacks
):
    day = clock.today()
    with on(day + dt.timedelta(days=2)), django_capture_on_commit_callbacks(execute=True):
        carried_out(org, chosen(org).disposal)
    client, address = Client(), reverse("file", args=[FindingFile._meta.label_lower, told.own.uid])
    with on(day + dt.timedelta(days=3)):
        client.force_login(fresh(org.officer1))
        then = client.get(f"{address}?as_of={day.isoformat()}")
    assert then.status_code == 410
    assert f'data-today href="{Disposal.objects.get().get_absolute_url()}"' in then.content.decode()
    assert f"Disposed of on {day + dt.timedelta(days=2):%d/%m/%Y} by decision 9/QĐ-S1" in then.content.decode()


def test_another_department_sees_nothing_of_it(org, told):
    disposal = chosen(org).disposal
    client = Client()
    client.force_login(org.officer2)
    item = disposal.items.first()
    for name, args in (
        ("disposal", [disposal.uid]), ("disposal_items", [disposal.uid]), ("disposal_step", [disposal.uid, "submit"]),
        ("disposal_item_step", [item.uid, "keep"]), ("disposal_print", [disposal.uid, "list", "docx"]),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 404, name
    with pytest.raises(Refused):
        operations.choose_records(disposal, by=fresh(org.officer2), kind=FINDING)


def test_from_the_list_to_carried_out_by_hand(org, told):
    client = Client()
    client.force_login(org.officer1)
    where = {"holder": org.department.uid, "kind": FINDING, "pick": [told.gone.uid, told.kept.uid]}
    assert client.get(reverse("retention_choose"), where).status_code == 200
    nothing = client.post(reverse("retention_choose"), where | {"verdict": "keep"})
    assert "Say why they are kept longer." in nothing.content.decode()
    given = where | {"verdict": "dispose", "title": "Đợt 1", "why": "Hết hạn"}
    page = client.post(reverse("retention_choose"), given, follow=True).content.decode()
    assert f"{told.kept.number} was not taken." in page
    disposal = Disposal.objects.get()
    item = disposal.items.get()
    steps = reverse("disposal_item_step", args=[item.uid, "keep"])
    assert client.post(steps, {"reason": ""}).status_code == 200
    assert client.post(reverse("disposal_step", args=[disposal.uid, "submit"]), {}).status_code == 302

    head = Client()
    head.force_login(org.head1)
    address = reverse("disposal_step", args=[disposal.uid, "approve"])
    shown = content_hash(Disposal.objects.get())
    signed = {"decision_number": "9/QĐ-S1", "password": PASSWORD, "shown": shown}
    assert head.post(address, signed).status_code == 302
    carry = client.post(reverse("disposal_step", args=[disposal.uid, "carry_out"]), CARRY)
    assert carry.status_code == 302
    assert Disposal.objects.get().status == DisposalStatus.CARRIED_OUT


def test_as_many_questions_to_carry_out_ten_as_two(org, django_assert_max_num_queries, told):
    few = approved(org, chosen(org).disposal)
    with django_assert_max_num_queries(130):
        operations.carry_out_disposal(few, by=fresh(org.officer1), **CARRY)
    for number in range(10):
        with_file(org, closed(org, years_ago(6)), b"%%PDF-1.4 %d" % number)
    many = approved(org, chosen(org).disposal)
    with django_assert_max_num_queries(130):
        operations.carry_out_disposal(many, by=fresh(org.officer1), **CARRY)
    assert StoredFile.objects.filter(gone_by=many).count() == 10


def test_both_papers_name_records_decision_and_witness(org, told):
    from docx import Document  # noqa: PLC0415 - only here

    done = carried_out(org, chosen(org).disposal)
    for form, context in ((DISPOSAL_LIST, disposal_list), (DISPOSAL_MINUTES, disposal_minutes)):
        paper = Document(io.BytesIO(render_docx(form, context(done))))
        words = "\n".join([p.text for p in paper.paragraphs] + [c.text for t in paper.tables for c in t._cells])
        assert told.gone.number in words
        assert "9/QĐ-S1" in words
    assert "Văn thư Sở" in words
