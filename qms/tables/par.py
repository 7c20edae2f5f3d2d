"""Columns and filters of the table of holders and criteria."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qms.enums import UnitKind
from qms.par.criteria import sets_of_criteria
from qms.par.proofs import PROOFS
from qms.tables.filters import RegisterFilter, UnitFilter

SHOWN = [
    ("proved", pgettext_lazy("filter of holders", "every criterion proved")),
    ("lacking", pgettext_lazy("filter of holders", "something lacking")),
]


def known_sets() -> list[tuple[str, str]]:
    """The sets of criteria, as a filter offers them."""
    return [(str(one.uid), f"{one} ({one.code})") for one in sets_of_criteria()]


def known_proofs() -> list[tuple[str, Any]]:
    """The kinds of proof, as a filter offers them."""
    return [(kind.key, kind.title) for kind in PROOFS.values()]


class ParTable(tables.Table):
    """The columns that every set has; a column for each criterion stands between the unit and what is lacking."""

    code = tables.Column(verbose_name=_("Unit code"))
    unit = tables.Column(verbose_name=_("QMS holder"), order_by=("sort_key",))
    proved = tables.Column(verbose_name=_("Proofs"), order_by=("proved",))

    class Meta:
        sequence = ("code", "unit", "...", "proved")


class ParFilter(RegisterFilter):
    """Which year and set; which holders, by what they lack."""

    year = filters.NumberFilter(label=_("Year"), method="leave_to_register", min_value=2000, max_value=2100)
    set = filters.ChoiceFilter(label=_("Set of criteria"), choices=known_sets, method="leave_to_register")
    show = filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="leave_to_register")
    lacks = filters.ChoiceFilter(label=_("Lacks the proof"), choices=known_proofs, method="leave_to_register")
    kind = filters.ChoiceFilter(label=_("Kind of unit"), choices=UnitKind.choices)
    unit = UnitFilter(field_name="id", label=_("At or below"))
