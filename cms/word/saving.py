"""A reading becomes a new revision of the draft, saved by the person who chose the file."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.layout import HEADINGS
from cms.models import DocumentPage
from cms.publishing import stored, stream
from cms.sections import body_from
from cms.word.keeping import mark_used
from cms.word.reading import WordReading
from cms.workshop import is_open
from qms import policy
from qms.models import ImportStaging


class NotSaved(Exception):
    """The draft was not saved; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = str(sentence)
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Change:
    """What happens to one section: "new", "replaced", "same", "stays" or "goes"."""

    name: str
    title: str
    verdict: str
    in_file: int
    in_draft: int


def draft_of(document: Any) -> tuple[DocumentPage, int]:
    """The page as its latest revision has it, and the key of that revision."""
    page = DocumentPage.objects.get(document=document)
    return page.get_latest_revision_as_object(), page.latest_revision_id or 0


def merged(draft: list[dict[str, Any]], reading: WordReading, *, only_file: bool) -> list[dict[str, Any]]:
    """The file's sections; of the draft, those that the file does not have, unless only the file counts."""
    read = body_from(reading.sections)
    names = {block["type"] for block in read}
    both = read if only_file else [*read, *(block for block in draft if block["type"] not in names)]
    order = list(HEADINGS)
    return sorted(both, key=lambda block: order.index(block["type"]) if block["type"] in order else len(order))


def changes(draft: list[dict[str, Any]], reading: WordReading, *, only_file: bool = False) -> list[Change]:
    """Section by section, what saving does to the draft."""
    read = body_from(reading.sections)
    found = []
    for name, title in HEADINGS.items():
        new, old = ([_bare(block) for block in blocks if block["type"] == name] for blocks in (read, draft))
        if new or old:
            found.append(Change(name, str(title), _verdict(new, old, only_file), _size(new), _size(old)))
    return found


def _verdict(new: list[Any], old: list[Any], only_file: bool) -> str:
    if not new:
        return "goes" if only_file else "stays"
    if not old:
        return "new"
    return "same" if new == old else "replaced"


def _bare(value: Any) -> Any:
    """Without the keys that Wagtail gives to blocks and items."""
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items() if name != "id"}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _size(blocks: list[Any]) -> int:
    """How many rows or parts a section has; 1 for a text."""
    rows = 0
    for block in blocks:
        value = block["value"]
        value = value.get("steps", value) if isinstance(value, dict) else value
        rows += len(value) if isinstance(value, list) else 1
    return rows


@transaction.atomic
def fill_from_word(
    document: Any, reading: WordReading, staging: ImportStaging, *, by: Any, expected: int, only_file: bool
) -> None:
    """Save what was read as the next revision of the draft; whoever saves it is one of its writers.

    Refused while nothing is a draft, when somebody saved since the preview, and for a file that was used already.
    """
    policy.require(by, "qms.write_document", document)
    page = DocumentPage.objects.select_for_update(of=("self",)).get(document=document)
    if not is_open(document):
        raise NotSaved(_("No issue of this document is a draft. Start a new issue first."))
    if (page.latest_revision_id or 0) != expected:
        raise NotSaved(_("Somebody saved the draft since you looked. Look at it again, then save."))
    if not mark_used(staging, str(document)):
        raise NotSaved(_("This file was used already. Choose it again to fill the draft once more."))
    draft = page.get_latest_revision_as_object()
    draft.body = stream(merged(stored(draft.body), reading, only_file=only_file))
    draft.save_revision(user=by, log_action=True, clean=False)
