"""Work in the background in each of its states, and asking for an evidence pack."""

import datetime as dt

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse

from qms import clock
from qms.models import BackgroundJob, QMSHolding, User
from tests.journeys.screen import Screen

TITLE = "Bộ hồ sơ minh chứng của Sở Lao động - Thương binh và Xã hội Hà Nội theo 9001:2015"
STATES = {
    "waiting": {},
    "unattended": {"state": "waiting", "asked_at": dt.timedelta(minutes=-5)},
    "running": {"state": "running", "done": 1250, "total": 4000, "phase": "Đang ghi các trang"},
    "stopping": {"state": "running", "phase": "Đang ghi các trang", "stop_asked": True},
    "done": {
        "state": "done",
        "summary": "4.000 hồ sơ với 9.000 lần thay đổi, 120 tệp, 31 niêm phong.",
        "result_name": "evidence-sld-01-9001-2015.zip",
        "result_size": 2_345_678,
        "result_sha256": "0" * 64,
    },
    "failed": {"state": "failed", "fault": "Máy chủ dừng giữa chừng. Hãy chạy lại."},
    "stopped": {"state": "stopped"},
}


def pack_screens():
    """Each page once."""
    holder = QMSHolding.objects.filter(unit__code="SLĐ-01").get().unit
    yield Screen("pack-jobs-none", reverse("jobs"), "reader1")
    yield Screen("pack-ask", reverse("evidence_pack"))
    yield Screen("pack-ask-holder", f"{reverse('evidence_pack')}?holder={holder.uid}", "head1")
    yield Screen("pack-ask-refused", reverse("evidence_pack"), "reader1", 403)
    person = User.objects.get(username="officer1")
    for name, columns in STATES.items():
        job = made(person, **columns)
        yield Screen(f"pack-job-{name}", reverse("job", args=[job.uid]))
        yield Screen(f"pack-job-{name}-of-another", reverse("job", args=[job.uid]), "head1", 404)
    yield Screen("pack-jobs", reverse("jobs"))
    yield Screen("pack-jobs-failed", f"{reverse('jobs')}?state=failed")


def made(person, asked_at=dt.timedelta(), **columns):
    """A job of that person, asked a while ago; one that left a file has it."""
    now = clock.now()
    columns = {"kind": "evidence_pack", "title": TITLE, "seen_at": now} | columns
    if "result_name" in columns:
        columns["result_stored"] = storages["records"].save("jobs/shown", ContentFile(b"PK"))
        columns["kept_until"] = now + dt.timedelta(days=14)
    return BackgroundJob.objects.create(asked_by=person, asked_at=now + asked_at, **columns)
