"""Each inspected unit has 5 working days for its word; objecting there disputes the nonconformity."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from inspections.inspection_worklist import inspections_of
from inspections.models import Inspection, Nonconformity
from inspections.operations import inspection as visits
from inspections.operations.nonconformity import accept_all_silent
from inspections.operations.report_comment import comment_and_dispute
from inspections.views.report import late_words
from inspections.worklist import nonconformities_to_decide
from qms.models import Notice
from qms.workflow import StepRefused
from tests.factories import InspectedUnitFactory, NonconformityFactory, save
from tests.inspections.test_report_versions import conclude, two_units
from tests.scenes import inspection
from tests.shared_organisation import DAY, fresh, on

LATER = dt.date(2020, 7, 23)  # the sixth working day after the day


def recorded(org, visit, unit=None, **values):
    """A nonconformity of the visit that waits for the unit's word."""
    return NonconformityFactory(
        inspection=visit, unit=unit or org.division, raised_by_unit=org.department, raised_by=org.lead1, recorded=True,
        **values,
    )  # fmt: skip


def sent(org):
    """A report of two divisions that was sent today."""
    return visits.send_report(two_units(org), by=org.lead1)


def again(visit):
    """The visit as it now stands."""
    return Inspection.objects.get(pk=visit.pk)


def test_each_unit_is_waited_for_and_named(org):
    visit = sent(org)
    visit = visits.comment_on_report(visit, by=org.manager1, unit_comment="Nhất trí A")
    with pytest.raises(StepRefused) as refused:
        conclude(org, visit)
    assert org.sibling.name in refused.value.reasons[0]
    assert org.division.name + "," not in refused.value.reasons[0]
    visit = visits.comment_on_report(again(visit), by=org.manager_sibling1, unit_comment="Nhất trí B")
    row = visit.inspected_units.get()
    assert (visit.unit_comment, row.comment, row.commented_by) == ("Nhất trí A", "Nhất trí B", org.manager_sibling1)

    visit = conclude(org, visit)

    assert visit.unit_silent_on is None


def test_a_silent_unit_is_named_in_the_report(org):
    visit = visits.comment_on_report(sent(org), by=org.manager1, unit_comment="Nhất trí A")
    with on(LATER):
        visit = conclude(org, visit)

    silent = {row["code"]: row["silent"] for row in visit.report_versions.get().facts["units"]}
    assert silent == {"S1-A": False, "S1-B": True}
    assert visit.unit_silent_on == LATER


def test_nobody_speaks_for_another_unit(org):
    visit = sent(org)
    with pytest.raises(StepRefused):
        visits.comment_on_report(visit, by=org.manager_sibling1, unit_comment="Thay lời", unit=org.division)
    with pytest.raises(StepRefused):
        visits.comment_on_report(visit, by=org.manager2, unit_comment="Lạ")
    assert not again(visit).unit_commented_on


def test_sent_again_every_unit_is_asked_again(org):
    visit = visits.comment_on_report(sent(org), by=org.manager_sibling1, unit_comment="Lần một")
    save(visit, status="report_drafted")

    visit = visits.send_report(again(visit), by=org.lead1)

    assert visit.inspected_units.get().commented_on is None


def test_objections_in_the_comment_dispute_all_or_nothing(org):
    visit = sent(org)
    first, second = recorded(org, visit), recorded(org, visit)
    save(second, status="accepted")
    with pytest.raises(StepRefused) as refused:
        comment_and_dispute(
            visit, by=org.manager1, unit_comment="Không nhất trí", disputes=[(first, "Đã gia hạn"), (second, "Đã sửa")]
        )
    assert refused.value.reasons[0].startswith(second.number)
    first.refresh_from_db()
    assert (first.status, again(visit).unit_commented_on) == ("recorded", None)

    comment_and_dispute(visit, by=org.manager1, unit_comment="Không nhất trí", disputes=[(first, "Đã gia hạn")])

    first.refresh_from_db()
    assert (first.status, first.dispute) == ("disputed", "Đã gia hạn")
    assert again(visit).unit_comment == "Không nhất trí"


