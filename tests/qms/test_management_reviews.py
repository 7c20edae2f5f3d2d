"""Management reviews: agenda by edition, figures that equal their lists, frozen inputs, minutes, decisions, pages."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qms import clock
from qms.models import Action, Edition, ManagementReview, Notice
from qms.operations import actions
from qms.operations import management_reviews as reviews
from qms.policy import Refused
from qms.printing import MANAGEMENT_REVIEW, render_docx
from qms.registry import registry
from qms.reports.printed_reviews import review_context
from qms.reviewing.agendas import agenda_of, agendas
from qms.reviewing.gathering import GATHERERS, listed
from qms.signatures import SignatureIntent, content_hash
from qms.work_of_reviews import reviews_at_home, reviews_owed, shown_by_reviews
from qms.workflow import StepRefused
from tests import scenes
from tests.counts import FULL
from tests.factories import (
    ActionFactory,
    ContextFactorFactory,
    FeedbackFactory,
    InterestedPartyFactory,
    NonconformingOutputFactory,
    ProcedureFigureFactory,
    RiskFactory,
    save,
)
from tests.shared_organisation import DAY, fresh, on

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2020, 12, 31)
LATER = DAY + dt.timedelta(days=20)


def signed_in(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def draft(org, **values):
    usual = {
        "unit": org.department, "edition": org.edition, "title": "Xem xét giữa năm 2020", "period_from": FIRST,
        "period_to": LAST, "meeting_on": DAY, "chair": org.head1, "secretary": org.manager1,
    }  # fmt: skip
    return ManagementReview(**(usual | values))


def planned(org, **values):
    return reviews.plan_review(draft(org, **values), by=org.officer1)


def held(org, decisions=1, **values):
    review = reviews.freeze_review(planned(org, **values), by=fresh(org.officer1), frozen_on=DAY)
    told = {"meeting_on": DAY, "present": "Ban Giám đốc", "conclusion": "Phù hợp, có hiệu lực"}
    review = reviews.hold_review(review, by=fresh(org.manager1), **told)
    for number in range(decisions):
        decide(org, review, text=f"Quyết định {number}")
    return ManagementReview.objects.get(pk=review.pk)


def decide(org, review, **values):
    usual = {"kind": "improvement", "text": "Đào tạo", "unit": org.division, "owner": org.owner1, "due_on": LATER}
    return reviews.add_decision(review, by=fresh(org.manager1), **(usual | values))


def sign(org, review, by=None, **values):
    person = fresh(by or org.head1)
    return reviews.sign_review(review, by=person, signature=intent(person, review), **values)


def intent(person, review):
    return SignatureIntent(person, content_hash(ManagementReview.objects.get(pk=review.pk)), clock.now())


def records(org):
    """Something of every kind that is gathered in the department, and the same in another department."""
    for unit in (org.division, org.department2):
        owner = {"owner": org.owner1}
        ActionFactory(kind="review_decision", unit=unit, raised_by_unit=unit, due_on=dt.date(2020, 6, 1), **owner)
        ActionFactory(kind="corrective", unit=unit, raised_by_unit=unit, due_on=dt.date(2020, 8, 1), **owner)
        ActionFactory(kind="improvement", unit=unit, raised_by_unit=unit, due_on=dt.date(2020, 8, 1), **owner)
        ContextFactorFactory(unit=unit, climate=True)
        InterestedPartyFactory(unit=unit)
        FeedbackFactory(unit=unit, kind="complaint", satisfaction=2)
        FeedbackFactory(unit=unit, kind="suggestion", satisfaction=5)
        ProcedureFigureFactory(
            unit=unit, month=dt.date(2020, 5, 1), received=10, early=2, on_time=6, late=2, online_4=3
        )
        NonconformingOutputFactory(unit=unit, found_on=dt.date(2020, 5, 5), recorded_by=org.owner1)
        RiskFactory(unit=unit, kind="risk", **owner)
        RiskFactory(unit=unit, kind="opportunity", **owner)
    for state in ("running", "judged"):
        scenes.objective(org, state)
    scenes.nonconformity(org, "accepted")
    save(scenes.finding(org, "confirmed"), grade="opportunity")
    scenes.change_request(org, "asked")


def test_every_edition_has_its_agenda_in_both_languages_and_names_gatherers_that_are_there():
    assert set(agendas()) == {("9001", "2008"), ("9001", "2015"), ("9001", "2026")}
    for items in agendas().values():
        assert len({item.key for item in items}) == len(items)
        assert all(item.title_vi and item.title_en and item.number for item in items)
        assert {name for item in items for name in item.gatherers} <= set(GATHERERS)
    named = {name for items in agendas().values() for item in items for name in item.gatherers}
    assert named == set(GATHERERS), "a gatherer that no agenda asks"
    numbers = [item.number for item in agendas()["9001", "2015"]]
    assert numbers == [f"9.3.2 {one}" for one in ("a", "b", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "d", "e", "f")]


def test_planning_writes_the_agenda_and_a_change_of_edition_writes_it_anew(org):
    review = planned(org)

    assert review.number == "XX-2020-S1-0001"
    keys = list(review.inputs.filter(ended_at=None).values_list("key", flat=True))
    assert keys == [item.key for item in agenda_of(org.edition)]
    assert set(Notice.objects.filter(kind="review_planned").values_list("user__username", flat=True)) == {
        "head1", "manager1",
    }  # fmt: skip
    row = review.inputs.get(key="feedback", ended_at=None)
    reviews.write_input(row, by=fresh(org.manager1), text="Đã phân tích", opinion="không nhận trước cuộc họp")
    edition = Edition.objects.get(standard__code="9001", year="2026")
    changed = ManagementReview.objects.get(pk=review.pk)
    changed.edition = edition
    reviews.edit_review(changed, by=fresh(org.officer1), reason="Đã chuyển phiên bản")
    standing = {one.key: one for one in review.inputs.filter(ended_at=None)}
    assert list(standing) == [item.key for item in agenda_of(edition)]
    assert (standing["feedback"].text, standing["feedback"].opinion) == ("Đã phân tích", "")


REFUSED = [
    ({"unit": "division"}, "holds no QMS of its own"),
    ({"chair": "officer1"}, "is not top management"),
    ({"period_to": dt.date(2019, 12, 31)}, "ends before it begins"),
    ({"meeting_on": dt.date(2019, 12, 31)}, "before the period"),
]


@pytest.mark.parametrize(("wrong", "why"), REFUSED, ids=[why for _wrong, why in REFUSED])
def test_what_cannot_be_planned_is_said(org, wrong, why):
    values = {name: getattr(org, value) if isinstance(value, str) else value for name, value in wrong.items()}

    with pytest.raises(StepRefused) as refused:
        planned(org, **values)

    assert why in str(refused.value)
    with pytest.raises(Refused):
        reviews.plan_review(draft(org), by=fresh(org.manager1))


def total_of(page, figure):
    """What the linked list says: its number of rows, or the sum that it shows."""
    sums = page.context.get("sums")
    by_label = {
        "Dossiers received": lambda: sums["received"],
        "Dossiers done early or on time": lambda: sums["early"] + sums["on_time"],
        "Dossiers done late": lambda: sums["late"],
        "Dossiers online at level 4": lambda: sums["online_4"],
        "Share of dossiers done early or on time, percent": lambda: f"{sums['rate']:.1f}" if sums["rate"] else "",
        "Mean satisfaction, from 1 to 5": lambda: mean([one.satisfaction for one in page.context["rows"]]),
    }
    return by_label.get(figure["label_en"], lambda: page.context["total"])()


def mean(stars):
    given = [one for one in stars if one is not None]
    return f"{sum(given) / len(given):.2f}" if given else ""


def test_every_figure_is_what_its_list_shows_as_of_the_frozen_day_whatever_changes_later(org):
    records(org)
    review = planned(org)
    frozen = {}
    for year in ("2015", "2008", "2026"):
        edition = Edition.objects.get(standard__code="9001", year=year)
        other = planned(org, edition=edition) if year != "2015" else review
        reviews.freeze_review(other, by=fresh(org.officer1), frozen_on=DAY)
        for row in other.inputs.filter(ended_at=None):
            frozen |= {figure["link"] + figure["label_en"]: figure for figure in row.figures}
    assert all(figure["as_of"] == "2020-07-15" for figure in frozen.values())
    before = {row.pk: row.figures for row in review.inputs.filter(ended_at=None)}
    with on(LATER):
        records(org)
        for action in Action.objects.filter(kind="review_decision"):
            save(action, status="cancelled")
        client = signed_in(org.officer1)
        for figure in chosen(list(frozen.values())):
            page = client.get(figure["link"])
            assert (page.status_code, page.context["as_of"]) == (200, DAY), figure
            assert not [str(one) for one in page.context["messages"]], figure["link"]
            assert total_of(page, figure) == figure["value"], figure
        assert {row.pk: row.figures for row in review.inputs.filter(ended_at=None)} == before
        live = reviews.figures_of(ManagementReview.objects.get(pk=review.pk), LATER)
    assert live["earlier"][0]["value"] == 2 * before[review.inputs.get(key="earlier").pk][0]["value"]
    counted = {name for name in GATHERERS if any(one.value(scope(org)) for one in listed([name], scope(org)))}
    assert counted == set(GATHERERS), "each gatherer finds something in this scene"


def chosen(figures):
    """All of them in the full count; else three of each list, those that found something first."""
    if FULL:
        return figures
    by_list = defaultdict(list)
    for figure in sorted(figures, key=lambda one: one["value"] in (0, "")):
        by_list[figure["link"].partition("?")[0]].append(figure)
    return [figure for few in by_list.values() for figure in few[:3]]


def scope(org):
    return reviews.scope_of(draft(org), DAY)


def test_units_below_that_hold_a_system_of_their_own_are_left_out(org):
    records(org)
    ministry = draft(org, unit=org.ministry)

    figures = reviews.figures_of(ministry, DAY)

    assert {one["value"] for name in ("earlier", "risks") for one in figures[name]} == {0}
    (link, *_rest) = [one["link"] for one in figures["risks"]]
    page = signed_in(org.officer).get(link)
    assert page.context["total"] == 0
    assert "of its own QMS" in page.content.decode()


def test_figures_may_stand_as_of_an_earlier_day(org):
    with on(DAY - dt.timedelta(days=10)):
        RiskFactory(unit=org.division, owner=org.owner1)
    RiskFactory(unit=org.division, owner=org.owner1)
    review = planned(org)
    for day, why in ((DAY + dt.timedelta(days=1), "has not come"), (dt.date(2019, 12, 1), "before the period")):
        with pytest.raises(StepRefused) as refused:
            reviews.freeze_review(review, by=fresh(org.officer1), frozen_on=day)
        assert why in str(refused.value)

    reviews.freeze_review(review, by=fresh(org.officer1), frozen_on=DAY - dt.timedelta(days=5))

    assert review.inputs.get(key="risks").figures[0]["value"] == 1


def test_minutes_opinions_and_decisions_are_written_while_it_is_held(org):
    review = reviews.freeze_review(planned(org), by=fresh(org.officer1), frozen_on=DAY)
    for late, why in (({"meeting_on": LATER}, "has not come"), ({"present": " "}, "who was present")):
        told = {"meeting_on": DAY, "present": "x", "conclusion": "y"} | late
        with pytest.raises(StepRefused) as refused:
            reviews.hold_review(review, by=fresh(org.manager1), **told)
        assert why in str(refused.value)
    with pytest.raises(StepRefused, match="Record the meeting first"):
        decide(org, review)
    review = reviews.hold_review(review, by=fresh(org.manager1), meeting_on=DAY, present="x", conclusion="y")
    with pytest.raises(StepRefused, match="at least one decision"):
        sign(org, review)
    reviews.write_minutes(review, by=fresh(org.manager1), present="A\nB", conclusion="Phù hợp", discussion="C")
    row = reviews.write_input(review.inputs.get(key="audits"), by=fresh(org.manager1), opinion="Nhất trí")
    with pytest.raises(StepRefused, match="before the meeting"):
        decide(org, review, due_on=DAY - dt.timedelta(days=1))
    kept, gone = decide(org, review), decide(org, review, text="Bỏ")
    assert decide(org, review).pk == kept.pk, "sent twice it is one"
    reviews.edit_decision(
        kept, by=fresh(org.manager1), kind="resources", text="Thêm người", unit=org.division, owner=org.owner1,
        due_on=LATER,
    )  # fmt: skip
    reviews.end_decision(gone, by=fresh(org.manager1), reason="Trùng")
    review = ManagementReview.objects.get(pk=review.pk)
    assert (row.opinion, review.present) == ("Nhất trí", "A\nB")
    assert [one.text for one in review.decisions.filter(ended_at=None)] == ["Thêm người"]
    sign(org, review)
    for change in (
        lambda: reviews.write_input(row, by=fresh(org.manager1), text="muộn"),
        lambda: reviews.end_decision(kept, by=fresh(org.manager1), reason="muộn"),
        lambda: reviews.write_minutes(review, by=fresh(org.manager1), present="x", conclusion="y"),
    ):
        with pytest.raises(StepRefused, match="stays as it is"):
            change()


def test_signed_decisions_are_actions_and_the_last_verified_one_closes_it(org):
    review = sign(org, held(org, decisions=2), minutes_number="12/BB")

    made = list(Action.objects.filter(kind="review_decision").order_by("pk"))
    assert [(one.title, one.status, one.unit, one.owner, one.due_on) for one in made] == [
        (f"Quyết định {number}", "assigned", org.division, org.owner1, LATER) for number in range(2)
    ]
    assert {one.document_number for one in made} == {"12/BB"}
    assert Notice.objects.filter(kind="action_assigned", user=org.owner1).count() == 2
    for action in made:
        assert reviews.close_reviews() == 0
        action = actions.start_action(action, by=fresh(org.owner1))
        action = actions.report_done(action, by=fresh(org.owner1), evidence="Đã làm")
        actions.verify_action(action, by=fresh(org.officer1))
    review.refresh_from_db()
    assert (review.status, review.closed_on) == ("closed", DAY)

    other = sign(org, held(org))
    (last,) = Action.objects.filter(review_decision__review=other)
    actions.cancel_action(last, by=fresh(org.head1), reason="Không còn cần")
    assert registry.ticks["close_reviews"]() == 1
    other.refresh_from_db()
    assert other.status == "closed"


def test_only_who_chaired_it_signs_what_was_shown(org):
    review = held(org)
    with pytest.raises(StepRefused, match="who chaired"):
        sign(org, review, by=org.officer1)
    shown = intent(fresh(org.head1), review)
    reviews.write_input(review.inputs.get(key="audits"), by=fresh(org.manager1), opinion="Ý kiến mới")

    with pytest.raises(StepRefused, match="changed after it was shown"):
        reviews.sign_review(review, by=fresh(org.head1), signature=shown)

    assert ManagementReview.objects.get(pk=review.pk).status == "held"


def test_work_lists_tell_who_plans_prepares_writes_and_signs(org):
    plan = "Plan the yearly management review"

    def notes(person):
        return [item.note for item in reviews_at_home(fresh(person))]

    assert notes(org.officer1) == notes(org.head1) == [plan]
    review = planned(org, meeting_on=LATER)
    assert notes(org.officer1) == notes(org.manager1) == ["Gather and freeze the inputs"]
    assert [one.owner_id for one in reviews_owed(DAY, LATER)] == [org.manager1.pk]
    reviews.cancel_review(review, by=fresh(org.officer1), reason="Hoãn")
    assert notes(org.officer1) == [plan]
    held_one = held(org)
    assert notes(org.head1) == ["Sign the minutes"]
    assert notes(org.manager1) == notes(org.officer1) == ["Finish the minutes"]
    assert notes(org.reader1) == []
    sign(org, held_one)
    assert notes(org.officer1) == []
    with on(DAY + dt.timedelta(days=340)):
        assert notes(org.officer1) == [plan]


def test_a_signed_review_is_evidence_of_its_clauses(org):
    holder = type("Holder", (), {"unit_id": org.department.pk})
    assert list(shown_by_reviews(holder, [org.edition])) == []
    review = sign(org, held(org))

    shown = list(shown_by_reviews(holder, [org.edition]))

    assert {one.url for one in shown} == {review.get_absolute_url()}
    assert len(shown) == 3


def test_pages_lead_from_planning_to_the_printed_minutes(org):
    client = signed_in(org.officer1)
    given = {
        "unit": org.department.pk, "edition": org.edition.pk, "title": "Xem xét", "period_from": "2020-01-01",
        "period_to": "2020-12-31", "meeting_on": "2020-07-15", "chair": org.head1.pk, "secretary": org.manager1.pk,
    }  # fmt: skip
    again = client.post(reverse("review_new"), given | {"chair": org.head1.pk, "period_to": "2019-01-01"})
    assert again.status_code == 200
    assert "ends before it begins" in again.content.decode()
    assert client.post(reverse("review_new"), given).status_code == 302
    review = ManagementReview.objects.get(title="Xem xét")
    preview = client.get(reverse("review_preview", args=[review.uid]))
    assert "Dossiers received" in preview.content.decode()
    url = review.get_absolute_url()
    for step, values in (
        ("freeze", {"frozen_on": "2020-07-15"}),
        ("hold", {"meeting_on": "2020-07-15", "present": "A", "conclusion": "Phù hợp"}),
        ("decide", {"kind": "system", "text": "Sửa quy trình", "unit": org.division.pk, "owner": org.owner1.pk,
                    "due_on": "2020-09-30"}),
    ):  # fmt: skip
        assert client.post(reverse("review_step", args=[review.uid, step]), values).status_code == 302, step
    decision = review.decisions.get()
    edit = reverse("review_decision_step", args=[decision.uid, "edit"])
    assert "Sửa quy trình" in client.get(edit).content.decode()
    row = review.inputs.get(key="resources", ended_at=None)
    write = reverse("review_input_step", args=[row.uid, "write"])
    assert client.post(write, {"text": "Đủ", "opinion": "Nhất trí"}).status_code == 302
    page = client.get(url).content.decode()
    assert all(word in page for word in ("Sửa quy trình", "Nhất trí", "9.3.2 c6", "Inspections begun in the period"))
    offered = client.get(reverse("reviews")).context["filter"].form.fields["edition"].queryset
    assert list(offered) == [review.edition], "editions by which somebody reviewed"
    rows = b"".join(client.get(f"{reverse('reviews')}?show=to_sign&export=csv").streaming_content).decode()
    assert review.number in rows
    printed = client.get(reverse("review_print", args=[review.uid, "docx"]))
    assert printed.status_code == 200
    for person in (org.reader1, org.officer2):
        assert signed_in(person).get(url).status_code == 404
        assert review.number not in signed_in(person).get(reverse("reviews")).content.decode()


def test_the_print_holds_items_opinions_decisions_and_results(org):
    review = sign(org, held(org), minutes_number="12/BB-S1")

    context = review_context(review)

    assert (context.letterhead.number, context.draft) == ("12/BB-S1", False)
    assert len(context.items) == 12
    assert any("Risks recorded" in line for one in context.items for line in one.figures)
    assert context.decisions[0].result == "Assigned"
    assert context.signatures[-1].signed_at is not None
    assert render_docx(MANAGEMENT_REVIEW, context)[:2] == b"PK"


def test_longer_lists_and_fuller_reviews_ask_no_more_queries(org):
    client = signed_in(org.officer1)

    def count(url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    review = held(org)
    urls = (reverse("reviews"), review.get_absolute_url(), reverse("review_preview", args=[planned(org).uid]))
    for url in urls:
        count(url)
    few = [count(url) for url in urls]
    for number in range(5):
        held(org, title=f"Xem xét {number}")
        decide(org, review, text=f"Thêm {number}")
    records(org)
    assert [count(url) for url in urls] == few
