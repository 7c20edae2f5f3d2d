"""Signing in, refusals and signing out become events, whichever door they come by. Never with a password."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from qms.evidence_enums import EventKind
from qms.models.people import User
from qms.operations.events import note_quietly, note_refused


def connect() -> None:
    """Listen to the signals; once, when apps are ready."""
    user_logged_in.connect(signed_in, dispatch_uid="qms_signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="qms_signed_out")
    user_login_failed.connect(refused, dispatch_uid="qms_sign_in_refused")
    user_locked_out.connect(locked, dispatch_uid="qms_locked_out")


def address_of(request: HttpRequest | None) -> str:
    """Where the request comes from."""
    if request is None:
        return ""
    return str(getattr(request, "axes_ip_address", None) or request.META.get("REMOTE_ADDR", ""))


def signed_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """A person has signed in by a page; a session made by a program is none."""
    if request is not None and request.method:
        note_quietly(EventKind.SIGNED_IN, by=user, details={"address": address_of(request)})


def signed_out(sender: Any, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    """A person has signed out."""
    if user is not None and request is not None and request.method:
        note_quietly(EventKind.SIGNED_OUT, by=user, details={"address": address_of(request)})


def refused(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A name and password that do not belong together; whoever is locked out is told of by `locked`."""
    if not getattr(request, "axes_locked_out", False):
        note_refused(EventKind.SIGN_IN_FAILED, str(credentials.get("username") or ""), address_of(request))


def locked(sender: Any, request: HttpRequest | None, username: str | None, ip_address: str = "", **kwargs: Any) -> None:
    """Too many refusals: the name is locked for the address for a while."""
    note_refused(EventKind.LOCKED, str(username or ""), str(ip_address or address_of(request)))
