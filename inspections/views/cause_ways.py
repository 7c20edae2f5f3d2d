"""The way that led to a cause, as pages draw it: the whys as a tree, or the Ishikawa diagram with its list."""

from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from inspections.enums import CauseMethod
from inspections.fishbone import fishbone
from inspections.nonconformity_phrases import BRANCHES, branches_of
from inspections.whys import read_whys


def way_of(cause: Any) -> dict[str, Any]:
    """For the template `cause_way.html`."""
    branches = branches_of(cause.chain)
    return {
        "whys": read_whys(cause.chain),
        "branches": branches,
        "drawing": drawn(cause) if branches and cause.method == CauseMethod.ISHIKAWA else "",
    }


def drawn(cause: Any) -> str:
    """The diagram: all six branches, empty ones too; every text in it is escaped where it is drawn."""
    filled = {link["branch"]: str(link.get("text", "")) for link in cause.chain if "branch" in link}
    bones = [(str(label), filled.get(name, "")) for name, label in BRANCHES.items()]
    bones += [(name, text) for name, text in filled.items() if name not in BRANCHES]
    svg = fishbone(bones, cause.nonconformity.fact, title=_("Ishikawa diagram"), name=f"ishikawa-{cause.pk}")
    return mark_safe(svg)  # noqa: S308 - fishbone escapes each text
