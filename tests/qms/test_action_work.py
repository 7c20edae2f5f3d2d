"""Work on actions: the checklist, notes of progress with files, the document of a task, the ledger of more time."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.models import Action, ActionNote, ActionStep
from qms.operations import action_notes, action_steps, actions
from qms.policy import Refused
from qms.workflow import StepRefused
from tests.factories import ActionHelperFactory, ActionStepFactory
from tests.scenes import action
from tests.shared_organisation import DAY, org, shared_organisation

__all__ = ["org", "shared_organisation"]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SHUT = ["done", "verified", "cancelled"]


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def texts(owed):
    return list(owed.steps.filter(ended_at=None).values_list("text", flat=True))


def test_owner_and_helper_keep_the_checklist(org):
    owed = action(org, "in_progress")
    ActionHelperFactory(action=owed, user=org.reader1)

    first, second = action_steps.add_steps(owed, by=org.owner1, lines=" Lập kế hoạch \n\nTổ chức\n")
    action_steps.tick_step(first, by=org.reader1)
    action_steps.tick_step(first, by=org.owner1)
    action_steps.rename_step(second, by=org.owner1, text="Tổ chức lớp")
    action_steps.end_step(action_steps.add_steps(owed, by=org.owner1, lines="Thừa")[0], by=org.owner1)

    first.refresh_from_db()
    assert texts(owed) == ["Lập kế hoạch", "Tổ chức lớp"]
    assert (first.done_by, first.done_on) == (org.reader1, DAY)
    assert action_steps.untick_step(first, by=org.owner1).done_on is None
    assert first.history.latest("sequence").operation == "untick_action_step"


def test_others_do_not_keep_it(org):
    step = ActionStepFactory(action=action(org, "in_progress"))
    for person in (org.manager1, org.lead1, org.reader2):
        with pytest.raises(Refused):
            action_steps.tick_step(step, by=person)
        with pytest.raises(Refused):
            action_steps.add_steps(step.action, by=person, lines="x")


@pytest.mark.parametrize("state", SHUT)
def test_a_done_action_keeps_its_steps(org, state):
    step = ActionStepFactory(action=action(org, state))
    work = [
        lambda: action_steps.tick_step(step, by=org.owner1),
        lambda: action_steps.untick_step(step, by=org.owner1),
        lambda: action_steps.rename_step(step, by=org.owner1, text="x"),
        lambda: action_steps.end_step(step, by=org.owner1),
        lambda: action_steps.add_steps(step.action, by=org.owner1, lines="x"),
    ]
    for one in work:
        with pytest.raises(StepRefused) as refused:
            one()
        assert "«" in refused.value.reasons[0]


def test_no_more_steps_than_fit_and_none_taken_out_twice(org):
    owed = action(org, "assigned")
    action_steps.add_steps(owed, by=org.owner1, lines="\n".join(str(count) for count in range(50)))
    with pytest.raises(StepRefused):
        action_steps.add_steps(owed, by=org.owner1, lines="51")
    step = owed.steps.first()
    action_steps.end_step(step, by=org.owner1)
    with pytest.raises(StepRefused):
        action_steps.end_step(step, by=org.owner1)


def test_progress_is_noted_by_who_works_and_who_assigned(org):
    owed = action(org, "in_progress")
    for person in (org.owner1, org.manager1, org.lead1):
        action_notes.note_progress(owed, by=person, text="Đã xong một nửa")
    with pytest.raises(Refused):
        action_notes.note_progress(owed, by=org.reader2, text="x")
    with pytest.raises(StepRefused):
        action_notes.note_progress(owed, by=org.owner1, text="  ")
    with pytest.raises(StepRefused):
        action_notes.note_progress(action(org, "verified"), by=org.owner1, text="x")

    assert ActionNote.objects.filter(action=owed).count() == 3


@pytest.mark.parametrize("day", [DAY - dt.timedelta(days=1), DAY])
def test_nothing_is_returned_to_a_past_day(org, day):
    owed = action(org, "done")
    if day < DAY:
        with pytest.raises(StepRefused) as refused:
            actions.return_action(owed, by=org.lead1, reason="Thiếu", due_on=day)
        assert "14/07/2020" in refused.value.reasons[0]
        return
    assert actions.return_action(owed, by=org.lead1, reason="Thiếu", due_on=day).due_on == day


@pytest.mark.django_db
def test_page_adds_ticks_and_notes_with_a_file(organisation):
    owed = action(organisation, "in_progress")
    owner, stranger = signed_in(organisation.owner1), signed_in(organisation.officer2)
    url = lambda name: reverse("action_step", args=[owed.uid, name])  # noqa: E731
    assert owner.post(url("add_step"), {"lines": "Một\nHai"}).status_code == 302
    step = ActionStep.objects.get(text="Một")
    line = lambda name: reverse("action_line_step", args=[step.uid, name])  # noqa: E731
    assert stranger.post(line("tick")).status_code == 404
    assert owner.post(line("tick")).status_code == 302
    assert owner.post(line("rename"), {"text": ""}).status_code == 200
    file = SimpleUploadedFile("anh.pdf", PDF)
    assert owner.post(url("note"), {"note": "Nửa đường", "note_files": file}).status_code == 302
    empty = owner.post(url("note"), {"note": "typed words", "note_files": SimpleUploadedFile("rong.pdf", b"")})
    page = owner.get(owed.get_absolute_url()).content.decode()
    attached = ActionNote.objects.get().file_links.get()

    assert "typed words" in empty.content.decode()
    assert "1 of 2" in page
    assert "1 of 2 steps" in owner.get(reverse("actions")).content.decode()
    assert "Nửa đường" in page
    assert "anh.pdf" in page
    assert b"".join(owner.get(attached.get_absolute_url()).streaming_content) == PDF
    assert stranger.get(attached.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_task_tells_its_document_everywhere(organisation):
    client = signed_in(organisation.manager1)
    typed = {
        "unit": organisation.division.pk, "owner": organisation.owner1.pk, "title": "x", "kind": "task",
        "due_on": clock.today().isoformat(), "document_number": "12/KH-UBND", "document_day": "2020-07-01",
        "document_signatory": "Chánh Văn phòng",
    }  # fmt: skip
    assert client.post(reverse("action_new"), typed).status_code == 302
    owed = Action.objects.get()

    page = client.get(owed.get_absolute_url()).content.decode()
    lines = b"".join(client.get(reverse("actions"), {"export": "csv"}).streaming_content).decode()
    assert "number 12/KH-UBND of 01/07/2020, signed by Chánh Văn phòng" in page
    assert "12/KH-UBND" in lines
    assert owed.number in client.get(reverse("actions"), {"q": "12/kh-ubnd"}).content.decode()


@pytest.mark.django_db
def test_ledger_tells_every_request_also_refused_ones(organisation):
    owed = action(organisation, "in_progress")
    first = actions.ask_extension(
        owed, by=organisation.owner1, to_day=owed.due_on + dt.timedelta(days=4), reason="Chờ kinh phí"
    )
    actions.refuse_extension(first, by=organisation.lead1, reason="Đủ thời gian")
    second = actions.ask_extension(
        owed, by=organisation.owner1, to_day=owed.due_on + dt.timedelta(days=9), reason="Chờ in"
    )
    second = actions.endorse_extension(second, by=organisation.manager1)
    actions.grant_extension(second, by=organisation.lead1)

    page = signed_in(organisation.officer1).get(owed.get_absolute_url()).content.decode()

    for told in ("9 days more in all", "4 days after the original", "Chờ kinh phí", "Đủ thời gian", "Chờ in"):
        assert told in page
    assert f"endorsed by {organisation.manager1}" in page
