"""How a QMS numbers its documents: shown and changed by its quality officer."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import policy
from qms.enums import Role
from qms.forms.document_schemes import SchemeForm
from qms.models.document_care import DocumentScheme
from qms.models.organisation import Unit, nearest_holder
from qms.operations.document_schemes import scheme_of, set_scheme
from qms.policy import Refused, denied
from qms.views.editing import FormView
from qms.views.reach import get_visible, signed_in
from qms.views.uids import uid_or_404


class SchemeEdit(FormView):
    """The scheme of the QMS of which one is the quality officer; ?unit= where there are several."""

    form_class = SchemeForm
    permission = "qms.set_scheme"
    template_name = "qms/documents/scheme.html"
    intro = gettext_lazy("For documents and issues that come; numbers that were given stay as they are.")

    def get_instance(self) -> DocumentScheme:
        """The scheme that stands, or the usual values."""
        holder = nearest_holder(self.unit().pk)
        if holder is None:
            raise Http404
        return scheme_of(holder)

    def unit(self) -> Unit:
        """The unit asked for, else the first of which one is the officer."""
        user = signed_in(self.request)
        asked = self.request.GET.get("unit")
        if asked:
            return get_visible(Unit, user, uid_or_404(asked))
        unit = Unit.objects.filter(pk__in=user.authority.units_as(Role.OFFICER)).order_by("pk").first()
        if unit is None:
            text = _("The numbering of documents is set by the quality officer of the unit that holds the QMS.")
            raise Refused(denied(text, _("the quality officer of the QMS")))
        return unit

    def check(self) -> None:
        """The rule is asked about the unit that holds the QMS."""
        policy.require(self.request.user, self.permission, self.record.unit)

    def get_title(self) -> str:
        return _("Numbers of documents: %(unit)s") % {"unit": self.record.unit}

    def save(self, form: Any) -> DocumentScheme:
        return set_scheme(
            self.record.unit, by=self.request.user, version=form.cleaned_data.get("version"), **form.extra_values()
        )

    def cancel_url(self) -> str:
        return reverse("document_register")

    def address(self, result: DocumentScheme) -> str:
        return reverse("document_register")
