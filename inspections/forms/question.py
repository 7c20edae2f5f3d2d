"""The form of one question of a template: each kind of question has fields of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import AnswerResult
from inspections.enums import QuestionType as Q
from inspections.models import TemplateQuestion
from inspections.operations.template_questions import placed, questions_of
from inspections.question_answers import possible_answers
from inspections.question_faults import faults_of
from qms.forms.fields import TextField
from qms.forms.records import RecordForm
from qms.models.standards import Clause

OWN_FIELDS: dict[str, tuple[str, ...]] = {
    Q.YES_NO: ("conforms_when_no",),
    Q.NUMBER: ("least", "most", "measure"),
    Q.CHOICE: ("choices",),
}
BLANK: dict[str, Any] = {"conforms_when_no": False, "least": None, "most": None, "measure": "", "choices": []}
"""What a kind without the field holds there."""

MARKS = {"+": True, "-": False, "–": False}
LONGEST_LABEL = 200
ORDER = (
    "section", "question_vi", "question_en", "question_type", "conforms_when_no", "least", "most", "measure",
    "choices", "clause", "written_as", "guidance", "shown_after", "shown_when", "evidence_when", "max_score",
)  # fmt: skip
REDRAW = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-target": "closest form",
    "hx-select": "form.form-card",
    "hx-swap": "outerHTML",
    "hx-vals": '{"redraw": "1"}',
}
"""Choosing a kind or an earlier question draws the form again, with what was typed."""


def read_choices(text: str) -> list[dict[str, Any]]:
    """One choice a line: + before a conforming one, - before one that does not conform; English after a bar."""
    choices = []
    for line in filter(None, (part.strip() for part in text.splitlines())):
        conforms = MARKS.get(line[0])
        label = line[1:].strip() if conforms is not None else line
        vi, _bar, en = (part.strip() for part in label.partition("|"))
        choices.append({"label_vi": vi, "label_en": en, "conforms": conforms})
    return choices


def choices_as_text(choices: list[dict[str, Any]]) -> str:
    """The choices as the form takes them."""
    marks = {True: "+ ", False: "- ", None: ""}
    lines = []
    for choice in choices:
        english = f" | {choice['label_en']}" if choice.get("label_en") else ""
        lines.append(f"{marks[choice.get('conforms')]}{choice.get('label_vi', '')}{english}")
    return "\n".join(lines)


class QuestionForm(RecordForm):
    """A question of a draft. `shown_kind` and `shown_for` tell which kind and condition the page was drawn for."""

    choices = TextField(
        label=gettext_lazy("Choices"),
        rows=5,
        max_length=5000,
        help_text=gettext_lazy(
            "One a line. + before a choice that conforms, - before one that does not, nothing where it is only "
            "recorded. English after a bar: + Đủ | Complete"
        ),
    )
    shown_after = forms.ChoiceField(
        label=gettext_lazy("Asked only after"), required=False, widget=forms.Select(attrs=REDRAW)
    )
    shown_when = forms.MultipleChoiceField(
        label=gettext_lazy("When it was answered"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence_when = forms.MultipleChoiceField(
        label=gettext_lazy("Answers that demand a photo or a file"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shown_kind = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    shown_for = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    class Meta(RecordForm.Meta):
        model = TemplateQuestion
        fields = (
            "section", "question_vi", "question_en", "question_type", "conforms_when_no", "least", "most", "measure",
            "clause", "written_as", "guidance", "max_score",
        )  # fmt: skip
        labels = {"question_type": gettext_lazy("Kind of answer"), "guidance": gettext_lazy("What to look for")}
        widgets = {
            "question_type": forms.Select(attrs=REDRAW),
            "section": forms.TextInput(attrs={"list": "sections", "autocomplete": "off"}),
            "question_vi": forms.Textarea(attrs={"rows": 2}),
            "question_en": forms.Textarea(attrs={"rows": 2}),
            "guidance": forms.Textarea(attrs={"rows": 3}),
        }

    def restrict(self) -> None:
        standing = questions_of(self.instance.template_version)
        own = next((index for index, one in enumerate(standing) if one.pk == self.instance.pk), len(standing))
        self.earlier = {one.key: one for one in standing[:own]}
        self.sections = list(dict.fromkeys(one.section for one in standing if one.section))
        self._start()
        self._keep_fields_of_the_kind()
        self._offer_conditions()
        self._offer_clauses()
        self.order_fields(ORDER)

    def _start(self) -> None:
        self.fields["section"].help_text = _("Questions of a section stand together.")
        self.initial.setdefault("choices", choices_as_text(self.instance.choices))
        for name in ("shown_after", "shown_when", "evidence_when"):
            self.initial.setdefault(name, getattr(self.instance, name))
        kind = str(self.typed("question_type") or "")
        self.kind = kind if kind in Q.values else str(Q.CONFORMITY)
        self.initial.update(shown_kind=self.kind, shown_for=str(self.typed("shown_after") or ""))

    def typed(self, name: str) -> Any:
        """What stands in the field: as it was sent, or as the page starts with it."""
        if not self.is_bound:
            return self.initial.get(name)
        return self.fields[name].widget.value_from_datadict(self.data, self.files, name)

    def _keep_fields_of_the_kind(self) -> None:
        for name in BLANK:
            if name not in OWN_FIELDS.get(self.kind, ()):
                del self.fields[name]

    def _offer_conditions(self) -> None:
        listed = [(key, f"{place}. {one.question}"[:120]) for place, (key, one) in enumerate(self.earlier.items(), 1)]
        self.fields["shown_after"].choices = [("", _("Always asked")), *listed]
        after = self.earlier.get(str(self.typed("shown_after") or ""))
        if after is None:
            del self.fields["shown_when"]
        else:
            self.fields["shown_when"].choices = possible_answers(after)
        if not listed:
            del self.fields["shown_after"]
        answers = dict(possible_answers(self._probe(), unexamined=False))
        if self.kind == Q.CHOICE:
            answers.setdefault(str(AnswerResult.NOT_CONFORMING), AnswerResult.NOT_CONFORMING.label)
        self.fields["evidence_when"].choices = list(answers.items())

    def _probe(self) -> TemplateQuestion:
        """A question of the kind, as far as its answers go."""
        probe = TemplateQuestion(question_type=self.kind)
        if self.kind == Q.CHOICE:
            probe.choices = read_choices(str(self.typed("choices") or ""))
        if self.kind == Q.NUMBER and (self.typed("least") or self.typed("most")):
            probe.least = 0
        return probe

    def _offer_clauses(self) -> None:
        edition = self.instance.template_version.template.edition_id
        if edition is None:
            del self.fields["clause"]
            return
        del self.fields["written_as"]
        self.fields["clause"].queryset = Clause.objects.filter(edition_id=edition).order_by("position")

    @property
    def is_outdated(self) -> bool:
        """Whether another kind or condition was chosen than the page shows fields for."""
        kind_moved = self.data.get("shown_kind", self.kind) != self.kind and self.kind in OWN_FIELDS
        after = str(self.typed("shown_after") or "") if "shown_after" in self.fields else ""
        return kind_moved or bool(after and self.data.get("shown_for", after) != after and after in self.earlier)

    def as_typed(self) -> dict[str, Any]:
        """Everything typed, to draw the form again from."""
        drawn = {**self.base_fields, **self.fields}
        return {
            name: field.widget.value_from_datadict(self.data, self.files, name)
            for name, field in drawn.items()
            if name not in ("version", "shown_kind", "shown_for") and (name in self.data or name in self.fields)
        }

    def extra_values(self) -> dict[str, Any]:
        """The operation takes the question alone."""
        return {}

    def clean_choices(self) -> list[dict[str, Any]]:
        """The choices; each says something, none is there twice, none is too long."""
        choices = read_choices(self.cleaned_data["choices"])
        labels = [choice["label_vi"] for choice in choices]
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice is not None:
            raise forms.ValidationError(_("“%(choice)s” stands there twice.") % {"choice": twice})
        for number, choice in enumerate(choices, 1):
            if not choice["label_vi"]:
                raise forms.ValidationError(_("Choice %(number)d has no Vietnamese words.") % {"number": number})
            if max(len(choice["label_vi"]), len(choice["label_en"])) > LONGEST_LABEL:
                told = {"number": number, "longest": LONGEST_LABEL}
                raise forms.ValidationError(_("Choice %(number)d is longer than %(longest)d letters.") % told)
        return choices

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # of Django's own machinery
        question, cleaned = self.instance, self.cleaned_data
        for name, blank in BLANK.items():
            if name not in self.fields:
                setattr(question, name, blank)
        question.choices = cleaned.get("choices", []) if "choices" in self.fields else []
        question.shown_after = cleaned.get("shown_after", "")
        question.shown_when = cleaned.get("shown_when", []) if question.shown_after else []
        question.evidence_when = cleaned.get("evidence_when", [])
        if "clause" in self.fields and "clause" not in self.errors:
            question.written_as = question.clause.number if question.clause else ""
        self._judge(question)

    def _judge(self, question: TemplateQuestion) -> None:
        ordered, place = placed(question)
        for name, fault in faults_of(question, ordered[:place]):
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, fault)
