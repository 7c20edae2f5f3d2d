"""5 whys that branch, the Ishikawa drawing, causes refused for lack of evidence."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from inspections.fishbone import fishbone, wrapped
from inspections.models import Cause
from inspections.nonconformity_phrases import BRANCHES
from inspections.operations import corrective_action as plans
from inspections.whys import in_order, read_whys, stored
from qms.models import Notice
from qms.workflow import StepRefused
from tests.scenes import nonconformity

TREE = [{"why": "Trễ hạn", "whys": [{"why": "Thiếu người", "whys": []}, {"why": "Không ai theo dõi", "whys": []}]}]


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("chain", [[], ["Một"], ["Một", "Hai", "Ba"], TREE])
def test_a_chain_is_read_and_stored_as_it_was(chain):
    assert stored(read_whys(chain)) == chain


def test_answers_of_one_level_are_told_apart():
    told = [(one.level, one.mark, one.text) for one in in_order(read_whys(TREE))]

    assert told == [(1, "", "Trễ hạn"), (2, "a", "Thiếu người"), (2, "b", "Không ai theo dõi")]


def test_an_answer_is_added_below_another_and_nothing_typed_is_lost(org):
    record = nonconformity(org, "contained")
    client, url = signed_in(org.manager1), reverse("cause_new", args=[record.uid, "five_whys"])
    typed = {"why_1": "Trễ hạn", "why_2": "Thiếu người", "text": "Không giao việc"}

    page = client.post(url, typed | {"add_below": "1"}).content.decode()

    assert 'name="why_6"' in page
    assert 'name="below_6" value="1"' in page
    assert all(words in page for words in typed.values())
    assert not record.causes.filter(text="Không giao việc").exists()
    sent = typed | {"why_6": "Không ai theo dõi", "below_6": "1"}
    assert client.post(url, sent).status_code == 302
    assert Cause.objects.get(text="Không giao việc").chain == TREE
    shown = client.get(reverse("cause_edit", args=[Cause.objects.get(text="Không giao việc").uid])).content.decode()
    assert shown.index("Thiếu người") < shown.index("Không ai theo dõi")


def test_a_why_left_out_between_two_answers_is_said_on_its_box(org):
    record = nonconformity(org, "contained")
    url = reverse("cause_new", args=[record.uid, "five_whys"])
    sent = {"why_1": "Một", "why_2": "Hai", "why_6": " ", "below_6": "1", "why_7": "Bảy", "below_7": "6", "text": "N"}

    page = signed_in(org.manager1).post(url, sent)

    assert page.status_code == 200
    assert "Answer this why before the next one." in page.content.decode()
    assert "Bảy" in page.content.decode()


def test_the_diagram_has_six_branches_a_title_and_escapes_what_people_wrote():
    svg = fishbone([(str(label), "<b>&" * 3) for label in BRANCHES.values()], "<script>", title="T", name="x")

    assert svg.count("<path") == 8  # six bones, the spine and its arrow
    assert "<title" in svg
    assert "<desc" in svg
    assert "<script>" not in svg
    assert "<b>" not in svg


def test_nothing_of_the_diagram_stands_outside_its_picture():
    svg = fishbone([(str(label), "") for label in BRANCHES.values()], "quá hẹn " * 60, title="T", name="x")

    height = int(re.search(r'viewBox="0 0 720 (\d+)"', svg)[1])
    drawn = [int(y) for y in re.findall(r'<(?:text|rect) x="[\d.]+" y="(-?\d+)"', svg)]
    assert 0 < min(drawn) < max(drawn) < height


def test_a_long_text_is_cut_with_an_ellipsis():
    lines = wrapped("từ " * 200, 25, 8)

    assert len(lines) == 8
    assert lines[-1].endswith("…")
    assert max(map(len, lines)) <= 25


def test_a_refused_cause_goes_back_to_its_author_until_it_is_written_anew(org):
    record = nonconformity(org, "contained")
    cause = plans.write_cause(Cause(nonconformity=record, method="sentence", text="Thiếu người"), by=org.manager1)
    lead, manager = signed_in(org.lead1), signed_in(org.manager1)
    refuse = reverse("cause_step", args=[cause.uid, "refuse"])

    assert lead.post(refuse, {"reason": ""}).status_code == 200  # a reason is asked for
    assert manager.post(refuse, {"reason": "Vì"}).status_code == 409  # never by its author
    assert lead.post(refuse, {"reason": "Chưa có số liệu"}).status_code == 302

    assert Notice.objects.get(kind="cause_refused").user == org.manager1
    with pytest.raises(StepRefused):
        plans.confirm_cause(cause, by=org.lead1, evidence="Sổ")
    assert "write the cause anew" in manager.get("/").content.decode()
    page = lead.get(reverse("nonconformity", args=[record.uid])).content.decode()
    assert "Chưa có số liệu" in page
    cause = plans.write_cause(Cause.objects.get(pk=cause.pk), by=org.manager1)
    assert plans.confirm_cause(cause, by=org.lead1, evidence="Sổ giao việc").confirmed_by == org.lead1
    assert (
        "for lack of evidence" in lead.get(reverse("nonconformity", args=[record.uid])).content.decode()
    )  # the story keeps it
