"""One's own account: a new password, the second factor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from qms.forms.account import EndForm, PasswordForm, SetUpForm
from qms.operations.second_factors import change_password, end_second_factor, set_up_second_factor
from qms.second_factor import code_image, factor_of, grouped, new_secret
from qms.views.attempts import attempt
from qms.views.reach import signed_in

SECRET = "second_factor_secret"  # noqa: S105 - a key of the session
"""Where the session keeps a secret until its first code proved it."""


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AccountView(View):
    """Base of the pages of one's own account."""

    template_name = "qms/account/form.html"

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        """The page with the form."""
        return render(self.request, self.template_name, {"form": form} | self.words() | context, status=status)

    def words(self) -> dict[str, Any]:
        """Heading, sentence and button of the page."""
        return {}

    def back(self, message: str) -> HttpResponse:
        """To the page of the second factor, with a sentence."""
        messages.success(self.request, message)
        return HttpResponseRedirect(reverse("second_factor"))


class PasswordChange(AccountView):
    """A new password: every other session of the person ends."""

    def words(self) -> dict[str, Any]:
        return {
            "title": _("Change the password"),
            "intro": _("You stay signed in here; wherever else you are signed in, that ends."),
            "submit_label": _("Change the password"),
            "cancel_url": reverse("home"),
        }

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(PasswordForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change it, or say what is wrong."""
        form = PasswordForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(form)
        person = change_password(signed_in(request), form.cleaned_data["new"])
        update_session_auth_hash(request, person)
        messages.success(request, _("The password is changed. Your other sessions have ended."))
        return HttpResponseRedirect(reverse("home"))


class SecondFactorPage(AccountView):
    """Whether a second factor stands, and how to begin one."""

    template_name = "qms/account/second_factor.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What stands."""
        return self.page(None, factor=factor_of(request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin: a secret is made and kept in the session until its first code."""
        if factor_of(request.user) is None:
            request.session[SECRET] = new_secret()
            return HttpResponseRedirect(reverse("second_factor_set_up"))
        return HttpResponseRedirect(reverse("second_factor"))


class SecondFactorSetUp(AccountView):
    """The picture for the application, and the first code."""

    template_name = "qms/account/set_up.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The picture, or the way back to where it begins."""
        secret = request.session.get(SECRET)
        return self.show(secret) if secret else HttpResponseRedirect(reverse("second_factor"))

    def show(self, secret: str, form: Any = None, status: int = 200) -> HttpResponse:
        """The page for this secret."""
        form = form or SetUpForm(user=self.request.user, secret=secret)
        return self.page(form, status, image=code_image(self.request.user, secret), secret=grouped(secret))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let the second factor begin, or say what is wrong."""
        secret = request.session.get(SECRET)
        if not secret:
            return HttpResponseRedirect(reverse("second_factor"))
        form = SetUpForm(request.POST, user=request.user, secret=secret)
        if not form.is_valid():
            return self.show(secret, form)
        done, status = attempt(form, None, lambda: set_up_second_factor(secret, by=request.user, step=form.step))
        if done is None:
            return self.show(secret, form, status)
        del request.session[SECRET]
        request.session.cycle_key()
        return self.back(_("The second factor stands. From now on you sign in with the password and a code."))


class SecondFactorEnd(AccountView):
    """The end of one's own second factor."""

    def words(self) -> dict[str, Any]:
        return {
            "title": _("End the second factor"),
            "intro": _("After that the password alone is asked when you sign in."),
            "submit_label": _("End the second factor"),
            "cancel_url": reverse("second_factor"),
            "tone": "danger",
        }

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(EndForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it, or say what is wrong."""
        form = EndForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(form)
        reason = form.cleaned_data["reason"]
        done, status = attempt(form, None, lambda: end_second_factor(request.user, by=request.user, reason=reason))
        if done is None:
            return self.page(form, status)
        return self.back(_("The second factor has ended."))
