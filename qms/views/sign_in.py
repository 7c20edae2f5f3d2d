"""Signing in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views

from qms.models.people import User

DEMO_ACCOUNTS = (
    *("officer", "director", "lead", "inspector", "auditor", "reader", "admin"),
    *("officer1", "head1", "lead1", "inspector1", "manager1", "owner1", "verifier1", "reader1"),
    *("officer2", "reader2"),
)


class LoginView(auth_views.LoginView):
    """Sign in; whoever is signed in already goes on. `next` leads to this site only."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo_accounts() if settings.QMS_DEMO else []
        return super().get_context_data(**kwargs) | {"demo_accounts": accounts}


def demo_accounts() -> list[dict[str, str]]:
    """The accounts of the demonstration that exist, in the order of the list."""
    people = {user.username: user for user in User.objects.filter(username__in=DEMO_ACCOUNTS, is_active=True)}
    found = [people[name] for name in DEMO_ACCOUNTS if name in people]
    return [{"username": user.username, "description": f"{user}, {user.position}".rstrip(", ")} for user in found]
