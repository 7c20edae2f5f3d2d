"""What a kind of register does with its rows: plan without writing, then write what was planned."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qms.importing.cells import as_text
from qms.importing.columns import Register
from qms.importing.reading import ReadRegister
from qms.importing.verdicts import Preview, RowVerdict


@dataclass(frozen=True)
class Asked:
    """What somebody asked to bring in: whose register, by whom, from which file, on which edition by default."""

    by: Any
    unit: Any = None
    file_name: str = ""
    edition: str = ""
    units: dict[str, str] = field(default_factory=dict)
    """Further names of units (as written, to code)."""


@dataclass
class PlannedRow(RowVerdict):
    """A row's verdict with what is to be written for it."""

    plan: Any = None


@dataclass
class PlannedPreview(Preview):
    """The verdicts of a whole file with what they stand on."""

    asked: Any = None
    about: Any = None


class ImportKind:
    """A kind in `registry.import_kinds`. Subclasses fill in the names and write `plan` and `write`."""

    kind: str = ""
    label: Any = ""
    permission = "qms.import_register"
    needs_unit = True
    list_url = ""
    """Name of the page that lists such records."""

    def get_register(self) -> Register:
        """The columns by which such a register is recognised, with the words of the reader's languages."""
        raise NotImplementedError

    def plan(self, read: ReadRegister, asked: Asked) -> PlannedPreview:
        """Say what will happen to each row. Reads only."""
        raise NotImplementedError

    def shown(self, name: str, value: Any) -> str:
        """What a cell becomes, in the reader's words."""
        return as_text(value)

    def made(self, asked: Asked) -> list[tuple[str, str]]:
        """Words and address of what the file became, for who brought it in."""
        if not self.list_url:
            return []
        return [(_("The list of %(kind)s") % {"kind": self.label}, reverse(self.list_url))]

    def write(self, preview: PlannedPreview, *, by: Any) -> None:
        """Write what was planned; called inside one transaction, with no row rejected."""
        raise NotImplementedError
