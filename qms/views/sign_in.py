"""Signing in and out: the password, then a code where the person has set up a second factor."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from qms import clock
from qms.forms.steps import code_field
from qms.models.people import User
from qms.second_factor import factor_of, take_code
from qms.wrong_proofs import count_wrong, refuse_while_paused

DEMO_ACCOUNTS = (
    *("officer", "director", "lead", "inspector", "auditor", "reader", "admin"),
    *("officer1", "head1", "lead1", "inspector1", "manager1", "owner1", "verifier1", "reader1"),
    *("officer2", "reader2"),
)
PENDING = "second_factor_pending"
"""Where the session keeps who gave the right password and still owes a code."""

WAIT = dt.timedelta(minutes=5)  # from the password to the code

ENDED = {
    "password": gettext_lazy("Your password was changed after you signed in here, so this session has ended."),
    "account": gettext_lazy("This account signs in no more, so this session has ended. Ask your administrator."),
}
"""Why a session is refused that was good before."""


class LoginView(auth_views.LoginView):
    """Sign in; whoever is signed in already goes on. `next` leads to this site only."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; whoever has a second factor is asked for a code first, in a session of a new key."""
        user = form.get_user()
        if factor_of(user) is None:
            return super().form_valid(form)
        self.request.session.flush()
        self.request.session[PENDING] = {
            "user": user.pk,
            "backend": user.backend,
            "password": user.get_session_auth_hash(),
            "at": clock.now().isoformat(),
            "next": self.get_redirect_url(),
        }
        return HttpResponseRedirect(reverse("login_code"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo_accounts() if settings.QMS_DEMO else []
        why = ENDED.get(self.request.GET.get("ended", ""))
        return super().get_context_data(**kwargs) | {"demo_accounts": accounts, "ended": why}


class CodeForm(forms.Form):
    """The code of who gave the right password."""

    code = code_field()

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean_code(self) -> str:
        """Wrong codes are counted for the person, from wherever they come."""
        refuse_while_paused(self.person)
        if not take_code(self.person, self.cleaned_data["code"]):
            count_wrong(self.person, "sign_in")
            raise forms.ValidationError(_("That code is wrong, or it has served already. Wait for the next one."))
        return str(self.cleaned_data["code"])


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CodeView(View):
    """The second half of signing in."""

    def person(self) -> User | None:
        """Who gave the right password a moment ago, and still may sign in with it."""
        pending = self.request.session.get(PENDING)
        if not pending or clock.now() - dt.datetime.fromisoformat(pending["at"]) > WAIT:
            return None
        user = User.objects.filter(pk=pending["user"], is_active=True).first()
        return user if user is not None and user.get_session_auth_hash() == pending["password"] else None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code, or from the beginning."""
        person = self.person()
        return self.again() if person is None else self.show(CodeForm(person=person))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in, or say that the code is wrong."""
        person = self.person()
        if person is None:
            return self.again()
        form = CodeForm(request.POST, person=person)
        if not form.is_valid():
            return self.show(form)
        pending = request.session.pop(PENDING)
        login(request, person, pending["backend"])
        return HttpResponseRedirect(pending["next"] or reverse(settings.LOGIN_REDIRECT_URL))

    def show(self, form: CodeForm) -> HttpResponse:
        """The page."""
        return render(self.request, "registration/code.html", {"form": form})

    def again(self) -> HttpResponse:
        """From the beginning."""
        self.request.session.pop(PENDING, None)
        return HttpResponseRedirect(reverse("login"))


def demo_accounts() -> list[dict[str, str]]:
    """The accounts of the demonstration that exist, in the order of the list."""
    people = {user.username: user for user in User.objects.filter(username__in=DEMO_ACCOUNTS, is_active=True)}
    found = [people[name] for name in DEMO_ACCOUNTS if name in people]
    return [{"username": user.username, "description": f"{user}, {user.position}".rstrip(", ")} for user in found]
