"""An inspection under way with a checklist, and what a phone sends about it."""

import datetime as dt
import io
import json
import uuid
from types import SimpleNamespace

from django.test import Client
from PIL import Image

from qms import clock
from tests.factories import (
    ChecklistLineFactory,
    InspectionFactory,
    SessionClauseFactory,
    SessionFactory,
    SessionInspectorFactory,
    TeamMemberFactory,
)

FIELD = "/api/v1/field"


def visit(org, count=3, **traits):
    """An inspection led by lead1 with inspector1 on the team, in progress, with a session of `count` open lines."""
    traits = {"in_progress": True} | traits
    inspection = InspectionFactory(
        unit=org.division, raised_by_unit=org.department, edition=org.edition, lead=org.lead1, **traits
    )
    TeamMemberFactory(inspection=inspection, user=org.inspector1)
    session = SessionFactory(inspection=inspection)
    SessionInspectorFactory(session=session, user=org.inspector1)
    clause = org.edition.clauses.auditable().first()
    SessionClauseFactory(record=session, clause=clause)
    lines = [ChecklistLineFactory(session=session, clause=clause) for _ in range(count)]
    return SimpleNamespace(inspection=inspection, session=session, lines=lines)


class Phone:
    """A person's phone, signed in: sends JSON with the token, in English."""

    def __init__(self, user, language="en", **kwargs):
        self.user = user
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=True, **kwargs)
        self.client.force_login(user)
        self.client.cookies["django_language"] = language
        self.token = self.get("/me").json()["csrf"]

    def get(self, path):
        return self.client.get(FIELD + path)

    def send(self, method, path, body, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        headers = {"X-CSRFToken": self.token, **headers}
        return self.client.generic(method, FIELD + path, content, kind, headers=headers)

    def sync(self, inspection, answers=(), findings=(), **further):
        body = {
            "person": str(self.user.uid),
            "sent_at": clock.now().isoformat(),
            "answers": list(answers),
            "findings": list(findings),
        }
        return self.send("POST", f"/inspections/{inspection.uid}/sync", body | further)

    def photo(self, content, uid=None, **query):
        query = {"person": self.user.uid, "sha256": digest(content), "name": "a.jpg"} | query
        words = "&".join(f"{name}={value}" for name, value in query.items() if value is not None)
        return self.send("PUT", f"/photos/{uid or uuid.uuid4()}?{words}", content, content_type="image/jpeg")


def digest(content):
    """SHA-256 in hexadecimal digits."""
    import hashlib  # noqa: PLC0415 - small

    return hashlib.sha256(content).hexdigest()


def change(line, result="conforming", **values):
    """An answer as the phone keeps it."""
    return {
        "uid": str(uuid.uuid4()),
        "line": str(line.uid),
        "base_version": line.version,
        "result": result,
        "value": {},
        "note": "",
        "score": None,
        "made_at": (clock.now() - dt.timedelta(hours=1)).isoformat(),
    } | values


def finding(line, **values):
    """A finding as the phone keeps it."""
    return {
        "uid": str(uuid.uuid4()),
        "line": str(line.uid),
        "unit": line.session.unit.code,
        "grade": "minor",
        "statement": "Hai hồ sơ trễ hạn không có phiếu xin lỗi.",
        "requirement": "8.5.1",
        "evidence": "Hồ sơ 12 và 31",
        "clauses": [],
        "made_at": (clock.now() - dt.timedelta(minutes=50)).isoformat(),
    } | values


def jpeg(size=(32, 24), color="red", **save):
    """The bytes of a small photo."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "JPEG", **save)
    return buffer.getvalue()
