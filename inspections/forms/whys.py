"""The form of 5 whys: a chain that can branch, each answer in a box of its own, one more below any of them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import CauseMethod
from inspections.forms.cause import IshikawaForm, SentenceForm
from inspections.whys import Why, in_order, numbered, read_whys, stored
from qms.forms.fields import TextField

WHYS = 5
MOST = 30  # answers in one cause
INDENT = 5  # levels that are drawn further in


@dataclass(frozen=True)
class DrawnWhy:
    """An answer as the form draws it."""

    field: Any
    number: int
    indent: int
    label: str


class FiveWhysForm(SentenceForm):
    """Why, and why that, until the cause is met. `why_3` answers `below_3`; without one the why before it."""

    def restrict(self) -> None:
        super().restrict()
        self.below: dict[int, int] = {}
        self._offer(self._typed(self.data) if self.is_bound else self._kept())
        self.fields["text"].label = gettext_lazy("So the cause is")

    def _kept(self) -> dict[int, tuple[int, str]]:
        """Number to (number it stands below, text): the stored chain, a straight one filled up to five."""
        kept: dict[int, tuple[int, str]] = {}

        def keep(whys: list[Why], above: int) -> None:
            for one in whys:
                number = len(kept) + 1
                kept[number] = (above, one.text)
                keep(one.whys, number)

        keep(read_whys(self.instance.chain), 0)
        straight = all(above == number - 1 for number, (above, _text) in kept.items())
        for number in range(len(kept) + 1, WHYS + 1 if straight else 0):
            kept[number] = (number - 1, "")
        return kept

    @staticmethod
    def _typed(data: Any) -> dict[int, tuple[int, str]]:
        """What was sent; what does not say where it stands stands below the one before it."""
        typed: dict[int, tuple[int, str]] = {}
        for number in range(1, MOST + 1):
            if number > WHYS and f"why_{number}" not in data:
                continue
            said = str(data.get(f"below_{number}", ""))
            above = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else number - 1
            known = above in typed or (above == 0 and number > 1)
            typed[number] = (above if known else max(typed, default=0), data.get(f"why_{number}", ""))
        return typed

    def _offer(self, places: dict[int, tuple[int, str]]) -> None:
        """One box for each answer, in the order of the tree, with its label."""
        self.below = {number: above for number, (above, _text) in places.items()}
        self.nodes = {number: Why(text) for number, (_above, text) in places.items()}
        self.roots = numbered(self._tree(self.nodes))
        order = {id(one): number for number, one in self.nodes.items()}
        self.drawn_order = [order[id(one)] for one in in_order(self.roots)]
        for number in self.drawn_order:
            self._offer_one(number)
        self.order_fields([f"why_{number}" for number in self.drawn_order])

    def _offer_one(self, number: int) -> None:
        one, above = self.nodes[number], self.below[number]
        field = TextField(label=one.label, rows=2, max_length=1000, required=number <= 2)
        if above in self.nodes and one.mark:
            field.help_text = _("Answers “%(label)s”.") % {"label": self.nodes[above].label}
        self.fields[f"why_{number}"] = field
        self.fields[f"below_{number}"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial[f"why_{number}"], self.initial[f"below_{number}"] = one.text, above

    def _tree(self, nodes: dict[int, Why]) -> list[Why]:
        for number, above in self.below.items():
            if above in nodes:
                nodes[above].whys.append(nodes[number])
        return [nodes[number] for number, above in self.below.items() if above not in nodes]

    def drawn(self) -> list[DrawnWhy]:
        """The boxes in the order of the tree, each with how far in it stands."""
        return [
            DrawnWhy(self[f"why_{number}"], number, min(one.level - 1, INDENT), one.label)
            for number in self.drawn_order
            for one in [self.nodes[number]]
        ]

    def rest(self) -> list[Any]:
        """The boxes after the whys."""
        return [field for field in self.visible_fields() if not field.name.startswith("why_")]

    def add_below(self, data: Any, above: str) -> bool:
        """Keep everything typed and offer one more answer below that one; False where there are too many."""
        typed = self._typed(data)
        number = max(typed) + 1
        fits = number <= MOST and above.isascii() and above.isdigit() and int(above) in typed
        if fits:
            typed[number] = (int(above), "")
        self._offer(typed)
        typed_in = {name: data[name] for name in self.fields if name in data and not name.startswith("below_")}
        self.initial.update(typed_in)
        if fits:
            self.fields[f"why_{number}"].widget.attrs["autofocus"] = True
        return fits

    def clean(self) -> dict[str, Any]:
        """No why is left out between two others."""
        cleaned = super().clean() or self.cleaned_data
        answers = {number: Why((cleaned.get(f"why_{number}") or "").strip()) for number in self.below}
        self.answers = self._tree(answers)
        for number, one in answers.items():
            followed = any(below.text for below in in_order(one.whys))
            if followed and not one.text and f"why_{number}" not in self.errors:
                self.add_error(f"why_{number}", gettext_lazy("Answer this why before the next one."))
        return cleaned

    def chain(self) -> list[Any]:
        return stored(_filled(self.answers))


def _filled(whys: list[Why]) -> list[Why]:
    """Without the boxes that nobody filled."""
    return [Why(one.text, _filled(one.whys)) for one in whys if one.text]


FORMS: dict[str, type[SentenceForm]] = {
    CauseMethod.SENTENCE: SentenceForm,
    CauseMethod.FIVE_WHYS: FiveWhysForm,
    CauseMethod.ISHIKAWA: IshikawaForm,
}
