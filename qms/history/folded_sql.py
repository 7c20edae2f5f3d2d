"""Folded text and Vietnamese order of historical rows, made by the database from the columns that history keeps.

SQLite calls the product's own functions; PostgreSQL says the same in expressions. A test compares both with them.
"""

# ruff: noqa: S608 - the names are our own, and so are the values

from typing import Any

from qms.folding import ALPHABET, fold, sort_key

TONES = "\u0300\u0309\u0303\u0301\u0323"
SEARCHED = {
    "qms.unit": ("code", "name_vi", "name_en"),
    "qms.user": ("full_name", "username", "position_vi", "position_en"),
}
"""Words of models that fold them by themselves; the others name them as SEARCH_FIELDS."""

SORTED = {"qms.unit": "name_vi", "qms.document": "title_vi"}
"""What a model is sorted by, where it keeps a key; people are sorted by their given name."""


def given_first(full_name: str, username: str) -> str:
    """A person's name as it is sorted: the given name first."""
    return " ".join(reversed(full_name.split())) if full_name else username


def register(cursor: Any) -> None:
    """Give a connection of SQLite the functions that the expressions call."""
    cursor.create_function("qms_fold", 1, fold, deterministic=True)
    cursor.create_function("qms_sort_key", 2, sort_key, deterministic=True)
    cursor.create_function("qms_given_first", 2, given_first, deterministic=True)


def folded(model: Any, vendor: str) -> str:
    """The folded words of a historical row `h`: what `search_text` held."""
    kept = {field.name: field.column for field in model._meta.concrete_fields}
    names: Any = SEARCHED.get(model._meta.label_lower) or getattr(model, "SEARCH_FIELDS", ())
    words = [f"COALESCE(CAST(h.\"{kept[name]}\" AS text), '')" for name in names if name in kept]
    text = "(" + (" || ' ' || ".join(words) or "''") + ")"
    if vendor == "sqlite":
        return f"qms_fold({text})"
    plain = f"normalize(translate({text}, 'đĐ', 'dd'), NFD)"
    return f"lower(regexp_replace({plain}, '[{chr(0x300)}-{chr(0x36F)}]', '', 'g'))"


def sorting(model: Any, vendor: str) -> str:
    """The key of Vietnamese order of a historical row `h`: what `sort_key` held."""
    label = model._meta.label_lower
    length = model._meta.get_field("sort_key").max_length
    own = 'h."full_name", h."username"'
    if vendor == "sqlite":
        text = f"qms_given_first({own})" if label == "qms.user" else f'h."{SORTED[label]}"'
        return f"qms_sort_key({text}, {min(length, 200)})"
    return _postgresql_key(_postgresql_given_first() if label == "qms.user" else f'h."{SORTED[label]}"')


def _postgresql_given_first() -> str:
    words = "regexp_split_to_table(trim(h.\"full_name\"), '\\s+') WITH ORDINALITY AS w(word, n)"
    turned = f"(SELECT string_agg(word, ' ' ORDER BY n DESC) FROM {words})"
    return f'CASE WHEN h."full_name" = \'\' THEN h."username" ELSE {turned} END'


def _postgresql_key(text: str) -> str:
    """As `qms.folding.sort_key`: two digits for each letter by the alphabet, then the tones."""
    letter = (
        f"CASE WHEN base <> '' AND position(base in '{ALPHABET}') > 0 THEN (position(base in '{ALPHABET}') + 9)::text"
        " WHEN base ~ '^[[:alpha:]]+$' THEN '~' || base ELSE base END"
    )
    tone = f"COALESCE(NULLIF(translate(regexp_replace(parts, '[^{TONES}]', '', 'g'), '{TONES}', '12345'), ''), '0')"
    base = f"normalize(lower(translate(regexp_replace(parts, '[{TONES}]', '', 'g'), 'Đ', 'đ')), NFC)"
    chars = f"unnest(string_to_array(normalize({text}, NFC), NULL)) WITH ORDINALITY AS c(one, n)"
    signs = f"SELECT n, {base} AS base, {tone} AS tone FROM (SELECT n, normalize(one, NFD) AS parts FROM {chars}) p"
    key = f"string_agg({letter}, '' ORDER BY n) || '!' || string_agg(tone, '' ORDER BY n)"
    return f"COALESCE((SELECT left({key}, 200) FROM ({signs}) s), '!')"
