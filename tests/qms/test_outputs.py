"""Nonconforming outputs: recorded, decided on, closed, withdrawn; what repeats; pages, print, registers coming in."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from inspections.models import Nonconformity
from qms.history.recording import ReasonMissing
from qms.models import NonconformingOutput, Notice
from qms.operations import outputs as operations
from qms.output_repeats import repeats_of
from qms.views import printing
from qms.work_of_outputs import output_work, outputs_owed, repeated_work
from qms.workflow import StepRefused
from tests.factories import DocumentFactory, NonconformingOutputFactory, NonconformityFactory, save
from tests.qms.imports.brought import bring_in, export, register, undo
from tests.shared_organisation import DAY, fresh

HEADER = ["Số", "Mã hồ sơ", "Quy trình", "Loại", "Mô tả", "Ngày phát hiện", "Xử lý", "Phiếu xin lỗi", "Ngày trả"]


def days(count):
    return DAY + dt.timedelta(days=count)


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def draft(org, **values):
    usual = {"unit": org.division, "dossier": "HS-1", "kind": "overdue", "description": "Trả chậm", "found_on": DAY}
    return NonconformingOutput(**(usual | values))


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def three(org, **values):
    """Three of one procedure and unit within ninety days; the oldest on the last day that counts."""
    document = DocumentFactory(unit=org.department)
    usual = {"unit": org.division, "document": document, "recorded_by": org.manager1} | values
    return [NonconformingOutputFactory(**usual, found_on=days(back), dossier=f"HS{back}") for back in (-89, -30, 0)]


def test_recorded_decided_and_closed_with_who_and_when(org):
    made = operations.record_output(draft(org), by=org.manager1)
    assert made.number.startswith("DRKPH-2020-S1A-")
    assert told("output_recorded") == {"officer1"}
    with pytest.raises(StepRefused, match="Say what is done"):
        operations.decide_output(made, by=org.officer1, decision=" ")
    with pytest.raises(StepRefused, match="number and date"):
        operations.decide_output(made, by=org.officer1, decision="Xin lỗi", apology_number="12/PXL")

    decided = operations.decide_output(
        made, by=org.officer1, decision="Xin lỗi", apology_number="12/PXL", apology_on=DAY, new_due_on=days(3)
    )

    assert (decided.decided_by, decided.decided_on, decided.status) == (org.officer1, DAY, "decided")
    assert told("output_decided") == {"manager1"}
    assert [one.due_on for one in outputs_owed(DAY, days(5))] == [days(3)]
    with pytest.raises(StepRefused, match="has not come"):
        operations.close_output(decided, by=org.manager1, returned_on=days(1))
    closed = operations.close_output(decided, by=org.manager1, returned_on=DAY)
    assert (closed.status, closed.returned_on) == ("closed", DAY)
    with pytest.raises(StepRefused, match="stays as it is"):
        operations.edit_output(closed, by=org.officer1, reason="Sửa")


def test_what_was_recorded_is_corrected_with_a_reason_and_withdrawn(org):
    made = operations.record_output(draft(org), by=org.manager1)
    made.dossier, made.decision = "HS-2", "không được"
    with pytest.raises(ReasonMissing):
        operations.edit_output(made, by=org.manager1)
    edited = operations.edit_output(made, by=org.manager1, reason="Gõ nhầm")
    assert (edited.dossier, edited.decision) == ("HS-2", "")
    with pytest.raises(StepRefused, match="decided by"):
        operations.withdraw_output(edited, by=fresh(org.reader1), reason="Trùng")
    assert operations.withdraw_output(edited, by=org.officer1, reason="Trùng").status == "withdrawn"
    with pytest.raises(StepRefused, match="has not come"):
        operations.record_output(draft(org, found_on=days(1)), by=org.manager1)


def test_three_within_ninety_days_are_proposed_until_a_nonconformity_is_raised(org):
    rows = three(org)
    assert repeats_of(rows[-1]).count() == 3
    items = list(repeated_work(fresh(org.officer1)))
    assert [(item.group, item.number) for item in items] == [("decide", rows[-1].number)]
    assert not list(repeated_work(fresh(org.manager1)))
    page = signed_in(org.officer1).get(rows[-1].get_absolute_url())
    assert "raise a nonconformity" in page.content.decode()
    address = f"{reverse('nonconformity_new')}?from=qms.nonconformingoutput:{rows[-1].uid}"
    assert address in page.content.decode()
    assert rows[-1].dossier in signed_in(org.officer1).get(address).content.decode()
    save(rows[0], found_on=days(-90))
    assert not list(repeated_work(fresh(org.officer1)))
    save(rows[0], found_on=days(-89))
    NonconformityFactory(source_kind="qms.nonconformingoutput", source_uid=rows[1].uid, unit=org.division)
    assert Nonconformity.objects.exists()
    assert not list(repeated_work(fresh(org.officer1)))


def test_a_third_one_tells_the_officers(org):
    rows = three(org)
    save(rows[0], status="withdrawn")
    again = draft(org, document=rows[0].document, dossier="HS-9")
    operations.record_output(again, by=org.manager1)
    assert told("outputs_repeated") == {"officer1"}


def test_work_of_who_decides(org):
    NonconformingOutputFactory(unit=org.division)
    NonconformingOutputFactory(unit=org.sibling)
    assert [item.group for item in output_work(fresh(org.manager1))] == ["decide"]
    assert not list(output_work(fresh(org.reader1)))


def test_register_record_forms_and_print(org, monkeypatch):
    client, row = signed_in(org.manager1), three(org)[-1]
    other = NonconformingOutputFactory(unit=org.sibling, dossier="HS-KHAC")
    page = client.get(reverse("outputs")).content.decode()
    assert row.dossier in page
    assert other.dossier not in page
    for query, found in (("q=khong-co", False), ("show=repeated", True), ("show=late", False), ("kind=overdue", True)):
        assert (row.dossier in client.get(f"{reverse('outputs')}?{query}").content.decode()) is found, query
    seen = []
    taken = (lambda form, context: seen.append(context) or b"x", "application/msword")
    monkeypatch.setitem(printing.KINDS, "docx", taken)
    client.get(f"{reverse('outputs')}?print=docx")
    assert len(seen[0].rows) == 3
    assert client.get(other.get_absolute_url()).status_code == 404
    sent = {
        "unit": org.division.pk,
        "dossier": "HS-7",
        "kind": "wrong",
        "description": "Sai tên",
        "found_on": "2020-07-10",
    }
    assert client.post(reverse("output_new"), sent | {"found_on": "2031-01-01"}).status_code == 200
    assert client.post(reverse("output_new"), sent).status_code == 302
    made = NonconformingOutput.objects.get(dossier="HS-7")
    step = reverse("output_step", args=[made.uid, "decide"])
    assert client.get(step).status_code == 200
    assert client.post(step, {"decision": "Cấp lại", "version": made.version}).status_code == 302
    assert client.get(reverse("output_edit", args=[made.uid])).status_code == 200
    assert signed_in(org.reader1).get(reverse("output_new")).status_code == 403


def test_a_register_comes_in_leaves_and_comes_back_unchanged(org, tmp_path):
    document = DocumentFactory(unit=org.department, number="QT-05")
    closed = ["1", "HS-01", "QT-05", "trả chậm", "Chậm hai ngày", "06/07/2020", "Xin lỗi", "12/PXL", "08/07/2020"]
    path = register(tmp_path, HEADER, closed, ["2", "HS-02", "", "Sai", "Sai tên", "07/07/2020", "", "", ""])
    assert bring_in(path, "outputs")[:4] == (2, 0, 0, 0)
    made = NonconformingOutput.objects.get(dossier="HS-01")
    assert (made.document, made.status, made.returned_on) == (document, "closed", dt.date(2020, 7, 8))
    assert bring_in(path, "outputs")[:4] == (0, 0, 2, 0)
    for language in ("vi", "en"):
        left = export(tmp_path, "outputs", language=language)
        assert bring_in(tmp_path / f"outputs-{language}.xlsx", "outputs")[:4] == (0, 0, 2, 0), left
    undo(org.officer1)
    assert not NonconformingOutput.objects.filter(ended_at=None).exists()
