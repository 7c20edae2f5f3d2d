"""The form of a session: when and where, who asks, which clauses and documents."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import InspectionKind
from inspections.forms.choices import citable_documents, clauses_of, inspectors_of, published_templates
from inspections.independence import who_may_go
from inspections.inspector_load import load_of, told
from inspections.models import Session, TemplateVersion
from inspections.operations.inspection import inspected_units
from qms.forms.fields import PeopleChoice, SeveralChoice, UnitChoice
from qms.forms.records import RecordForm
from qms.models.documents import Document
from qms.models.organisation import Unit
from qms.models.people import User
from qms.models.standards import Clause


class TimeBox(forms.TimeInput):
    """The browser's box for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class TemplatesChoice(SeveralChoice):
    """Versions of templates by number, title and version."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(template)s, version %(number)s") % {"template": obj.template, "number": obj.number}


class SessionForm(RecordForm):
    """One session. The inspectors offered stand with what stands against each; the free ones come first."""

    inspectors = PeopleChoice(label=gettext_lazy("Inspectors"), widget=forms.CheckboxSelectMultiple)
    clauses = SeveralChoice(
        queryset=Clause.objects.none(),
        label=gettext_lazy("Clauses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A clause stands for everything below it. The checklist is made from them."),
    )
    documents = SeveralChoice(
        queryset=Document.objects.none(),
        label=gettext_lazy("Documents in force"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What the session checks against."),
    )

    templates = TemplatesChoice(
        queryset=TemplateVersion.objects.none(),
        label=gettext_lazy("Checklist templates"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Their questions are asked beside those of the clauses."),
    )

    class Meta(RecordForm.Meta):
        model = Session
        fields = (
            "unit", "topic", "day", "from_time", "to_time", "place", "representative", "inspectors", "clauses",
            "documents", "templates", "asks_nonconformities", "asks_last_inspection", "asks_document_steps",
        )  # fmt: skip
        field_classes = {"unit": UnitChoice}
        widgets = {"from_time": TimeBox(), "to_time": TimeBox()}

    def restrict(self) -> None:
        session, inspection = self.instance, self.instance.inspection
        units = [unit.pk for unit in inspected_units(inspection)]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)
        first, last = (day.strftime("%d/%m/%Y") for day in (inspection.starts_on, inspection.ends_on))
        self.fields["day"].help_text = _("From %(first)s to %(last)s.") % {"first": first, "last": last}
        standing = self._start_with_rows(session) if session.pk else self._start_new()
        superior = inspection.kind == InspectionKind.SUPERIOR
        able = inspectors_of([inspection.raised_by_unit_id], also_below=superior)
        named = [*standing["inspectors"], inspection.lead_id, *self._team(inspection)]
        self.fields["inspectors"].queryset = able | User.objects.filter(pk__in=[key for key in named if key])
        self.fields["clauses"].queryset = clauses_of(inspection)
        self.fields["documents"].queryset = citable_documents(self.user, units, standing["documents"])
        self.fields["templates"].queryset = published_templates(self.user, standing["templates"])
        self._say_what_stands_against()

    def _start_new(self) -> dict[str, list[int]]:
        """A new session asks again what was not in order before, unless told otherwise."""
        self.initial.update(asks_nonconformities=True, asks_last_inspection=True)
        return {"inspectors": [], "documents": [], "templates": []}

    @staticmethod
    def _team(inspection: Any) -> list[int]:
        return list(inspection.team.filter(ended_at=None).values_list("user_id", flat=True))

    def _start_with_rows(self, session: Session) -> dict[str, list[int]]:
        rows: dict[str, tuple[Any, str]] = {
            "inspectors": (session.inspectors, "user_id"),
            "documents": (session.documents, "document_id"),
            "templates": (session.templates, "template_version_id"),
            "clauses": (session.clause_references, "clause_id"),
        }
        for name, (manager, key) in rows.items():
            self.initial[name] = list(manager.filter(ended_at=None).values_list(key, flat=True))
        return {name: self.initial[name] for name in ("inspectors", "documents", "templates")}

    def _say_what_stands_against(self) -> None:
        """Offer each candidate with what stands against them and what they have to do already."""
        inspection, probe, hours = self.instance.inspection, self._probe(), self._hours()
        overruled = set(inspection.overrules.values_list("user_id", flat=True))
        people = list(self.fields["inspectors"].queryset)
        loads = load_of(people, probe)
        self.offered = [
            {
                "person": person,
                "name": self.fields["inspectors"].label_from_instance(person),
                "against": [] if person.pk in overruled else reasons,
                "overruled": bool(reasons) and person.pk in overruled,
                "load": told(loads[person.pk], probe, *hours),
            }
            for person, reasons in who_may_go(inspection, probe, people)
        ]
        self.fields["inspectors"].choices = [(one["person"].pk, one["name"]) for one in self.offered]

    def inspector_boxes(self) -> list[dict[str, Any]]:
        """The candidates as boxes, those whom nothing stands against first."""
        ticked = {str(key) for key in self["inspectors"].value() or []}
        boxes = [one | {"key": one["person"].pk, "ticked": str(one["person"].pk) in ticked} for one in self.offered]
        return sorted(boxes, key=lambda box: (bool(box["against"]), box["overruled"]))

    def _typed(self, name: str) -> Any:
        """What was typed in a box where it can be read, else what the record has."""
        if self.is_bound:
            try:
                return self.fields[name].clean(self.data.get(self.add_prefix(name)))
            except forms.ValidationError:
                pass
        return self.initial.get(name)

    def _hours(self) -> tuple[Any, Any]:
        return self._typed("from_time"), self._typed("to_time")

    def _probe(self) -> Any:
        """The session as it is asked for, with its documents read, for judging who may go."""
        session, inspection = self.instance, self.instance.inspection
        probe: Any = Session(pk=session.pk or 0, inspection=inspection, unit=session.unit, day=session.day)
        if self.is_bound:
            typed = self._typed("unit")
            probe.unit = typed if isinstance(typed, Unit) else probe.unit
            probe.day = self._typed("day") or probe.day
        rows = session.documents.select_related("document") if session.pk else []
        probe._prefetched_objects_cache = {"documents": list(rows)}
        return probe

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends, day = cleaned.get("from_time"), cleaned.get("to_time"), cleaned.get("day")
        if begins and ends and ends <= begins:
            self.add_error("to_time", _("It ends before it begins."))
        inspection = self.instance.inspection
        if day and not inspection.starts_on <= day <= inspection.ends_on:
            self.add_error("day", _("The session must lie in the days of the inspection."))
        criteria = [cleaned.get(name) for name in ("clauses", "documents", "templates")]
        if not self.errors and not any(criteria):
            self.add_error(None, _("Give the session its clauses or documents."))
        return cleaned

    def clause_groups(self) -> list[dict[str, Any]]:
        """Clauses as a tree of boxes: one group for each top clause, with how many are ticked."""
        ticked = {str(key) for key in self["clauses"].value() or []}
        groups: list[dict[str, Any]] = []
        for clause in self.fields["clauses"].queryset:
            depth = clause.number.count(".")
            if depth == 0 or not groups:
                groups.append({"title": str(clause), "clauses": [], "ticked": 0})
            box = {"key": clause.pk, "label": str(clause), "depth": min(depth, 3), "ticked": str(clause.pk) in ticked}
            groups[-1]["clauses"].append(box)
            groups[-1]["ticked"] += box["ticked"]
        return groups
