"""Transition programmes: default steps, scope by holders, deadlines in their words, approval, who sees what."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from qms import clock
from qms.enums import Obligation, TransitionGroup
from qms.history.recording import ReasonMissing
from qms.models import Edition, KeptDocument, Notice, TransitionHolder, TransitionProgramme
from qms.operations import kept_documents
from qms.operations import transition_programmes as operations
from qms.operations import transition_scope as scope
from qms.operations import transition_steps as steps
from qms.operations.transition_deadlines import set_deadline
from qms.policy import Refused
from qms.signatures import content_hash, intend
from qms.transition.deadline_words import last_day_of
from qms.work_of_transitions import programmes_to_approve
from qms.workflow import StepRefused
from tests.factories import (
    PASSWORD,
    DocumentFactory,
    HoldingFactory,
    IssueFactory,
    TransitionDeadlineFactory,
    TransitionHolderFactory,
    TransitionProgrammeFactory,
    UnitFactory,
    save,
)
from tests.shared_organisation import fresh, on

DAY = dt.date(2020, 7, 15)


@pytest.mark.parametrize(
    ("wording", "last"),
    [
        ("trước 31/12/2020", "2020-12-30"),
        ("Trước ngày 30/6/2021", "2021-06-29"),
        ("trước ngày 01 tháng 01 năm 2021", "2020-12-31"),
        ("chậm nhất 30/6/2021", "2021-06-30"),
        ("đến hết ngày 30.6.2021", "2021-06-30"),
        ("before 30/09/2029", "2029-09-29"),
        ("trước tháng 7/2021", "2021-06-30"),
        ("trong quý II/2021", "2021-06-30"),
        ("hết năm 2020", "2020-12-31"),
        ("trước năm 2021", "2020-12-31"),
        ("31/02/2020", None),
        ("càng sớm càng tốt", None),
    ],
)
def test_wording_of_a_deadline_names_its_last_permitted_day(wording, last):
    assert last_day_of(wording) == (last and dt.date.fromisoformat(last))


def signed_in(user, language="en"):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def edition(year):
    return Edition.objects.get(standard__code="9001", year=year)


@pytest.fixture
def programme(org):
    """A draft of the ministry over both departments, with a deadline."""
    made = operations.prepare_transition(
        by=fresh(org.officer), unit=org.ministry, from_edition=edition("2008"), to_edition=edition("2015"),
        title_vi="Chuyển đổi 2008-2015", starts_on=DAY,
    )  # fmt: skip
    units = [org.department, org.inspectorate]
    scope.take_in_holders(made, by=fresh(org.officer), units=units, group=TransitionGroup.MOVING)
    TransitionDeadlineFactory(programme=made)
    return made


@pytest.fixture
def running(org, programme):
    director = fresh(org.director)
    shown = TransitionProgramme.objects.get(pk=programme.pk)
    signature = intend(director, PASSWORD, shown_hash=content_hash(shown))
    return operations.approve_transition(shown, by=director, signature=signature)


def test_a_new_programme_starts_with_nine_steps_in_their_order(org, programme):
    found = steps.standing_steps(programme)

    assert [step.key for step in found] == (
        ["plan", "training", "gap", "moved", "documents", "applied", "audit", "review", "declared"]
    )  # fmt: skip
    assert [step.proof for step in found] == [step.key for step in found]
    assert {step.key: step.settings for step in found if step.settings} == {"applied": {"months": 2}}
    known = set()
    for step in found:
        assert set(step.after) <= known
        known.add(step.key)


def test_the_same_move_is_led_once_by_a_unit(org, programme):
    with pytest.raises(ValidationError, match="already"):
        operations.prepare_transition(
            by=fresh(org.officer), unit=org.ministry, from_edition=edition("2008"), to_edition=edition("2015"),
            title_vi="Lần nữa", starts_on=DAY,
        )  # fmt: skip


def test_every_holder_below_the_leading_unit_is_offered_with_its_obligation(org, programme):
    encouraged = UnitFactory(parent=org.ministry)
    HoldingFactory(unit=encouraged, obligation=Obligation.ENCOURAGED)
    elsewhere = HoldingFactory().unit
    offered = set(scope.units_to_take_in(programme))

    # the factory of units builds no closure: the organisation's own units stand for it
    assert {org.ministry, org.department2} <= offered
    assert not {org.department, org.division, elsewhere} & offered
    taken = scope.take_in_holders(
        programme, by=fresh(org.officer), units=[org.department2], group=TransitionGroup.ADOPTING
    )
    assert [(row.obligation, row.began_on) for row in taken] == [(Obligation.OBLIGED, DAY)]
    with pytest.raises(StepRefused, match=str(org.division)):
        scope.take_in_holders(programme, by=fresh(org.officer), units=[org.division], group=TransitionGroup.MOVING)


def test_groups_are_given_to_many_and_exempt_needs_its_reason(org, programme):
    officer = fresh(org.officer)
    holders = list(programme.holders.all())

    with pytest.raises(ValidationError, match="exempt"):
        scope.group_holders(programme, by=officer, holders=holders, group=TransitionGroup.EXEMPT)
    changed = scope.group_holders(
        programme, by=officer, holders=holders, group=TransitionGroup.EXEMPT, reason="Sắp giải thể"
    )
    assert len(changed) == 2
    assert set(programme.holders.values_list("group", "reason")) == {("exempt", "Sắp giải thể")}
    assert scope.group_holders(
        programme, by=officer, holders=holders, group=TransitionGroup.EXEMPT, reason="Sắp giải thể"
    ) == []  # fmt: skip


def test_an_ended_holder_may_take_part_again(org, running):
    officer = fresh(org.officer)
    holder = running.holders.get(unit=org.department)

    with pytest.raises(ReasonMissing):
        scope.end_holders(running, by=officer, holders=[holder])
    scope.end_holders(running, by=officer, holders=[holder], reason="Thôi áp dụng")
    assert not running.holders.filter(unit=org.department, ended_at=None).exists()
    assert not TransitionProgramme.objects.visible_to(fresh(org.officer1)).exists()
    scope.take_in_holders(
        running, by=officer, units=[org.department], group=TransitionGroup.MOVING, reason="Áp dụng lại"
    )
    assert list(running.holders.filter(unit=org.department).values_list("pk", "ended_at")) == [(holder.pk, None)]


def test_steps_are_put_in_order_and_wait_in_no_circle(org, programme):
    officer = fresh(org.officer)
    own = steps.add_step(programme, by=officer, title_vi="Khảo sát", after=["plan"], position=2)
    gap = programme.steps.get(key="gap")

    assert [step.key for step in steps.standing_steps(programme)][:3] == ["plan", own.key, "training"]
    assert own.proof == ""
    with pytest.raises(ValidationError, match="wait for itself"):
        steps.change_step(gap, by=officer, title_vi="Khoảng cách", after=["documents"])
    applied = programme.steps.get(key="applied")
    steps.change_step(applied, by=officer, title_vi="Áp dụng thử", after=["documents"], months=3, position=1)
    applied.refresh_from_db()
    assert (applied.title_vi, applied.settings, applied.position) == ("Áp dụng thử", {"months": 3}, 1)


def test_what_waited_for_a_step_taken_out_waits_for_what_it_waited_for(org, running):
    officer, documents = fresh(org.officer), running.steps.get(key="documents")

    with pytest.raises(ReasonMissing):
        steps.end_step(documents, by=officer)
    steps.end_step(documents, by=officer, reason="Không cần")
    assert running.steps.get(key="applied").after == ["gap", "moved"]
    assert [step.position for step in steps.standing_steps(running)] == list(range(1, 9))


def test_a_running_programme_changes_only_with_a_reason(org, running):
    officer = fresh(org.officer)

    with pytest.raises(ReasonMissing):
        operations.change_transition(running, by=officer, title_vi="Khác")
    operations.change_transition(running, by=officer, title_vi="Khác", to_edition=edition("2026"), reason="Sửa tên")
    running.refresh_from_db()
    assert (running.title_vi, running.to_edition) == ("Khác", edition("2015"))
    with pytest.raises(ReasonMissing):
        set_deadline(running, by=officer, name_vi="Hạn", wording="30/6/2021", last_day=DAY, decision="Công văn")


def test_approval_says_all_that_is_missing_and_tells_the_officers(org, programme):
    bare = TransitionProgrammeFactory(unit=org.ministry, prepared_by=org.officer)
    step = operations.TRANSITION.blockers("approve", bare, fresh(org.director))

    assert len(step.reasons) == 4
    director = fresh(org.director)
    assert [one.title for one in programmes_to_approve(director)] == ["Chuyển đổi 2008-2015"]  # the ready one alone
    shown = TransitionProgramme.objects.get(pk=programme.pk)
    operations.approve_transition(
        shown, by=director, signature=intend(director, PASSWORD, shown_hash=content_hash(shown))
    )
    told = Notice.objects.filter(kind="transition_approved").values_list("user__username", flat=True)
    assert set(told) == {"officer1", "officer"}


SEES = [
    # who, the programme's page, its edit form
    ("officer", 200, 200),
    ("director", 200, 200),
    ("officer1", 200, 403),
    ("reader1", 200, 403),
    ("officer2", 404, 404),
    ("reader2", 404, 404),
]


@pytest.mark.parametrize(("who", "page", "edit"), SEES)
def test_who_leads_takes_part_or_is_elsewhere(org, programme, who, page, edit):
    client = signed_in(getattr(org, who))

    assert client.get(reverse("transition", args=[programme.uid])).status_code == page
    assert client.get(reverse("transition_edit", args=[programme.uid])).status_code == edit
    listed = client.get(reverse("transitions")).content.decode()
    assert (programme.title_vi in listed) == (page == 200)
    taking = client.get(reverse("transition_step", args=[programme.uid, "take_in"])).status_code
    assert taking == {200: 200, 403: 409, 404: 404}[edit]


def test_a_holder_sees_itself_and_no_other_department(org, programme):
    TransitionHolderFactory(programme=programme, unit=org.department2)
    page = signed_in(org.officer1).get(reverse("transition", args=[programme.uid])).content.decode()

    assert f"{org.department.code} - " in page
    assert org.department2.name not in page  # neither in the list nor in the history
    assert "Take holders in" not in page


def test_page_counts_obliged_and_encouraged_apart_and_the_exempt_not_at_all(org, programme):
    TransitionHolderFactory(programme=programme, unit=org.department2, obligation=Obligation.ENCOURAGED)
    TransitionHolderFactory(programme=programme, unit=org.ministry, group=TransitionGroup.EXEMPT)
    context = signed_in(org.officer).get(reverse("transition", args=[programme.uid])).context

    assert context["groups"]["totals"] == {"obliged": 2, "encouraged": 1}
    assert context["deadlines"][0]["left"]["text"] == "168 days left"


def test_deadline_form_reads_the_wording_and_asks_where_the_day_says_otherwise(org, programme):
    client, url = signed_in(org.officer), reverse("transition_step", args=[programme.uid, "deadline"])
    values = {"name_vi": "Hạn chung", "decision": "Công văn 419", "wording": "trước 30/6/2021"}

    refused = client.post(url, values | {"last_day": "2021-06-30"})
    assert "29/06/2021" in refused.content.decode()
    assert client.post(url, values | {"last_day": ""}).status_code == 302
    kept = values | {"name_vi": "Như đã ghi", "last_day": "2021-06-30", "as_typed": "on"}
    assert client.post(url, kept).status_code == 302
    assert list(programme.deadlines.order_by("pk").values_list("last_day", flat=True))[1:] == [
        dt.date(2021, 6, 29), dt.date(2021, 6, 30),
    ]  # fmt: skip
    unread = client.post(url, values | {"wording": "sớm nhất có thể"})
    assert unread.status_code == 200
    assert "give the last permitted day" in unread.content.decode()


def test_forms_save_through_their_pages(org, programme):
    client = signed_in(org.officer)
    take = client.post(
        reverse("transition_step", args=[programme.uid, "take_in"]),
        {"group": "adopting", "units": [org.department2.pk, org.ministry.pk]},
    )
    assert take.status_code == 302, take.content.decode()
    row = programme.holders.get(unit=org.department2)
    group = client.post(
        reverse("transition_step", args=[programme.uid, "group"]), {"group": "maintaining", "holders": [row.pk]}
    )
    assert group.status_code == 302, group.content.decode()
    assert dict(programme.holders.values_list("unit__code", "group")) == {
        "S1": "moving", "TTR": "moving", "S2": "maintaining", "BLĐ": "adopting",
    }  # fmt: skip
    deadline, step = programme.deadlines.get(), programme.steps.get(key="applied")
    for name, record, values in (
        ("transition_deadline", deadline, {"reason": "Không còn", "version": deadline.version}),
        ("transition_part", step, {"reason": "Không cần", "version": step.version}),
    ):
        answer = client.post(reverse(name, args=[record.uid, "end"]), values)
        assert answer.status_code == 302, answer.content.decode()
        record.refresh_from_db()
        assert record.ended_at is not None


def test_new_programme_by_its_form(org):
    client = signed_in(org.officer)
    values = {
        "unit": org.ministry.pk, "from_edition": edition("2015").pk, "to_edition": edition("2026").pk,
        "title_vi": "Chuyển đổi 2026", "starts_on": "2020-08-01",
    }  # fmt: skip

    wrong = client.post(reverse("transition_new"), values | {"to_edition": edition("2008").pk})
    assert "No correspondence from 9001:2015 to 9001:2008" in wrong.content.decode()
    assert client.post(reverse("transition_new"), values).status_code == 302
    assert TransitionProgramme.objects.get().steps.count() == 9
    assert signed_in(org.manager1).get(reverse("transition_new")).status_code == 403


def test_list_is_searched_filtered_exported_and_shown_as_of_a_day(org, programme):
    client = signed_in(org.officer)
    url = reverse("transitions")

    assert "Nothing matches" in client.get(f"{url}?q=khong").content.decode()
    assert programme.title_vi in client.get(f"{url}?q=chuyen+doi&status=draft").content.decode()
    assert "Nothing matches" in client.get(f"{url}?status=closed").content.decode()
    book = load_workbook(BytesIO(b"".join(client.get(f"{url}?export=xlsx").streaming_content)))
    assert "Chuyển đổi 2008-2015" in {cell.value for row in book.active for cell in row}
    with on(DAY + dt.timedelta(days=2)):
        save(programme, title_vi="Tên mới")
        assert "Chuyển đổi 2008-2015" in client.get(f"{url}?as_of=2020-07-15").content.decode()
        page = client.get(f"{reverse('transition', args=[programme.uid])}?as_of=2020-07-15")
        assert "Chuyển đổi 2008-2015" in page.content.decode()
        assert len(page.context["holders"]) == 2


def test_list_and_page_ask_as_often_for_one_as_for_three(org, programme):
    client, page = signed_in(org.officer), reverse("transition", args=[programme.uid])

    def asked(url):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        return len(queries)

    one, few = asked(reverse("transitions")), asked(page)
    for unit in (org.department2, org.ministry):
        TransitionHolderFactory(programme=programme, unit=unit)
        TransitionDeadlineFactory(programme=programme)
        TransitionDeadlineFactory(programme=TransitionProgrammeFactory(unit=org.ministry))
    assert asked(reverse("transitions")) == one
    assert asked(page) == few


def test_a_document_is_kept_as_it_is_and_released(org, running):
    document = DocumentFactory(unit=org.department)
    IssueFactory(document=document, approved=True)
    client, url = signed_in(org.officer1), reverse("document_keep", args=[document.uid, "keep"])

    assert signed_in(org.officer2).get(url).status_code == 404
    with pytest.raises(Refused):
        kept_documents.keep_document(running, document, by=fresh(org.manager1), reason="Thôi")
    answer = client.post(url, {"programme": running.pk, "reason": "Không viện dẫn phiên bản nào"})
    assert answer.status_code == 302, answer.content.decode()
    kept = KeptDocument.objects.get(document=document)
    assert (kept.decided_by, kept.decided_on, kept.reason) == (
        org.officer1, clock.today(), "Không viện dẫn phiên bản nào",
    )  # fmt: skip
    page = client.get(reverse("document", args=[document.uid])).content.decode()
    assert "Stays as it is" in page
    with pytest.raises(StepRefused, match="already"):
        kept_documents.keep_document(running, document, by=fresh(org.officer1), reason="Lần nữa")
    released = client.post(
        reverse("kept_document", args=[kept.uid, "release"]), {"reason": "Phải viết lại", "version": kept.version}
    )
    assert released.status_code == 302, released.content.decode()
    assert not KeptDocument.objects.filter(ended_at=None).exists()


def test_documents_of_who_does_not_take_part_need_no_decision(org, running):
    document = DocumentFactory(unit=org.department2)

    with pytest.raises(StepRefused, match="No transition runs"):
        kept_documents.keep_document(running, document, by=fresh(org.officer2), reason="Giữ")
    assert not TransitionHolder.objects.filter(unit=org.department2).exists()


def test_where_nobody_is_left_to_take_in_it_says_so(org, programme):
    units = list(scope.units_to_take_in(programme))
    client, url = signed_in(org.officer), reverse("transition_step", args=[programme.uid, "take_in"])

    assert client.get(url).status_code == 200
    scope.take_in_holders(programme, by=fresh(org.officer), units=units, group=TransitionGroup.MOVING)
    refused = client.get(url)
    assert refused.status_code == 409
    assert "takes part already" in refused.content.decode()


def test_closed_nothing_changes_any_more(org, running):
    officer = fresh(org.officer)
    operations.close_transition(running, by=officer, reason="Đã xong")

    with pytest.raises(StepRefused, match="closed"):
        scope.take_in_holders(running, by=officer, units=[org.department2], group="moving", reason="Thêm")
    page = signed_in(org.officer).get(reverse("transition", args=[running.uid])).content.decode()
    assert "Add a step" not in page
