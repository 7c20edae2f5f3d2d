"""Reading the product's YAML: safe, bounded, and every fault named by line and key."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from qms.operations.loading import LoadRefused

LARGEST = 5 * 1024 * 1024  # bytes
LINE = "__line__"
KINDS = {str: "text", bool: "true or false", dt.date: "a day (yyyy-mm-dd)", list: "a list", int: "a whole number"}


class _LinedLoader(yaml.CSafeLoader):
    """The safe loader; each mapping remembers the line where it begins."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def read_yaml(path: Path | str) -> dict[str, Any]:
    """The mapping in a YAML file, with line numbers. Raises LoadRefused with a sentence."""
    path = Path(path)
    names = {"file": path.name}
    try:
        if path.stat().st_size > LARGEST:
            raise LoadRefused(_("%(file)s is larger than 5 MB; that is no list of clauses.") % names)
        content = yaml.load(path.read_bytes().decode("utf-8-sig"), _LinedLoader)  # noqa: S506 - a safe loader
    except OSError as fault:
        raise LoadRefused(_("%(file)s cannot be read: %(fault)s.") % (names | {"fault": fault.strerror})) from fault
    except UnicodeDecodeError as fault:
        raise LoadRefused(_("%(file)s is not text in UTF-8.") % names) from fault
    except yaml.YAMLError as fault:
        raise LoadRefused(_yaml_sentence(path, fault)) from fault
    except (RecursionError, ValueError, TypeError) as fault:
        raise LoadRefused(_("%(file)s is not a plain YAML file: %(fault)s.") % (names | {"fault": fault})) from fault
    if not isinstance(content, dict):
        raise LoadRefused(_("%(file)s does not begin with keys such as 'standard' and 'edition'.") % names)
    return content


def _yaml_sentence(path: Path, fault: yaml.YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    names = {"file": path.name, "line": mark.line + 1 if mark else "?", "fault": getattr(fault, "problem", "")}
    return _("%(file)s, line %(line)s: this is not YAML (%(fault)s).") % names


def _empty(kind: type) -> Any:
    return None if kind is dt.date else kind()


class Checked:
    """Collects what is wrong with a file's entries, so that all of it is said at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[str] = []

    def fault(self, entry: Mapping[str, Any], sentence: str) -> None:
        """Note a fault at the entry's line."""
        names = {"file": self.file, "line": entry.get(LINE, "?"), "sentence": sentence}
        self.faults.append(_("%(file)s, line %(line)s: %(sentence)s") % names)

    def value(self, entry: Mapping[str, Any], key: str, kind: type, *, default: Any = None) -> Any:
        """The value under `key`, of that kind; `default` (not None) where it may be missing."""
        found = entry.get(key)
        if found is None:
            if default is None:
                self.fault(entry, _("the key '%(key)s' is missing or empty.") % {"key": key})
            return default if default is not None else _empty(kind)
        if not isinstance(found, kind):
            names = {"key": key, "value": str(found)[:60], "kind": KINDS[kind]}
            self.fault(entry, _("'%(key)s' is %(value)s; it must be %(kind)s.") % names)
            return _empty(kind)
        return found

    def text(self, entry: Mapping[str, Any], key: str, *, longest: int, needed: bool = True) -> str:
        """A text no longer than its column."""
        found = self.value(entry, key, str, default=None if needed else "")
        if needed and found == "" and entry.get(key) == "":
            self.fault(entry, _("the key '%(key)s' is missing or empty.") % {"key": key})
        if len(found) > longest:
            self.fault(entry, _("'%(key)s' is longer than %(longest)s characters.") % {"key": key, "longest": longest})
        return str(found)

    def entries(self, entry: Mapping[str, Any], key: str, *, needed: bool = True) -> list[dict[str, Any]]:
        """A list of mappings."""
        found = self.value(entry, key, list, default=None if needed else [])
        wrong = [item for item in found if not isinstance(item, dict)]
        if wrong:
            self.fault(entry, _("'%(key)s' must be a list of entries with keys.") % {"key": key})
        return [item for item in found if isinstance(item, dict)]

    def one_of(self, entry: Mapping[str, Any], key: str, choices: Iterable[str]) -> str:
        """A text that is one of the choices."""
        found = self.value(entry, key, str)
        allowed = list(choices)
        if found and found not in allowed:
            names = {"key": key, "value": found, "choices": ", ".join(allowed)}
            self.fault(entry, _("'%(key)s' is %(value)s; it must be one of: %(choices)s.") % names)
        return str(found)

    def require_faultless(self) -> None:
        """Raise LoadRefused with the first faults when there are any."""
        if self.faults:
            more = len(self.faults) - 20
            tail = [_("... and %(count)s more faults.") % {"count": more}] if more > 0 else []
            raise LoadRefused(*self.faults[:20], *tail)
