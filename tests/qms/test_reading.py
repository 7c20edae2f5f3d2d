"""Who must read what by when, against a plain model of it; confirming, notes, notices, and who sees what."""

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms import reading
from qms.enums import Role
from qms.models import Acknowledgement, Audience, Membership, Notice, RoleAssignment, User
from qms.models.reach import UnitPath
from qms.operations import reading as operations
from qms.operations import reading_notices
from qms.operations.reading_notices import announce_in_force, remind, tell_newcomers
from qms.policy import Refused
from qms.reading_pair import state_for
from qms.work_of_reading import issues_to_read
from qms.workflow import StepRefused
from tests.counts import examples
from tests.factories import ActingForFactory, DocumentFactory, IssueFactory, MembershipFactory, UserFactory, save
from tests.factories_documents import AcknowledgementFactory, AudienceFactory
from tests.shared_organisation import DAY, fresh, on

D = dt.timedelta


def days(number):
    return DAY + D(days=number)


def in_force(org, since=-30, **values):
    """An issue of the department's document, in force for so many days."""
    document = values.pop("document", None) or DocumentFactory(unit=org.department, author=org.inspector1)
    day = days(since)
    return IssueFactory(approved=True, document=document, signed_on=day, effective_on=day, **values)


def asked(issue, unit, since=-30, **values):
    """An audience of its document."""
    values.setdefault("role", "")
    values.setdefault("days", 7)
    return AudienceFactory(document=issue.document, unit=unit, since=days(since), **values)


def told(day=DAY, **narrowed):
    """By username: (due day, state)."""
    return {one.person.username: (one.due_on, one.state) for one in reading.expected(day, **narrowed)}


# Who must read, by when


def test_everybody_below_the_unit_must_read(org):
    issue = in_force(org)
    asked(issue, org.division)

    assert told() == {name: (days(-23), "overdue") for name in ("manager1", "owner1", "reader1")}


def test_those_with_the_role_must_read_wherever_they_work(org):
    issue = in_force(org, since=0)
    asked(issue, org.department, role=Role.OFFICER)
    asked(issue, org.department, role=Role.INSPECTOR, days=14)

    assert told() == {
        "officer1": (days(7), "todo"),
        "lead1": (days(14), "todo"),
        "inspector1": (days(14), "todo"),
    }


def test_another_qms_below_is_not_asked(org):
    document = DocumentFactory(unit=org.ministry)
    asked(in_force(org, document=document), org.ministry)

    assert set(told()) == {"officer", "director", "admin"}


def newcomer(org):
    save(org.reader1.memberships.get(), valid_from=days(-2))


def moved_into_the_audience(org):
    save(org.verifier1.memberships.get(), valid_to=days(-4))
    MembershipFactory(user=org.verifier1, unit=org.section, valid_from=days(-3))


def moved_away(org):
    save(org.reader1.memberships.get(), valid_to=days(-1))
    MembershipFactory(user=org.reader1, unit=org.sibling, valid_from=DAY)


def last_day(org):
    save(org.reader1.memberships.get(), valid_to=DAY)


def not_yet_there(org):
    MembershipFactory(user=org.verifier1, unit=org.division, valid_from=days(1))


def account_closed(org):
    save(fresh(org.reader1), is_active=False)


def deputy_of_a_reader(org):
    ActingForFactory(deputy=org.verifier1, principal=org.reader1)


USUAL = {"manager1": -23, "owner1": -23, "reader1": -23}


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (newcomer, USUAL | {"reader1": 5}),
        (moved_into_the_audience, USUAL | {"verifier1": 4}),
        (moved_away, {"manager1": -23, "owner1": -23}),
        (last_day, USUAL),
        (not_yet_there, USUAL),
        (account_closed, {"manager1": -23, "owner1": -23}),
        (deputy_of_a_reader, USUAL),
    ],
)
def test_people_come_and_go(org, happens, expected):
    asked(in_force(org), org.division)

    happens(org)

    assert {name: due for name, (due, _state) in told().items()} == {name: days(due) for name, due in expected.items()}


