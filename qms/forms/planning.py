"""What every form that plans an action offers: a template to begin with, steps, and by what it is done by itself."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from qms import clock
from qms.forms.fields import TextField, UnitChoice
from qms.forms.records import RecordForm
from qms.models.action_work import ActionTemplate
from qms.models.organisation import Unit
from qms.operations.action_steps import lines_of
from qms.operations.action_templates import live_templates
from qms.policy import Text
from qms.registry import registry

LONGEST = 3650  # days until an action of a template is due
NOTHING = ("", _("Nothing: it is reported as done by hand"))


class PlanningForm(RecordForm):
    """Base of forms that plan an action: call `offer_planning` in `restrict`."""

    def offer_planning(self) -> None:
        """Add the common fields; templates only where there are any."""
        templates = live_templates(self.user)
        if templates.exists():
            self.fields["template"] = forms.ModelChoiceField(
                templates, label=_("Begin with a template"), required=False, empty_label=_("No template")
            )
        self.fields["lines"] = TextField(
            label=_("Steps"), required=False, max_length=16_000, help_text=_("One step a line.")
        )
        self.fields["waits_for"] = forms.ChoiceField(
            label=_("Done by itself when"), required=False, choices=waiting_choices(self.user)
        )

    def planning_values(self) -> dict[str, Any]:
        """As operations take them."""
        kind, _colon, uid = self.cleaned_data.get("waits_for", "").partition(":")
        waits_for = (kind, uuid.UUID(uid)) if kind else None
        return {"steps": lines_of(self.cleaned_data.get("lines", "")), "waits_for": waits_for}

    def take_over(self, typed: Any) -> None:
        """Start with what was typed; what is still empty comes from the chosen template."""
        self.initial.update({name: typed.get(name) for name in self.fields if name in typed and name != "version"})
        field = self.fields.get("template")
        key = typed.get("template", "")
        template = field.queryset.filter(pk=key).first() if field and key.isdecimal() and len(key) < 18 else None
        if template is None:
            return
        for name, value in _filled(template).items():
            if name in self.fields and not str(self.initial.get(name) or "").strip():
                self.initial[name] = value


def _filled(template: ActionTemplate) -> dict[str, Any]:
    due = clock.today() + dt.timedelta(days=template.days)
    return {"title": str(template), "details": template.details, "lines": template.steps, "due_on": due}


def waiting_choices(user: Any) -> list[tuple[Text, Any]]:
    """What an action may wait for, by kind."""
    groups: list[tuple[Text, Any]] = [NOTHING]
    for kind, closer in registry.closers.items():
        found = [(f"{kind}:{record.uid}", closer.name(record)) for record in closer.candidates(user)]
        if found:
            groups.append((closer.title, found))
    return groups


class ActionTemplateForm(RecordForm):
    """A template of an action."""

    class Meta(RecordForm.Meta):
        model = ActionTemplate
        fields = ("unit", "title_vi", "title_en", "details", "steps", "days")
        field_classes = {"unit": UnitChoice}

    def restrict(self) -> None:
        holders = Unit.objects.filter(pk__in=self.user.authority.holders).order_by("sort_key")
        self.fields["unit"].queryset = holders
        self.fields["unit"].label = _("Holder of the QMS")
        self.fields["days"].validators.append(MaxValueValidator(LONGEST))
        if not self.instance._state.adding:
            self.fields["unit"].disabled = True
        elif holders.count() == 1:
            self.initial.setdefault("unit", holders.get().pk)
