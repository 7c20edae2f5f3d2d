"""Signing in, and what Wagtail may ask: permissions follow roles and groups, nobody is a superuser."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from qms.models.people import MACHINE_ACCOUNTS


class RoleBackend(ModelBackend):
    """Django's own backend, except that the installation's accounts never sign in and nobody is above the rules."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.username not in MACHINE_ACCOUNTS and not user.is_superuser
