"""A person's own reading of a register: which header means which field, which word means which value."""

from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from qms.importing.columns import Column, Register
from qms.importing.problems import ImportRefused
from qms.importing.text import fold
from qms.importing.values import parse_grade, parse_status
from qms.importing.words import GRADES, STATUSES

WORD_PARSERS = {"grade": parse_grade, "status": parse_status}
LARGEST = 1024 * 1024  # bytes
KEYS = ("columns", "words", "units", "edition")


@dataclass(frozen=True)
class MappedColumn(Column):
    """A column with headers that a person named for it, and headers that they gave to other columns."""

    named: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()

    def likeness(self, header: str) -> float:
        """A named header is surer than any other."""
        folded = fold(header)
        if folded in self.named:
            return 2.0
        return 0.0 if folded in self.taken else super().likeness(header)


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says."""

    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    edition: str = ""


def read_mapping(path: Path | str) -> Mapping:
    """Read a YAML mapping. Raises ImportRefused with a sentence."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRefused(_("“%(name)s” is too large for a mapping.") % {"name": path.name})
        content = yaml.safe_load(path.read_bytes().decode("utf-8-sig")) or {}
    except OSError as fault:
        raise ImportRefused(_("“%(name)s” cannot be read.") % {"name": path.name}) from fault
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as fault:
        raise ImportRefused(_("“%(name)s” is not a YAML file.") % {"name": path.name}) from fault
    return checked(content, path.name)


def checked(content: Any, name: str) -> Mapping:
    """The content as a Mapping. Raises ImportRefused naming the key that is wrong."""
    if not isinstance(content, dict) or set(content) - set(KEYS):
        raise ImportRefused(
            _("“%(name)s” is no mapping: it may hold the keys %(keys)s.") % {"name": name, "keys": ", ".join(KEYS)}
        )
    words = content.get("words") or {}
    if not isinstance(words, dict) or set(words) - set(WORD_PARSERS):
        raise ImportRefused(
            _("“%(name)s”: words may be given for %(fields)s.") % {"name": name, "fields": ", ".join(WORD_PARSERS)}
        )
    return Mapping(
        columns=texts(content.get("columns"), "columns", name),
        words={key: texts(value, f"words.{key}", name) for key, value in words.items()},
        units=texts(content.get("units"), "units", name),
        edition=str(content.get("edition") or ""),
    )


def texts(value: Any, key: str, name: str) -> dict[str, str]:
    """A mapping of texts."""
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(item, str | int | float) for item in value.values()):
        raise ImportRefused(
            _("“%(name)s”: %(key)s must be lines such as “their word: our word”.") % {"name": name, "key": key}
        )
    return {str(word): str(meaning) for word, meaning in value.items()}


def mapped(register: Register, mapping: Mapping, words: dict[str, dict[str, str]] | None = None) -> Register:
    """The register with a person's headers and words; `words` are further words of the kind itself."""
    named = named_headers(register, mapping)
    taken = frozenset(header for headers in named.values() for header in headers)
    columns = []
    for column in register.columns:
        extra = (words or {}).get(column.name, {}) | checked_words(column.name, mapping, words or {})
        parser = with_words(WORD_PARSERS[column.name], extra) if column.name in WORD_PARSERS else column.parser
        columns.append(
            MappedColumn(
                column.name,
                column.synonyms_vi,
                column.synonyms_en,
                column.required,
                parser,
                with_further_values(column.words, extra),
                named=named.get(column.name, frozenset()),
                taken=taken,
            )
        )
    return replace(register, columns=tuple(columns))


def with_further_values(words: Any, extra: dict[str, str]) -> Any:
    """The words of a column by value, with those that the kind and the person added."""
    if words is None:
        return None
    known = {value: tuple(synonyms) for value, synonyms in words.items()}
    for word, value in extra.items():
        known[value] = (*known.get(value, ()), word)
    return known


def named_headers(register: Register, mapping: Mapping) -> dict[str, frozenset[str]]:
    """Folded headers by field. Raises ImportRefused for a field that the register does not have."""
    fields = {column.name for column in register.columns}
    named: dict[str, set[str]] = {}
    for header, name in mapping.columns.items():
        if name not in fields:
            raise ImportRefused(
                _("The mapping gives “%(header)s” to “%(field)s”, which is no field. Fields are: %(fields)s.")
                % {"header": header, "field": name, "fields": ", ".join(sorted(fields))}
            )
        named.setdefault(name, set()).add(fold(header))
    return {name: frozenset(headers) for name, headers in named.items()}


def checked_words(name: str, mapping: Mapping, words: dict[str, dict[str, str]]) -> dict[str, str]:
    """The mapping's words of a field. Raises ImportRefused for a meaning that the field does not have."""
    known = set({"grade": GRADES, "status": STATUSES}.get(name, {})) | set(words.get(name, {}).values())
    given = mapping.words.get(name, {})
    for word, meaning in given.items():
        if meaning not in known:
            raise ImportRefused(
                _("The mapping says that “%(word)s” is “%(meaning)s”. Use one of: %(known)s.")
                % {"word": word, "meaning": meaning, "known": ", ".join(sorted(known))}
            )
    return given


def with_words(parser: Any, extra: dict[str, str]) -> Any:
    """The parser with further words; each text is judged once in a file."""
    return lru_cache(maxsize=4096)(partial(parser, extra={fold(word): meaning for word, meaning in extra.items()}))