def test_a_role_that_ended_is_not_asked(org):
    asked(in_force(org), org.department, role=Role.MANAGER)
    save(org.manager1.role_assignments.get(), valid_to=days(-1))

    assert set(told()) == {"manager_sibling1"}


def test_of_two_audiences_the_earlier_day_counts(org):
    issue = in_force(org)
    asked(issue, org.department, days=60)
    asked(issue, org.division, days=40)

    found = told()

    assert found["reader1"] == (days(10), "todo")
    assert found["verifier1"] == (days(30), "todo")
    assert len(found) == 9


def test_an_audience_counts_from_its_day(org):
    issue = in_force(org)
    asked(issue, org.division, since=-1)
    asked(issue, org.sibling, since=1)

    assert told()["reader1"] == (days(6), "todo")
    assert "verifier1" not in told()
    assert told(days(1))["verifier1"] == (days(8), "todo")


def test_an_ended_audience_is_not_asked(org):
    audience = asked(in_force(org), org.division)

    operations.end_audience(audience, by=org.officer1, reason="Không còn thuộc phạm vi")

    assert told() == {}
    assert told(days(-1)) != {}


def test_a_withdrawn_document_is_not_asked(org):
    issue = in_force(org)
    asked(issue, org.division)

    save(issue, status="withdrawn", withdrawn_on=DAY)

    assert told() == {}


def test_a_new_issue_is_read_anew_from_its_own_day(org):
    first = in_force(org)
    asked(first, org.division)
    AcknowledgementFactory(issue=first, user=org.reader1, acknowledged_on=days(-20), content_hash=first.content_hash)
    assert told()["reader1"] == (days(-23), "done")

    second = in_force(org, since=3, document=first.document)

    assert told()["reader1"] == (days(-23), "done")
    assert told(days(3), issue=second)["reader1"] == (days(10), "todo")
    assert told(days(3), issue=first) == {}


def test_yearly_reading_comes_again(org):
    issue = in_force(org, since=-400)
    asked(issue, org.division, since=-400, yearly=True)
    asked(issue, org.sibling, since=-400)
    for person, since in ((org.reader1, -390), (org.owner1, -30), (org.verifier1, -390)):
        AcknowledgementFactory(issue=issue, user=person, acknowledged_on=days(since), content_hash=issue.content_hash)

    found = told()

    anniversary = dt.date(2020, 6, 11)  # 400 days before was 11/06/2019
    assert found["reader1"] == (anniversary + D(days=7), "overdue")
    assert found["owner1"] == (anniversary + D(days=7), "done")
    assert found["verifier1"][1] == "done"


def test_the_year_of_a_29_february_turns_on_1_march(org):
    document = DocumentFactory(unit=org.department)
    issue = IssueFactory(
        approved=True, document=document, signed_on=dt.date(2020, 2, 29), effective_on=dt.date(2020, 2, 29)
    )
    AudienceFactory(document=document, unit=org.division, role="", since=dt.date(2020, 2, 1), days=7, yearly=True)
    AcknowledgementFactory(
        issue=issue, user=org.reader1, acknowledged_on=dt.date(2020, 3, 2), content_hash=issue.content_hash
    )

    assert told(dt.date(2021, 2, 28))["reader1"][1] == "done"
    assert told(dt.date(2021, 3, 1))["reader1"] == (dt.date(2021, 3, 8), "todo")


def test_states_narrow_count_and_slice(org):
    issue = in_force(org)
    asked(issue, org.department, days=10)
    AcknowledgementFactory(issue=issue, user=org.reader1, acknowledged_on=days(-25), content_hash=issue.content_hash)
    newcomer_to_sibling = UserFactory(username="new1")
    MembershipFactory(user=newcomer_to_sibling, unit=org.sibling, valid_from=DAY)

    rows = reading.expected()

    assert {state: rows.in_state(state).count() for state in ("", "open", "todo", "overdue", "done")} == {
        "": 10, "open": 9, "todo": 1, "overdue": 8, "done": 1,
    }  # fmt: skip
    assert [one.person.username for one in rows.in_state("todo")] == ["new1"]
    listed = [one.person.username for one in rows.order_by("person")]
    assert [one.person.username for one in rows.order_by("person")[3:5]] == listed[3:5]
    assert [one.person.username for one in rows.order_by("-person")] == listed[::-1]
    assert rows.order_by("person")[8:20].count() == 2
    assert reading.share_confirmed(issue) == (1, 10)
    assert reading.overdue(units=[org.division.pk]).count() == 2


