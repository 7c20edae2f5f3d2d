"""Comments on records: who writes and reads them, who is told, what is taken back; numbers that become links."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from qms.enums import Role
from qms.models import Comment, Document, Notice
from qms.operations.comments import write_comment
from qms.policy import Refused
from qms.registry import registry
from qms.views.comments import PAGE, commented_model
from tests import scenes
from tests.factories import (
    ActionFactory,
    ActionSeriesFactory,
    CommentFactory,
    ContextFactorFactory,
    DocumentFactory,
    InterestedPartyFactory,
    IssueFactory,
    ProcedureFigureFactory,
    RetentionRuleFactory,
    RiskFactory,
    RoleFactory,
    UserFactory,
)
from tests.shared_organisation import DAY, fresh, on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with on(DAY):
        yield


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def action_of(org, **values):
    return ActionFactory(**{"unit": org.division, "owner": org.owner1, "assigned_by": org.manager1} | values)


def out_of_reach(org):
    return action_of(org, unit=org.division2, owner=org.reader2, assigned_by=org.manager2)


def place(record):
    return reverse("comments", args=[record._meta.label_lower, record.uid])


def page_of(user, record):
    return signed_in(user).get(record.get_absolute_url()).content.decode()


def opened(user, url):
    """The status of a file that was read to its end, so that nothing stays open."""
    answer = signed_in(user).get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def photo(name="tủ.png"):
    content = BytesIO()
    Image.new("RGB", (20, 20)).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


def test_comment_is_written_with_its_picture_and_read_by_who_reaches_the_record(organisation):
    action = action_of(organisation)
    sent = {"text": "<b>Đã xem</b>", "files": [photo()]}

    answer = signed_in(organisation.manager1).post(place(action), sent)

    page = page_of(organisation.owner1, action)
    assert answer.url == f"{action.get_absolute_url()}#comments"
    assert "&lt;b&gt;Đã xem&lt;/b&gt;" in page
    (picture,) = re.findall(r'<img src="(/files/qms.commentfile/[^"]+)" alt="tủ.png" loading="lazy"', page)
    assert opened(organisation.owner1, picture) == 200
    assert opened(organisation.officer2, picture) == 404


@pytest.mark.parametrize(("sent", "says"), [({"text": " "}, "required"), ({"text": "x", "bad": b""}, "empty")])
def test_bad_comment_is_refused_and_what_was_typed_stays(organisation, sent, says):
    files = [SimpleUploadedFile("a.pdf", sent.pop("bad"))] if "bad" in sent else []

    answer = signed_in(organisation.manager1).post(place(action_of(organisation)), sent | {"files": files})

    assert says in answer.content.decode()
    assert f"{sent['text'].strip()}</textarea>" in answer.content.decode()
    assert not Comment.objects.exists()


def test_mention_tells_who_reaches_the_record(organisation):
    action = action_of(organisation)

    signed_in(organisation.manager1).post(place(action), {"text": "@owner1, nhờ xem lại; mail@owner1.vn @owner1"})

    notice = Notice.objects.get(kind="comment_mention")
    assert (notice.user, notice.number, "nhờ" in str(notice.details)) == (organisation.owner1, action.number, False)
    assert [row.user for row in Comment.objects.get().mentions.all()] == [organisation.owner1]


def test_mention_gives_no_access_and_says_so_before_it_is_sent(organisation):
    action, client = action_of(organisation), signed_in(organisation.manager1)
    sent = {"text": "Hỏi @reader1 nhé"}

    first = client.post(place(action), sent).content.decode()
    (warned,) = re.findall(r'name="warned" value="([^"]*)"', first)
    assert "does not reach this record" in first
    assert not Comment.objects.exists()
    after = client.post(place(action), sent | {"warned": warned}, follow=True).content.decode()

    assert "Not told, because the record is out of reach" in after
    assert Comment.objects.get().mentions.count() == Notice.objects.filter(kind="comment_mention").count() == 0
    assert signed_in(organisation.reader1).get(action.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["nobody", "officer2"])
def test_name_that_cannot_be_named_is_refused_alike(organisation, name):
    answer = signed_in(organisation.owner1).post(place(action_of(organisation)), {"text": f"@{name} xem"})

    assert f"Nobody whom you can name is called @{name}." in answer.content.decode()
    assert not Comment.objects.exists()


def test_own_comment_is_taken_back_with_its_reason(organisation):
    action = action_of(organisation)
    signed_in(organisation.owner1).post(place(action), {"text": "Nhầm việc", "files": [photo()]})
    comment = Comment.objects.get()
    url = reverse("comment_step", args=[comment.uid, "take_back"])
    file_url = comment.file_links.get().get_absolute_url()

    assert signed_in(organisation.manager1).post(url, {"reason": "x"}).status_code in (403, 409)
    assert signed_in(organisation.owner1).post(url, {"reason": " "}).status_code == 200
    assert Comment.objects.get().ended_at is None
    signed_in(organisation.owner1).post(url, {"reason": "Viết nhầm chỗ"})

    page = page_of(organisation.manager1, action)
    assert "Viết nhầm chỗ" in page
    assert "Nhầm việc" not in page
    assert opened(organisation.owner1, file_url) == 404
    assert Comment.objects.get().text == "Nhầm việc"


def test_external_auditor_reads_and_does_not_comment(organisation):
    action, auditor = action_of(organisation), UserFactory()
    RoleFactory(user=auditor, unit=organisation.department, role=Role.AUDITOR)
    CommentFactory(about=action, text="Cho kiểm toán đọc")

    page = page_of(auditor, action)

    assert "Cho kiểm toán đọc" in page
    assert "Write a comment" not in page
    assert signed_in(auditor).post(place(action), {"text": "x"}).status_code == 403
    with pytest.raises(Refused):
        write_comment(action, by=fresh(auditor), text="x")


def test_reader_of_a_document_in_force_comments_on_it(organisation):
    document = IssueFactory(document=DocumentFactory(unit=organisation.department), approved=True).document

    assert not Document.objects.visible_to(fresh(organisation.reader1)).filter(pk=document.pk).exists()
    signed_in(organisation.reader1).post(place(document), {"text": "Mục 5 khó hiểu", "files": [photo()]})

    page = page_of(organisation.owner1, document)
    assert "Mục 5 khó hiểu" in page
    (picture,) = re.findall(r'<img src="(/files/qms.commentfile/[^"]+)"', page)
    assert opened(organisation.owner1, picture) == 200


def test_long_talk_is_read_by_pages(organisation):
    action, client = action_of(organisation), signed_in(organisation.manager1)
    for number in range(PAGE + 2):
        CommentFactory(about=action, made_by=organisation.owner1, text=f"Câu thứ {number}.")

    page, first = page_of(organisation.manager1, action), client.get(f"{place(action)}?page=1").content.decode()

    assert f"Comments ({PAGE + 2})" in page
    assert ("Câu thứ 1." in page, "Câu thứ 51." in page) == (False, True)
    assert ("Câu thứ 0." in first, "Câu thứ 51." in first) == (True, False)
    assert "Câu thứ 51." in client.get(place(action)).content.decode()


def test_comments_ask_as_often_for_many_as_for_few(organisation):
    action, other, client = action_of(organisation), action_of(organisation), signed_in(organisation.manager1)

    def asked():
        client.get(action.get_absolute_url())
        with CaptureQueriesContext(connection) as caught:
            client.get(action.get_absolute_url())
        return len(caught)

    CommentFactory(about=action, text=f"Như {other.number}")
    few = asked()
    for number in range(5):
        CommentFactory(about=action, text=f"Như {action_of(organisation).number}, lần {number}")
    assert asked() == few


PLAIN = {
    "risk": RiskFactory,
    "contextfactor": ContextFactorFactory,
    "interestedparty": InterestedPartyFactory,
    "procedurefigure": ProcedureFigureFactory,
    "retentionrule": RetentionRuleFactory,
}
"""Records that need no story round them."""


@pytest.mark.parametrize("label", sorted(registry.record_kinds))
def test_every_kind_of_record_is_commented_on(organisation, label):
    model = commented_model(label)
    if label == "qms.unit":
        assert model is None
        return
    name = {"checklisttemplate": "checklist_template", "changerequest": "change_request", "papercopy": "paper_copy"}
    name |= {"transitionprogramme": "transition", "nonconformingoutput": "output", "managementreview": "review"}
    name |= {"committeemeeting": "committee", "periodicreport": "periodic_report"}
    name = name.get(label.partition(".")[2], label.partition(".")[2])
    states = {"action": "assigned", "change_request": "asked", "paper_copy": "issued", "repeat": "proposed"}
    states |= {"disposal": "drafted", "feedback": "received", "objective": "proposed", "output": "recorded"}
    states |= {"declaration": "drafted", "inspection": "planned", "nonconformity": "accepted", "finding": "confirmed"}
    states |= {"committee": "planned", "review": "planned", "training": "planned", "periodic_report": "open"}
    if name == "actionseries":
        record = ActionSeriesFactory(unit=organisation.division, owner=organisation.owner1)
    elif name == "document":
        record = IssueFactory(document=DocumentFactory(unit=organisation.department), approved=True).document
    elif name in PLAIN:
        record = PLAIN[name](unit=organisation.division)
    else:
        record = getattr(scenes, name)(organisation, states.get(name, "draft"))
        record = getattr(record, "template", record)

    answer = signed_in(organisation.officer1).post(place(record), {"text": "Một ý kiến"}, follow=True)

    assert answer.status_code == 200
    assert "Một ý kiến" in answer.content.decode()
    assert 'id="comments"' in answer.content.decode()


def test_number_typed_leads_to_who_reaches_the_record(organisation):
    seen, unseen = action_of(organisation), out_of_reach(organisation)
    document = IssueFactory(
        document=DocumentFactory(number="QT-05", unit=organisation.department), approved=True
    ).document
    text = f"Xem {seen.number}, {unseen.number}, QT-05 và QT-99 <i>(HĐ-2020)</i>"
    record = action_of(organisation, details=text)
    CommentFactory(about=record, text=text)

    page = page_of(organisation.manager1, record)

    for one in (seen, document):
        assert page.count(f'<a href="{one.get_absolute_url()}">{one.number}</a>') == 2
    assert page.count(f", {unseen.number}, ") == 2
    assert "QT-99 &lt;i&gt;(HĐ-2020)&lt;/i&gt;" in page
    assert unseen.get_absolute_url() not in page


def test_number_in_the_box_leads_to_its_record(organisation):
    seen, unseen = action_of(organisation), out_of_reach(organisation)
    client = signed_in(organisation.manager1)
    typed = seen.number.replace("Đ", "D").lower()

    for said in (f" {typed} ", typed.replace("-", " "), f"{seen.number} (04.00)"):
        assert client.get("/go/", {"q": said}).url == seen.get_absolute_url(), said
    answers = [client.get("/go/", {"q": number}) for number in (unseen.number, "HĐ-2020-XX-0001")]
    assert [answer.status_code for answer in answers] == [404, 404]
    texts = [re.sub(r"(HĐ|H%C4%90)-2020-[^»\"]*|[A-Za-z0-9]{64}", "", answer.content.decode()) for answer in answers]
    assert texts[0] == texts[1]
    assert client.get("/go/").status_code == client.get("/go/", {"q": "\x00"}).status_code == 200
