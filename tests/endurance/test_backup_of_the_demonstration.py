"""The demonstration, backed up while others write and put back on an empty machine: people sign in and read."""

import datetime as dt
import itertools
from threading import Event, Thread

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from qms import clock
from qms.demo.build import build_demo
from qms.demo.days import NOW
from qms.models import Issue, User
from qms.operations.files import store_file
from tests.backup_scene import empty_machine, home, run

__all__ = ["home"]

PASSWORD = "of this demonstration"
YEARS = 3


def write(stop):
    """Files come in all the time."""
    try:
        system = User.objects.get(username="system")
        for turn in itertools.count():
            if stop.wait(0.02):
                break
            store_file(f"%PDF {turn}".encode() * 5000, "application/pdf", by=system)
    finally:
        connections.close_all()


@pytest.mark.transactional
def test_restored_demonstration_verifies_signs_in_and_opens_an_old_issue(home, tmp_path):
    file, stop = tmp_path / "demo.backup", Event()
    with clock.at(NOW):
        with transaction.atomic():
            build_demo(password=PASSWORD)
        old = oldest_issue()
        writer = Thread(target=write, args=(stop,))
        writer.start()
        try:
            assert run("backup", file)[0] == 0
        finally:
            stop.set()
            writer.join()

        empty_machine()
        code, told, faults = run("restore", file)

        assert (code, faults) == (0, "")
        assert "verdict=consistent" in told
        reader = Client()
        reader.post(reverse("login"), {"username": "officer1", "password": PASSWORD})
        page = reader.get(old.get_absolute_url())
        assert page.status_code == 200
        assert old.document.number in page.content.decode()
        assert old.effective_on.strftime("%d/%m/%Y") in page.content.decode()


def oldest_issue():
    """An issue of at least three years that officer1 reads."""
    before = clock.today() - dt.timedelta(days=365 * YEARS)
    officer = User.objects.get(username="officer1")
    issues = Issue.objects.visible_to(officer).filter(status="approved", effective_on__lte=before)
    return issues.exclude(body_html="").select_related("document").order_by("effective_on", "id").first()
