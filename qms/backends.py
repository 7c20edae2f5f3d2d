"""Signing in, and what Wagtail may ask: permissions follow roles and groups, nobody is a superuser."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from qms.feedback_in_hand import IN_HAND
from qms.models.people import MACHINE_ACCOUNTS, User
from qms.prepared import prepared_records
from qms.retention.known import KNOWN


class RoleBackend(ModelBackend):
    """Django's own backend, except that the installation's accounts never sign in and nobody is above the rules."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.username not in MACHINE_ACCOUNTS and not user.is_superuser

    def get_user(self, user_id: Any) -> Any:
        """The person of a session; the same query tells what every page would have to ask."""
        found = prepared_records(_person, key=int(user_id)) if user_id is not None else []
        return found[0] if found and self.user_can_authenticate(found[0]) else None


def _person(key: int) -> Any:
    return User.objects.filter(pk=key).order_by().extra(select=KNOWN | IN_HAND)  # noqa: S610 - our own words
