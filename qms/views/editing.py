"""Creating and changing records by a form that calls one operation."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from qms import policy
from qms.forms.records import RecordForm
from qms.operations.once import SentBefore, led_to, make_once, read_key
from qms.policy import Text
from qms.views.attempts import attempt
from qms.views.reach import get_visible
from qms.workflow import check_version

KEY = "once"
"""The name of the hidden field with a form's own key."""


class FormView(View):
    """Base: asks the rule, shows the form, calls the operation. A refusal is a page that says why and who can."""

    model: Any = None
    form_class: type[RecordForm]
    permission = ""
    title: Text = ""
    intro: Text = ""
    submit_label: Text = ""
    template_name = "qms/generic/form.html"
    operation: Callable[..., Any]

    def get_instance(self) -> Any:
        """The record that the form fills."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the record (404), then ask the rule (403 with its reason)."""
        self.record = self.get_instance()
        self.check()
        return super().dispatch(request, *args, **kwargs)

    def check(self) -> None:
        """Raise Refused when the person may not open the form."""
        if self.permission:
            policy.require(self.request.user, self.permission, self.record)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self.show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save through the operation, or the form again with what was typed."""
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        result, status = attempt(form, self.record, lambda: self.run(form))
        if status != 200:
            return self.show(form, status)
        messages.success(request, self.success(result))
        return HttpResponseRedirect(self.address(result))

    def form(self, *data: Any) -> Any:
        """The form on the record."""
        return self.form_class(*data, instance=self.record, user=self.request.user)

    def run(self, form: Any) -> Any:
        """Call the operation."""
        return self.save(form)

    def save(self, form: Any) -> Any:
        """The operation's call; override where it takes more than the record."""
        return type(self).operation(form.instance, by=self.request.user, **form.extra_values())

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """Render the form."""
        return render(self.request, self.template_name, self.context(form), status=status)

    def context(self, form: Any) -> dict[str, Any]:
        """What the form template takes."""
        return {
            "form": form,
            "title": self.get_title(),
            "intro": self.intro,
            "submit_label": self.submit_label or _("Save"),
            "cancel_url": self.cancel_url(),
            "record": self.record,
        }

    def get_title(self) -> str:
        """The heading."""
        return str(self.title)

    def cancel_url(self) -> str:
        """Where Cancel leads."""
        return self.record.get_absolute_url() if self.record is not None and self.record.pk else ""

    def address(self, result: Any) -> str:
        """Where to go afterwards."""
        return result.get_absolute_url()

    def success(self, result: Any) -> str:
        """The message afterwards."""
        return _("Saved: %(record)s.") % {"record": result}


class CreateView(FormView):
    """A new record: `blank` gives the unsaved instance that the rule is asked about.

    The form carries a key of its own: sent twice, the second leads to the record that the first made.
    """

    submit_label: Text = ""
    key: uuid.UUID | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save once; the same form again leads to what it made."""
        self.key = read_key(request.POST.get(KEY, ""))
        try:
            self.lead_on()
            return super().post(request, **kwargs)
        except SentBefore as sent:
            messages.info(request, _("This form was sent already. This is what it made."))
            return HttpResponseRedirect(sent.url)

    def lead_on(self) -> None:
        """Raise SentBefore where this form was saved already."""
        url = led_to(self.key, self.request.user)
        if url:
            raise SentBefore(url)

    def run(self, form: Any) -> Any:
        """Call the operation once for the form's key."""
        return make_once(self.key, lambda: self.save(form), self.address, by=self.request.user)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The form again; one that its own first sending made impossible leads to what that made."""
        if self.key is not None and form.errors:
            self.lead_on()
        return super().show(form, status)

    def context(self, form: Any) -> dict[str, Any]:
        """With the key, the same for as long as the form stays."""
        return super().context(form) | {"once_key": read_key(self.request.POST.get(KEY, "")) or uuid.uuid4()}

    def get_instance(self) -> Any:
        return self.blank()

    def blank(self) -> Any:
        """The unsaved record with what is known before the form."""
        return self.model()


class EditView(FormView):
    """A change of a record within reach; refused when somebody changed it meanwhile."""

    related: Sequence[str] = ()

    def get_instance(self) -> Any:
        return get_visible(self.model, self.request.user, self.kwargs["uid"], *self.related)

    def run(self, form: Any) -> Any:
        """Lock, compare the version that was shown, save."""
        locked = type(self.record)._default_manager.locked().get(pk=self.record.pk)
        check_version(locked, form.cleaned_data.get("version"))
        check_version(locked, self.record.version)
        return self.save(form)