def test_share_of_an_issue_to_come_is_that_of_its_day(org):
    issue = in_force(org, since=5)
    asked(issue, org.division)

    assert reading.share_confirmed(issue) == (0, 3)


@pytest.mark.parametrize("state", ["draft", "in_review", "reviewed"])
def test_share_of_an_issue_to_approve_is_of_those_who_will_have_to_read_it(org, state):
    first = in_force(org)
    asked(first, org.division)
    later = IssueFactory(**({state: True} if state != "draft" else {}), document=first.document)

    assert reading.share_confirmed(later) == (0, 3)
    assert reading.expected(issue=later).count() == 0


def test_words_are_found_without_accents(org):
    issue = in_force(org)
    asked(issue, org.division)

    assert reading.expected().search("tiep nhan reader1").count() == 1
    assert reading.expected().search("khong co").count() == 0


# The same, over random assignments, by a plain model


DAYS = st.integers(-800, 10)
PLACES = ("department", "division", "section", "sibling", "department2", "division2")
PEOPLE = ("reader1", "verifier1", "owner1", "reader2")
STAY = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PLACES), DAYS, st.none() | DAYS)


def plain_model(day, issue, people):
    """What must come out, said in Python."""
    inside = set(UnitPath.objects.filter(inside=True).values_list("ancestor_id", "unit_id"))
    found = {}
    for audience in Audience.objects.filter(document=issue.document, since__lte=day, ended_at=None):
        stays = RoleAssignment.objects.filter(role=audience.role) if audience.role else Membership.objects.all()
        for stay in stays.filter(user__in=people):
            stands = stay.valid_from <= day and (stay.valid_to is None or stay.valid_to >= day)
            if not stands or (audience.unit_id, stay.unit_id) not in inside:
                continue
            begins, year = max(issue.effective_on, audience.since, stay.valid_from), 0
            while audience.yearly and later(begins, year + 1) <= day:
                year += 1
            begins = later(begins, year)
            done = [
                one.acknowledged_on
                for one in Acknowledgement.objects.filter(issue=issue, user=stay.user)
                if not year or one.acknowledged_on >= begins
            ]
            found.setdefault(stay.user.username, []).append((bool(done), begins + D(days=audience.days)))
    return {name: summed(day, hits) for name, hits in found.items()}


def later(day, years):
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def summed(day, hits):
    still_open = [due for done, due in hits if not done]
    if not still_open:
        return min(due for _done, due in hits), "done"
    return min(still_open), "overdue" if min(still_open) < day else "todo"


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    audiences=st.lists(
        st.tuples(st.sampled_from(PLACES[:4]), st.sampled_from(["", "reader", "manager"]), DAYS, st.booleans()),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one[:2],
    ),
    memberships=st.lists(STAY, max_size=6),
    roles=st.lists(st.tuples(STAY, st.sampled_from(["reader", "manager"])), max_size=6),
    confirmed=st.lists(st.tuples(st.sampled_from(PEOPLE), DAYS), max_size=4, unique_by=lambda one: one[0]),
    since=DAYS,
)
def test_statement_says_what_the_plain_model_says(org, audiences, memberships, roles, confirmed, since):
    from django.db import transaction  # noqa: PLC0415 - each example is taken back

    with transaction.atomic():
        issue = in_force(org, since=min(since, 0))
        for place, role, day, yearly in audiences:
            asked(issue, getattr(org, place), since=day, role=role, yearly=yearly, days=30)
        for name, place, day, until in memberships:
            _stay(Membership, org, name, place, day, until)
        for (name, place, day, until), role in roles:
            _stay(RoleAssignment, org, name, place, day, until, role=role)
        for name, day in confirmed:
            AcknowledgementFactory(
                issue=issue, user=getattr(org, name), acknowledged_on=days(day), content_hash=issue.content_hash
            )
        people = User.objects.people()

        expected = plain_model(DAY, issue, people)
        assert told(issue=issue) == expected
        pairs = {person.username: state_for(person, issue, DAY) for person in people}
        assert {name: (state.due_on, state.state) for name, state in pairs.items() if state} == expected
        transaction.set_rollback(True)


