"""How a file is to be understood: header rows, columns, words, answers; each as it stands now, to be corrected."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from qms.importing import staging as stagings
from qms.importing.commit import kind_called, words_of
from qms.importing.hidden_sheets import hidden_understood
from qms.importing.mapping import Mapping, mapped
from qms.importing.said import FIRST_YEAR, LAST_YEAR, YEAR
from qms.importing.understanding import fields_of, word_values
from qms.models.imports import ImportStaging

SURE, LIKELY = 0.95, 0.75
MOST_COLUMNS, MOST_WORDS = 300, 60
"""So many columns of a file, and words of a column, are shown as fields; the unmatched and unknown ones first."""
UNKNOWN = "?"
"""A word that nobody has said anything of."""


def confidence_said(column: dict[str, Any]) -> str:
    """How sure the recognition is, in words."""
    if column["said"]:
        return _("You said so")
    if not column["field"]:
        return ""
    if column["confidence"] >= SURE:
        return _("Certain")
    return _("Probably") if column["confidence"] >= LIKELY else _("A guess: please check")


def register_of(staging: ImportStaging) -> Any:
    """What the kind expects, in the language of who looks now."""
    kind = kind_called(staging.kind)
    return mapped(kind.get_register(), Mapping(), words_of(kind))


class UnderstandingForm(forms.Form):
    """One field for everything that was understood; `said()` is what the person says by now, as a whole."""

    def __init__(self, *args: Any, staging: ImportStaging, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staging = staging
        register = register_of(staging)
        self.labels = {one["name"]: one["label"] for one in fields_of(register)}
        self.values = word_values(register)
        self.sheets = [self.add_sheet(*one) for one in enumerate(stagings.understood(staging).items())]
        self.words = [self.add_words(name, words) for name, words in stagings.words(staging).items() if words]
        self.questions = [self.add_question(one) for one in stagings.questions(staging)]

    def add_sheet(self, place: int, named: tuple[str, dict[str, Any]]) -> dict[str, Any]:
        """Whether the sheet is read, where its header stands, what its columns are."""
        name, sheet = named
        if sheet.get("hidden"):
            sheet = hidden_understood()
        self.fields[f"read-{place}"] = forms.BooleanField(
            label=_("Read this sheet"), required=False, initial=not sheet["left_out"]
        )
        self.fields[f"header-{place}"] = forms.IntegerField(
            label=_("Row of the headings"),
            required=False,
            min_value=1,
            max_value=1_048_576,
            initial=sheet["header"],
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        columns = sorted(sheet["columns"], key=lambda one: one["field"] is not None)[:MOST_COLUMNS]
        return {
            "name": name,
            "place": place,
            "sheet": sheet,
            "read": f"read-{place}",
            "header": f"header-{place}",
            "columns": [self.add_column(place, column) for column in columns],
        }

    def add_column(self, place: int, column: dict[str, Any]) -> dict[str, Any]:
        """What a column is."""
        key = f"column-{place}-{column['index']}"
        choices = [("", _("Left out")), *self.labels.items()]
        title = column["header"] or column["letter"]
        self.fields[key] = forms.ChoiceField(
            label=_("What column %(column)s is") % {"column": f"{column['letter']} “{title}”"},
            choices=choices,
            required=False,
            initial=column["field"] or "",
        )
        guess = self.labels.get(column.get("guess") or "", "")
        return {"key": key, "column": column, "sure": confidence_said(column), "guess": guess}

    def add_words(self, name: str, words: list[dict[str, Any]]) -> dict[str, Any]:
        """What each word of a column means; those that mean nothing yet come first."""
        values = [(one["value"], one["label"]) for one in self.values.get(name, [])]
        if "" not in dict(values):
            values = [("", _("Nothing: leave the cell empty")), *values]
        ordered = sorted(words, key=lambda one: one["value"] is not None)
        told = [self.add_word(name, place, one, values) for place, one in enumerate(ordered[:MOST_WORDS])]
        return {
            "name": name,
            "label": self.labels.get(name, name),
            "unknown": [one for one in told if one["word"]["value"] is None],
            "known": [one for one in told if one["word"]["value"] is not None],
            "more": max(0, len(words) - MOST_WORDS),
        }

    def add_word(self, name: str, place: int, word: dict[str, Any], values: list[tuple[str, str]]) -> dict[str, Any]:
        """What one word means."""
        key = f"word-{name}-{place}"
        unknown = word["value"] is None
        labels = dict(values)
        choices = [(UNKNOWN, _("Not known yet"))] if unknown else []
        if not unknown and word["value"] not in labels:
            choices.append((word["value"], word["value"]))
        self.fields[key] = forms.ChoiceField(
            label=_("What “%(word)s” means") % {"word": word["word"]},
            choices=[*choices, *values],
            required=False,
            initial=UNKNOWN if unknown else word["value"],
        )
        return {"key": key, "word": word}

    def add_question(self, question: dict[str, Any]) -> dict[str, Any]:
        """What only a person can say."""
        key = f"answer-{question['name']}"
        choices = [(str(value), label) for value, label in question["choices"]]
        answer = "" if question["answer"] is None else str(question["answer"])
        if question["name"] == YEAR:
            hint = _("The file names %(years)s elsewhere.") % {"years": ", ".join(label for _value, label in choices)}
            self.fields[key] = forms.IntegerField(
                label=_("Year"),
                required=False,
                min_value=FIRST_YEAR,
                max_value=LAST_YEAR,
                initial=answer,
                help_text=hint if choices else "",
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "list": "import-years"}),
            )
        else:
            self.fields[key] = forms.ChoiceField(
                label=question["sentence"],
                choices=choices,
                required=False,
                initial=answer,
                widget=forms.RadioSelect,
            )
        return {"key": key, "question": question}

    def clean(self) -> dict[str, Any]:
        """A sheet must be read, and a field may stand in one column of a sheet only."""
        cleaned = super().clean() or {}
        if self.sheets and not any(cleaned.get(one["read"]) for one in self.sheets):
            raise forms.ValidationError(_("Choose at least one sheet that is to be read."))
        for one in self.sheets:
            seen: dict[str, str] = {}
            for told in one["columns"]:
                name = cleaned.get(told["key"])
                if name and name in seen and not self.moved_header(one):
                    text = _("“%(field)s” is column %(column)s already. Leave one of them out.")
                    self.add_error(told["key"], text % {"field": self.labels[name], "column": seen[name]})
                elif name:
                    seen[name] = told["column"]["letter"]
        return cleaned

    def moved_header(self, one: dict[str, Any]) -> bool:
        """Whether the person says that the headings of a sheet stand in another row."""
        row = self.cleaned_data.get(one["header"])
        return row is not None and row != one["sheet"]["header"]

    def said(self) -> dict[str, Any]:
        """What was said before with what is said now."""
        before = self.staging.said
        said: dict[str, Any] = {name: dict(before.get(name, {})) for name in ("columns", "header", "words", "answers")}
        for one in self.sheets:
            self.say_sheet(one, said)
        for group in self.words:
            self.say_words(group, said["words"])
        for one in self.questions:
            answer = self.cleaned_data.get(one["key"])
            if answer not in (None, ""):
                said["answers"][one["question"]["name"]] = answer
        chosen = [one["name"] for one in self.sheets if self.cleaned_data.get(one["read"])]
        usual = [one["name"] for one in self.sheets if not one["sheet"]["left_out"]]
        if chosen != usual or before.get("sheets"):
            said["sheets"] = chosen
        return {name: value for name, value in said.items() if value}

    def say_sheet(self, one: dict[str, Any], said: dict[str, Any]) -> None:
        """Where the header stands and which field each column is; with another header, columns are found anew."""
        name = one["name"]
        if self.moved_header(one):
            said["header"][name] = self.cleaned_data[one["header"]]
            said["columns"].pop(name, None)
            return
        chosen = {
            field: told["column"]["index"] for told in one["columns"] if (field := self.cleaned_data.get(told["key"]))
        }
        stood = {told["column"]["field"]: told["column"]["index"] for told in one["columns"] if told["column"]["field"]}
        changed = {field: chosen.get(field) for field in stood | chosen if chosen.get(field) != stood.get(field)}
        if changed:
            said["columns"][name] = dict(said["columns"].get(name, {})) | changed

    def say_words(self, group: dict[str, Any], said: dict[str, Any]) -> None:
        """What is said of words that meant something else."""
        for told in [*group["unknown"], *group["known"]]:
            value = self.cleaned_data.get(told["key"], UNKNOWN)
            if value not in (UNKNOWN, told["word"]["value"]):
                said[group["name"]] = dict(said.get(group["name"], {})) | {told["word"]["folded"]: value}