def test_the_form_lists_the_units_own_and_keeps_what_was_typed(org):
    visit = sent(org)
    own, other = recorded(org, visit), recorded(org, visit, unit=org.sibling)
    client = Client()
    client.force_login(org.manager1)
    address = reverse("inspection_step", args=[visit.uid, "comment"])
    shown = client.get(address).content.decode()
    assert own.number in shown
    assert other.number not in shown
    typed = {"version": visit.version, "unit_comment": "Không nhất trí"}

    for half, field in (
        ({f"object_{own.pk}": "on"}, f"reason_{own.pk}"),
        ({f"reason_{own.pk}": "Vì"}, f"object_{own.pk}"),
    ):
        response = client.post(address, typed | half)
        assert own.number in response.context["form"].errors[field][0]
        assert "Không nhất trí" in response.content.decode()
    done = client.post(address, typed | {f"object_{own.pk}": "on", f"reason_{own.pk}": "Đã gia hạn"})

    assert done.status_code == 302
    assert Nonconformity.objects.get(pk=own.pk).status == "disputed"


def test_who_manages_several_units_says_for_which(org):
    visit = two_units(org)
    InspectedUnitFactory(inspection=visit, unit=org.section)
    visit = visits.send_report(again(visit), by=org.lead1)
    client = Client()
    client.force_login(org.manager1)
    address = reverse("inspection_step", args=[visit.uid, "comment"])
    form = client.get(address).context["form"]
    assert set(form.fields["unit"].queryset) == {org.division, org.section}

    client.post(address, {"version": visit.version, "unit": org.section.pk, "unit_comment": "Tổ nhất trí"})

    assert again(visit).inspected_units.get(unit=org.section).comment == "Tổ nhất trí"
    assert client.get(address).context["form"].initial["unit"] == org.division.pk


def test_silence_counts_from_the_sending_of_the_report(org):
    visit = two_units(org)
    record = recorded(org, visit, answer_due_on=DAY - dt.timedelta(days=1))
    assert accept_all_silent() == 0
    assert [item.due for item in nonconformities_to_decide(fresh(org.manager1))] == [None]

    visits.send_report(visit, by=org.lead1)

    record.refresh_from_db()
    assert record.answer_due_on == dt.date(2020, 7, 22)
    with on(LATER):
        assert accept_all_silent() == 1


def test_every_units_manager_is_asked_until_their_unit_spoke(org):
    visit = sent(org)

    def asked(person):
        return [item.number for item in inspections_of(fresh(person)) if item.group == "decide"]

    assert asked(org.manager1) == asked(org.manager_sibling1) == [visit.number]
    visits.comment_on_report(visit, by=org.manager_sibling1, unit_comment="Nhất trí")
    assert asked(org.manager1) == [visit.number]
    assert asked(org.manager_sibling1) == []


def test_the_conclusion_goes_to_units_team_head_and_officers_once_each(org):
    visit = conclude(org, inspection(org, "with_unit"))

    told = list(Notice.objects.filter(kind="inspection_concluded").values_list("user__username", flat=True))
    assert sorted(told) == ["head1", "inspector1", "manager1", "officer1"]
    names = {str(getattr(org, name)) for name in told}
    assert set(visit.report_versions.get().facts["sent_to"]) == names


def test_a_late_report_says_by_how_much(org):
    visit = inspection(org, "report_drafted")
    assert late_words(visit) == ""
    with on(dt.date(2020, 7, 28)):
        assert "24/07/2020" in late_words(visit)
        visit = visits.send_report(visit, by=org.lead1)
    assert "2" in late_words(visit)
    assert conclude_late(org, visit)["days_late"] == 2


def conclude_late(org, visit):
    """The frozen facts of a report that was concluded after the unit spoke."""
    visit = visits.comment_on_report(visit, by=org.manager1, unit_comment="Nhất trí")
    return conclude(org, visit).report_versions.get().facts
