"""Work in the background: as who asked and in their language, with progress, stopping, results, faults, dead ones."""

import datetime as dt
import logging

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qms import clock, jobs
from qms.models import BackgroundJob, Notice
from qms.phrases import notice_text
from qms.registry import registry


@pytest.fixture
def kinds(monkeypatch):
    """Kinds of jobs that only this test knows."""
    monkeypatch.setattr(jobs, "KINDS", {})
    return jobs.KINDS


@pytest.fixture
def client(org):
    client = Client()
    client.force_login(org.officer1)
    client.cookies["django_language"] = "en"
    return client


def waiting(user, kind="work", **columns):
    return BackgroundJob.objects.create(
        kind=kind, asked_by=user, asked_at=clock.now(), title="Long work", language="en", **columns
    )


def test_runs_as_who_asked_in_their_language_and_leaves_its_result(org, client, kinds):
    seen = {}

    @jobs.job("work", days=3)
    def work(progress, **parameters):
        progress.step("Writing", 1, 4)
        seen.update(parameters, user=progress.user, language=translation.get_language())
        progress.result("Kết quả.txt", "nội dung".encode())
        progress.summary("Done well")
        progress.link(reverse("home"))

    with translation.override("vi"):
        row = jobs.start("work", by=org.officer1, title="Long work", unit="SLĐ-01")

    assert seen == {"unit": "SLĐ-01", "user": org.officer1, "language": "vi"}
    assert (row.state, row.done, row.total, row.phase, row.summary) == ("done", 4, 4, "Writing", "Done well")
    assert row.kept_until - row.finished_at == pytest.approx(dt.timedelta(days=3), abs=dt.timedelta(minutes=1))
    page = client.get(reverse("job", args=[row.uid])).content.decode()
    assert "Done well" in page
    assert row.result_sha256 in page
    answer = client.get(reverse("job_file", args=[row.uid]))
    assert b"".join(answer.streaming_content) == "nội dung".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_finds_it(org, kinds):
    row = waiting(org.officer1)
    other = Client()
    other.force_login(org.admin)

    for name in ("job", "job_state", "job_file"):
        assert other.get(reverse(name, args=[row.uid]), headers={"HX-Request": "true"}).status_code == 404, name
    for name in ("job_stop", "job_again"):
        assert other.post(reverse(name, args=[row.uid])).status_code == 404, name
    assert not other.get(reverse("jobs")).context["page_obj"].object_list.exists()


def test_notice_when_done_is_read_by_opening_the_page(org, client, kinds):
    jobs.job("work")(lambda progress: None)
    row = jobs.start("work", by=org.officer1, title="Long work")

    notice = Notice.objects.get(user=org.officer1, kind="job_done")
    with translation.override("en"):
        assert notice_text(notice) == "Finished in the background: Long work"
    client.get(notice.url)
    notice.refresh_from_db()
    assert (notice.url, notice.read_at is None) == (reverse("job", args=[row.uid]), False)


def test_refusal_is_told_and_a_fault_stays_in_the_log(org, client, kinds, caplog):
    @jobs.job("work")
    def work(progress, secret):
        if secret == "refuse":
            raise jobs.JobRefused("The unit holds no system of its own.")
        raise RuntimeError("hidden detail")

    with translation.override("en"), caplog.at_level(logging.CRITICAL):
        refused = jobs.start("work", by=org.officer1, title="Long work", secret="refuse")
        broken = jobs.start("work", by=org.officer1, title="Long work", secret="break")

    assert (refused.state, refused.fault) == ("failed", "The unit holds no system of its own.")
    assert broken.state == "failed"
    page = client.get(reverse("job", args=[broken.uid])).content.decode()
    assert "Something went wrong on the server" in page
    assert "hidden detail" not in page
    again = client.post(reverse("job_again", args=[refused.uid]))
    assert again.url != reverse("job", args=[refused.uid])
    assert BackgroundJob.objects.filter(parameters={"secret": "refuse"}).count() == 2


def test_stopped_while_waiting_and_in_the_middle(org, client, kinds):
    done = []

    @jobs.job("work")
    def work(progress):
        client.post(reverse("job_stop", args=[progress.row.uid]))
        progress.step("One")
        done.append("more")

    queued = waiting(org.officer1)
    client.post(reverse("job_stop", args=[queued.uid]))
    running = jobs.start("work", by=org.officer1, title="Long work")

    queued.refresh_from_db()
    assert (queued.state, running.state, done) == ("stopped", "stopped", [])
    jobs.run_job.call(str(queued.uid))
    queued.refresh_from_db()
    assert queued.state == "stopped"
    assert not Notice.objects.filter(kind__startswith="job_").exists()


def test_dead_jobs_are_told_and_results_removed_by_the_tick(org, client, kinds):
    now = clock.now()
    dead = waiting(org.officer1, state="running", seen_at=now - jobs.DEAD_AFTER - dt.timedelta(seconds=1))
    alive = waiting(org.officer1, state="running", seen_at=now - jobs.DEAD_AFTER + dt.timedelta(seconds=30))
    jobs.job("work")(lambda progress: progress.result("a.txt", b"a"))
    made = jobs.start("work", by=org.officer1, title="Long work")
    BackgroundJob.objects.filter(pk=made.pk).update(kept_until=now - dt.timedelta(seconds=1))

    assert registry.ticks["background_jobs"]() == 2
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.state, bool(dead.fault), alive.state) == ("failed", True, "running")
    assert not storages["records"].exists(made.result_stored)
    gone = client.get(reverse("job_file", args=[made.uid]))
    assert gone.status_code == 404
    assert "no longer kept" in gone.content.decode()
    assert registry.ticks["background_jobs"]() == 0


def test_part_that_changes_asks_for_itself_until_it_ends(org, client, kinds):
    row = waiting(org.officer1, state="running", seen_at=clock.now(), done=30, total=100, phase="Reading")
    address = reverse("job_state", args=[row.uid])

    assert client.get(address).url == reverse("job", args=[row.uid])
    part = client.get(address, {"said": "running-0"}, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in part
    assert "hx-swap-oob" in part
    same = client.get(address, {"said": "running-1"}, headers={"HX-Request": "true"}).content.decode()
    assert "hx-swap-oob" not in same
    BackgroundJob.objects.filter(pk=row.pk).update(state="failed", fault="No.")
    ended = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in ended
    assert reverse("job_again", args=[row.uid]) in ended


def test_list_shows_ones_own_and_filters(org, client, kinds):
    waiting(org.officer1, state="done")
    waiting(org.officer1, state="failed", fault="No.")
    waiting(org.officer2, state="failed")

    assert len(client.get(reverse("jobs")).context["page_obj"].object_list) == 2
    assert [one.state for one in client.get(reverse("jobs"), {"state": "failed"}).context["page_obj"]] == ["failed"]
    assert client.get(reverse("jobs"), {"state": "x"}).status_code == 200


def test_a_job_that_finds_something_wrong_ends_with_a_warning_and_says_so(org, client, kinds):
    @jobs.job("work")
    def work(progress):
        progress.warn("The history is broken: 3 faults.")

    row = jobs.start("work", by=org.officer1, title="History verified")

    assert (row.state, row.has_warning) == ("done", True)
    with translation.override("en"):
        assert "something is wrong" in notice_text(Notice.objects.get(record_uid=row.uid))
    for address in (reverse("job", args=[row.uid]), reverse("jobs")):
        page = client.get(address).content.decode()
        assert "Done: something is wrong" in page
        assert "tag-success" not in page
    assert "The history is broken: 3 faults." in client.get(reverse("job", args=[row.uid])).content.decode()