def _stay(model, org, name, place, day, until, **values):
    from tests.factories import RoleFactory  # noqa: PLC0415 - beside the other factory

    factory = RoleFactory if model is RoleAssignment else MembershipFactory
    end = None if until is None else days(max(day, until))
    factory(user=getattr(org, name), unit=getattr(org, place), valid_from=days(day), valid_to=end, **values)


# Confirming


def test_confirming_binds_the_content_and_happens_once(org):
    issue = in_force(org)
    asked(issue, org.division)

    first = operations.acknowledge(issue, by=org.reader1, seen=issue.content_hash)
    again = operations.acknowledge(issue, by=org.reader1, seen=issue.content_hash)

    assert first.pk == again.pk
    assert (first.due_on, first.acknowledged_on, first.round) == (days(-23), DAY, 0)
    assert first.content_hash == issue.content_hash
    row = first.history.get()
    assert (row.history_user, row.operation) == (org.reader1, "acknowledge")
    assert told()["reader1"][1] == "done"


def test_a_later_round_is_confirmed_apart(org):
    issue = in_force(org, since=-400)
    asked(issue, org.division, since=-400, yearly=True)
    with on(days(-390)):
        operations.acknowledge(issue, by=org.reader1)

    second = operations.acknowledge(issue, by=org.reader1)
    third = operations.acknowledge(issue, by=org.reader1)

    assert (second.round, third.pk) == (1, second.pk)


def test_a_reader_who_is_not_asked_may_confirm(org):
    confirmed = operations.acknowledge(in_force(org), by=org.reader1)

    assert confirmed.due_on is None


def test_only_the_issue_in_force_is_confirmed(org):
    old = in_force(org)
    new = in_force(org, since=0, document=old.document)

    with pytest.raises(StepRefused, match=re.escape(str(new))):
        operations.acknowledge(old, by=org.reader1)
    with pytest.raises(StepRefused, match="not this issue"):
        operations.acknowledge(new, by=org.reader1, seen=old.content_hash + "x")
    assert not Acknowledgement.objects.exists()


def test_another_department_confirms_nothing(org):
    issue = in_force(org)

    with pytest.raises(Refused):
        operations.acknowledge(issue, by=org.reader2)


# Audiences and notes


def test_audience_is_of_the_documents_own_qms(org):
    document = in_force(org).document

    made = operations.add_audience(document, by=org.officer1, unit=org.section, role="reader", days=5, yearly=True)

    assert (made.since, made.days, made.yearly) == (DAY, 5, True)
    with pytest.raises(StepRefused, match="QMS"):
        operations.add_audience(document, by=org.officer1, unit=org.division2)
    with pytest.raises(StepRefused, match="already"):
        operations.add_audience(document, by=org.officer1, unit=org.section, role="reader")
    with pytest.raises(StepRefused, match="passed"):
        operations.add_audience(document, by=org.officer1, unit=org.sibling, since=days(-1))
    with pytest.raises(Refused):
        operations.add_audience(document, by=org.manager1, unit=org.division)


def test_what_changed_is_for_its_audience(org):
    issue = in_force(org, since=3, summary_of_change="Sửa bước 4")
    division, sibling = asked(issue, org.division), asked(issue, org.sibling)
    operations.note_change(issue, by=org.inspector1, audience=division, text="Nộp hồ sơ qua mạng.")
    operations.note_change(issue, by=org.officer1, audience=division, text="Nộp qua cổng dịch vụ công.")

    with on(days(3)):
        assert reading.changes_for(org.reader1, issue) == ["Nộp qua cổng dịch vụ công."]
        assert reading.changes_for(org.verifier1, issue) == ["Sửa bước 4"]
        with pytest.raises(StepRefused, match="come into force"):
            operations.note_change(issue, by=org.officer1, audience=sibling, text="Muộn rồi.")
    with pytest.raises(Refused):
        operations.note_change(issue, by=org.reader1, audience=sibling, text="Không phải việc của tôi.")
    other = asked(in_force(org), org.division)
    with pytest.raises(StepRefused, match="does not have to read"):
        operations.note_change(issue, by=org.officer1, audience=other, text="Nhầm.")


