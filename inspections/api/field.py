"""The addresses of the phone: who, what to take along, and sending what was done without a network."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from ninja import Query, Router
from ninja.responses import Response

from inspections.api import sending
from inspections.api.package_shapes import Package
from inspections.api.reaching import (
    known_inspection,
    own_inspection,
    reached_conflict,
    reached_line,
    the_same_person,
)
from inspections.api.shapes import ChoiceIn, InspectionRow, LineOut, Me, OneAnswerIn, PhotoIn, PhotoOut, SyncIn, SyncOut
from inspections.operations.conflicts import settle_conflict
from inspections.taking_along import own_inspections, package_of, standing_of
from qms import clock
from qms.api.problems import ERRORS
from qms.api.reading import SignedIn
from qms.views.reach import signed_in

router = Router()


def private(content: Any, status: int = 200, **headers: str) -> HttpResponse:
    """An answer that no cache keeps: what is kept on a phone lies in the person's own store."""
    answer = Response(content, status=status)
    answer.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


@router.get("/me", response={200: Me, **ERRORS})
def field_me(request: HttpRequest) -> HttpResponse:
    """Who is signed in, the token that every change sends as X-CSRFToken, and the server's clock."""
    user = signed_in(request)
    return private({
        "person": user.uid,
        "name": str(user),
        "csrf": get_token(request),
        "language": get_language(),
        "now": clock.now(),
    })  # fmt: skip


@router.get("/inspections", response={200: list[InspectionRow], **ERRORS})
def field_inspections(request: HttpRequest) -> HttpResponse:
    """The person's own inspections, notified or in progress."""
    return private(own_inspections(signed_in(request)))


@router.get("/inspections/{uuid:uid}", response={200: Package, **ERRORS})
def field_inspection(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One inspection with everything that answering it without a network needs."""
    user = signed_in(request)
    return private(package_of(own_inspection(user, uid), user))


@router.post("/inspections/{uuid:uid}/sync", response={200: SyncOut, **ERRORS})
def field_sync(request: HttpRequest, uid: uuid.UUID, sent: SyncIn) -> HttpResponse:
    """Take in answers and findings: all in one transaction, each once by its uid, each with what became of it."""
    user = the_same_person(request, sent.person)
    return private(sending.sync(known_inspection(user, uid), sent, user))


@router.put("/lines/{uuid:uid}/answer", response={200: LineOut, **ERRORS})
def field_answer(request: HttpRequest, uid: uuid.UUID, sent: OneAnswerIn) -> HttpResponse:
    """Answer one line. If-Match names the version that was seen; ETag gives the new one; 409 shows both answers."""
    user = the_same_person(request, sent.person)
    line = reached_line(user, uid)
    answered = sending.answer_one(line, sent, sending.seen_version(request), user)
    return private(answered, ETag=f'"{answered["version"]}"')


@router.put(
    "/photos/{uuid:uid}",
    response={200: PhotoOut, 201: PhotoOut, **ERRORS},
    auth=SignedIn(settings.FILE_UPLOAD_MAX_BYTES),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def field_photo(request: HttpRequest, uid: uuid.UUID, about: Query[PhotoIn]) -> HttpResponse:
    """Take a photo's bytes as they are, for a line or a finding; the same again changes nothing."""
    user = the_same_person(request, about.person)
    record = sending.place_of(about, user)
    content, status = sending.take_photo(record, uid, about, request.read(settings.FILE_UPLOAD_MAX_BYTES), user)
    return private(content, status)


@router.post("/conflicts/{uuid:uid}", response={200: LineOut, **ERRORS})
def field_conflict(request: HttpRequest, uid: uuid.UUID, sent: ChoiceIn) -> HttpResponse:
    """Say which of two answers stands; the other stays in the history."""
    user = the_same_person(request, sent.person)
    line = settle_conflict(reached_conflict(user, uid), by=user, keep=sent.keep).line
    return private({"line": line.uid, **standing_of(line, str(line.answered_by or ""))})
