"""What the history is searched by."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms import clock
from qms.folding import fold
from qms.history.homes import family, is_home, tracked
from qms.history.recording import OPERATIONS
from qms.history.searching import Asked, day_range
from qms.history_reach import OF_ADMINISTRATION, reads_records
from qms.models.organisation import Unit
from qms.models.people import User
from qms.phrases import operation_phrase
from qms.registry import registry
from qms.workflow import WORKFLOWS

MOST_PEOPLE = 200  # people of one name
MOST_TYPED = 40  # letters of what was typed that a sentence repeats


class DayInput(forms.DateInput):
    """A date box."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class RecordHistoryFilter(forms.Form):
    """One record's history: by what was done, who, which field, which days."""

    done = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Such as: approved, returned."),
    )
    who = forms.CharField(
        label=gettext_lazy("Done by"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("A part of the name is enough."),
    )
    field = forms.CharField(
        label=gettext_lazy("Field that changed"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Such as: due day, owner."),
    )
    since = forms.DateField(label=gettext_lazy("From day"), required=False, widget=DayInput)
    until = forms.DateField(label=gettext_lazy("To day"), required=False, widget=DayInput)

    def asked(self) -> Asked:
        """What is asked for, as the search takes it; what cannot be read is left out."""
        given = self.cleaned_data
        lines = day_range(given.get("since"), given.get("until"))
        if given.get("done"):
            lines &= Q(operation__in=operations_called(given["done"]))
        if given.get("who"):
            lines &= Q(by_id__in=people_called(given["who"]))
        return Asked(lines & self.further(), fold(given.get("field") or ""))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("since", _("The first day is after the last."))
            self.add_error("until", _("The last day is before the first."))
        return given

    def faults(self) -> list[str]:
        """What was asked for and is left out: field, what was typed, why."""
        typed = {name: str(self[name].data or "")[:MOST_TYPED] for name in self.errors}
        return [
            _("%(field)s «%(typed)s»: %(fault)s")
            % {"field": self.fields[name].label, "typed": typed[name], "fault": " ".join(map(str, faults))}
            for name, faults in self.errors.items()
        ]

    def further(self) -> Q:
        """More to narrow by."""
        return Q()

    def keeps(self, entry: Any) -> bool:
        """Whether an entry that is no change of a record is asked for too."""
        given, day = self.cleaned_data, clock.day_of(entry.when)
        since, until = given.get("since"), given.get("until")
        asked = fold(given.get("done") or "") in fold(entry.text) and fold(given.get("who") or "") in fold(entry.who)
        return asked and not given.get("field") and (since or day) <= day <= (until or day)


class HistoryFilter(RecordHistoryFilter):
    """The whole history: by kind of record and unit too."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of record"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), required=False, empty_label=gettext_lazy("All")
    )
    field_order = ("kind", "unit", "who", "done", "field", "since", "until")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = [("", gettext_lazy("All")), *kinds_for(user)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.visible_to(user)  # type: ignore[attr-defined]

    def further(self) -> Q:
        kind = self.cleaned_data.get("kind")
        return Q(kind__in=family(kind)) if kind else Q()


def kinds_for(user: Any) -> list[tuple[str, str]]:
    """Kinds of records that the person may search, by name."""
    found = []
    for label, model in tracked().items():
        if not is_home(model) or (not reads_records(user) and label not in OF_ADMINISTRATION):
            continue
        title = name_of_kind(label, model)
        if title:
            found.append((label, title))
    return sorted(found, key=lambda pair: fold(pair[1]))


def name_of_kind(label: str, model: Any) -> str:
    """What records of the kind are called, empty where nobody calls them anything."""
    if label in registry.record_kinds:
        return str(registry.record_kinds[label].title)
    given = model._meta.original_attrs
    name = str(given.get("verbose_name_plural") or given.get("verbose_name") or "")
    return name[:1].upper() + name[1:]


def operations_called(words: str) -> list[str]:
    """Operations whose words in the reader's language hold the words asked for."""
    wanted = fold(words)
    names = {
        *registry.phrases,
        *OPERATIONS,
        *(f"{flow}.{one.name}" for flow, work in WORKFLOWS.items() for one in work.transitions),
    }
    return [name for name in sorted(names) if wanted in fold(operation_phrase(name))]


def people_called(words: str) -> list[int]:
    """Keys of people by a part of their name, title or account."""
    rows = User.objects.all()
    for word in fold(words).split()[:6]:
        rows = rows.filter(search_text__contains=word)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])