# Notices


def notices(kind):
    rows = Notice.objects.filter(kind=kind).exclude(user__username="system")
    return sorted(rows.values_list("user__username", flat=True))


def test_coming_into_force_is_told_once(org, monkeypatch):
    from qms import events  # noqa: PLC0415 - its subscribers are replaced

    announced = []
    monkeypatch.setitem(events._subscribers, "issue_in_force", [lambda **what: announced.append(what)])
    issue = in_force(org, since=1)
    asked(issue, org.division)
    assert announce_in_force() == 0

    with on(days(1)):
        assert (announce_in_force(), announce_in_force()) == (1, 0)

    assert notices("issue_in_force") == ["manager1", "owner1", "reader1"]
    assert announced == [{"issues": [issue]}]


def test_whoever_runs_the_job_beside_another_finds_it_done(org):
    issue, system = in_force(org, since=0), User.objects.get(username="system")
    asked(issue, org.division)

    assert [reading_notices._announced(issue, system) for _run in range(2)] == [True, False]
    assert notices("issue_in_force") == ["manager1", "owner1", "reader1"]


def test_nothing_is_told_when_the_job_is_killed_half_way(org, monkeypatch):
    from qms import events  # noqa: PLC0415 - its subscribers are replaced

    def die(**what):
        raise RuntimeError

    monkeypatch.setitem(events._subscribers, "issue_in_force", [die])
    asked(in_force(org, since=0), org.division)
    with pytest.raises(RuntimeError):
        announce_in_force()
    assert notices("issue_in_force") == []

    monkeypatch.setitem(events._subscribers, "issue_in_force", [])
    assert announce_in_force() == 1
    assert notices("issue_in_force") == ["manager1", "owner1", "reader1"]


def test_newcomers_are_told_once_without_waiting_for_it(org):
    issue = in_force(org)
    asked(issue, org.division)
    newcomer(org)
    assert told()["reader1"] == (days(5), "todo")

    assert (tell_newcomers(), tell_newcomers()) == (1, 0)
    with on(days(1)):
        assert tell_newcomers() == 0

    assert notices("reading_expected") == ["reader1"]


def test_reminding_is_once_a_day_and_of_ones_own_units(org):
    issue = in_force(org)
    asked(issue, org.department)

    rows = reading.followed_by(fresh(org.manager1)).in_state("overdue")

    assert (remind(rows, by=org.manager1), remind(rows, by=org.manager1)) == (3, 0)
    assert notices("reading_reminder") == ["manager1", "owner1", "reader1"]
    with on(days(1)):
        assert remind(rows, by=org.manager1) == 3
    with pytest.raises(Refused):
        remind(rows, by=org.reader1)


# Who sees what


def test_aggregates_respect_reach(org):
    issue = in_force(org)
    asked(issue, org.department)

    def seen(person, document=None):
        return {one.person.username for one in reading.seen_by(fresh(person), document)}

    assert seen(org.manager1) == {"manager1", "owner1", "reader1"}
    assert seen(org.manager1, issue.document) == {"manager1", "owner1", "reader1"}
    assert len(seen(org.officer1)) == len(seen(org.officer1, issue.document)) == 9
    assert seen(org.officer2) == seen(org.officer2, issue.document) == set()
    assert seen(org.reader1) == set()


def test_home_shows_what_is_to_be_read(org):
    issue = in_force(org)
    asked(issue, org.division)

    item, *others = issues_to_read(fresh(org.reader1))

    assert (item.due, item.number, item.group, others) == (days(-23), str(issue), "do", [])
    operations.acknowledge(issue, by=org.reader1)
    assert list(issues_to_read(fresh(org.reader1))) == []


def test_number_of_queries_is_constant(org, django_assert_num_queries):
    for _number in range(3):
        asked(in_force(org), org.department)

    with django_assert_num_queries(4):
        assert len(list(reading.expected(DAY))) == 27
    with django_assert_num_queries(1):
        reading.expected(DAY).tallies()
