"""A probe asks home, boards, lists and an export on many days; asked later as of those days, the figures are equal."""

import datetime as dt
import random

import pytest
from django.test import Client
from django.urls import reverse

from inspections.enums import NonconformityStatus
from inspections.models import Nonconformity
from qms import clock
from qms.history.recording import recording
from qms.models import Action, Unit, User
from qms.operations.organisation import save_unit
from qms.operations.people import save_person
from tests.counts import FULL
from tests.factories import ActionFactory, NonconformityFactory
from tests.shared_organisation import DAY, fresh, on

DAYS = 50 if FULL else 5
CHANGES = 4  # a day
ASKING = ("officer1", "manager1", "lead1", "head1") if FULL else ("officer1", "manager1")
SEEDS = range(6 if FULL else 1)


def changed(org, record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    with recording(by=fresh(org.officer1), operation="test"):
        record.save()


def new_action(org, luck):
    unit = luck.choice([org.division, org.section, org.sibling, org.division2])
    due_on = clock.today() + dt.timedelta(luck.randint(-2, 9))
    title = luck.choice(["Tập huấn", "Rà soát", "Đính chính"])
    owner = luck.choice([org.owner1, org.manager1])
    ActionFactory(assigned=True, unit=unit, owner=owner, approver=org.lead1, title=title, due_on=due_on)


def new_nonconformity(org, luck):
    unit = luck.choice([org.division, org.section, org.sibling])
    NonconformityFactory(unit=unit, raised_by_unit=org.department, raised_by=org.officer1, lead=org.lead1)


def change_action(org, luck):
    """Closed, opened again, given to somebody else, another due day: whatever may be recorded."""
    record = luck.choice([None, *Action.objects.order_by("pk")])
    if record is not None:
        status = luck.choice(["assigned", "in_progress", "done"])
        values = {"evidence": "Biên bản", "done_on": clock.today()} if status == "done" else {}
        values |= {"owner": luck.choice([org.owner1, org.manager1, org.reader1])}
        changed(org, record, **values, status=status, due_on=clock.today() + dt.timedelta(luck.randint(-5, 9)))


def change_nonconformity(org, luck):
    record = luck.choice([None, *Nonconformity.objects.order_by("pk")])
    if record is not None:
        status, handler = luck.choice(NonconformityStatus.values), luck.choice([None, org.manager1])
        changed(org, record, status=status, handler=handler, effect_evidence="Không còn trễ hạn")


def move_unit(org, luck):
    unit = Unit.objects.get(pk=luck.choice([org.section, org.sibling, org.division2]).pk)
    unit.parent = Unit.objects.get(pk=luck.choice([org.division, org.department, org.department2]).pk)
    unit.name_vi = luck.choice(["Phòng Một", "Đội Hai", "Ban Ba"])
    save_unit(unit, by=fresh(org.admin))


def rename_person(org, luck):
    person = User.objects.get(pk=luck.choice([org.owner1, org.manager1]).pk)
    person.full_name = luck.choice(["Trần Thị A", "Đỗ Văn B", "Ưng Hoà C"])
    save_person(person, by=fresh(org.admin))


HAPPENS = [new_action, new_action, new_nonconformity, change_action, change_action, change_nonconformity,
           move_unit, rename_person]  # fmt: skip


def shown(client, name, day, **asked):
    answer = client.get(reverse(name), ({"as_of": day.isoformat()} if day else {}) | asked)
    assert answer.status_code == 200, name
    return answer


def told(row):
    return (row.number, row.status, str(row.unit), row.unit.code, str(getattr(row, "owner", "")), row.due_on)


def columns(page):
    found = [*page.context["columns"], *page.context["ended"]]
    return [(one.state, one.count, [card.number for card in one.cards]) for one in found]


def figures(client, day=None):
    """What one person sees of everything that the probe asks."""
    home = shown(client, "home", day).context["sections"]
    work = [(one["key"], [(i["number"], i["title"], str(i["unit"]), str(i["note"]), i["due"], i["days_left"])
                          for i in one["items"]]) for one in home]  # fmt: skip
    boards = [columns(shown(client, name, day)) for name in ("actions_board", "nonconformities_board")]
    lists = []
    for name in ("actions", "nonconformities", "units"):
        page = shown(client, name, day, sort="unit" if name != "units" else "name")
        rows = [told(row) if name != "units" else (row.code, row.name_vi) for row in page.context["rows"]]
        lists.append((page.context["total"], rows))
    sheet = b"".join(shown(client, "actions", day, export="csv").streaming_content).decode()
    return {"work": work, "boards": boards, "lists": lists, "export": sorted(sheet.splitlines())}


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_as_of_every_day_are_those_that_the_day_itself_showed(org, seed):
    luck, seen = random.Random(seed), {}  # noqa: S311 - no secret
    clients = {}
    for name in ASKING:
        clients[name] = Client()
        clients[name].force_login(getattr(org, name))
        clients[name].cookies["django_language"] = "en"
    days = [DAY + dt.timedelta(days=number) for number in range(1, DAYS + 1)]
    for day in days:
        with on(day):
            for _ in range(CHANGES):
                luck.choice(HAPPENS)(org, luck)
            seen[day] = {name: figures(client) for name, client in clients.items()}
    assert len({str(value) for value in seen.values()}) > 2  # the days differ
    with on(days[-1] + dt.timedelta(days=30)):
        for _ in range(CHANGES * 3):
            luck.choice(HAPPENS)(org, luck)
        for day in days:
            for name, client in clients.items():
                now = figures(client, day)
                for part, value in now.items():
                    assert value == seen[day][name][part], (seed, day, name, part)
