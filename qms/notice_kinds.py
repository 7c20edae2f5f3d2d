"""Kinds of notices as people choose among them: in groups, each with its sentence."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms.models.people import User
from qms.models.reminding import NoticeChoice
from qms.operations.choosing_notices import Choice
from qms.registry import registry

ENDING = re.compile(r"((…)?[:.,;] )?…\.?$")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass
class Kind:
    """One kind with how the person has it; `standing` says why it cannot be switched off in the product."""

    name: str
    title: str
    in_product: bool
    by_mail: bool
    standing: str


@dataclass
class Group:
    """Kinds that belong together."""

    title: str
    kinds: list[Kind]


def title_of(kind: str) -> str:
    """The sentence of a kind, with dots where a notice names its record."""
    sentence = PLACEHOLDER.sub("…", str(registry.notice_phrases[kind])).replace("%%", "%")
    return ENDING.sub("…", re.sub(r"(… )+…", "…", sentence))


def group_of(kind: str) -> int:
    """The place of the group that a kind belongs to; what belongs to none comes last."""
    for place, (_title, beginnings) in enumerate(registry.notice_groups):
        if kind.startswith(beginnings):
            return place
    return len(registry.notice_groups)


def group_titles() -> list[str]:
    """The groups in order, the last for all else."""
    return [*(str(title) for title, _beginnings in registry.notice_groups), _("Other")]


def groups_of(user: User) -> list[Group]:
    """Every kind in its group, as the person has chosen."""
    rows = NoticeChoice.objects.filter(user=user)
    chosen: dict[str, Any] = {row.kind: Choice(row.in_product, row.by_mail) for row in rows}
    groups = [Group(title, []) for title in group_titles()]
    for name in registry.notice_phrases:
        choice = chosen.get(name, Choice())
        standing = str(registry.standing_notices.get(name, ""))
        kind = Kind(name, title_of(name), choice.in_product or bool(standing), choice.by_mail, standing)
        groups[group_of(name)].kinds.append(kind)
    return [group for group in groups if group.kinds]
