"""Is the Vietnamese catalogue complete, and is its compiled form the one that is committed?

Run as `python -m tests.translations`; needs gettext's xgettext and msgfmt. The .mo file is committed, so that nothing
has to be compiled to start the product.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("qms/locale/vi/LC_MESSAGES/django.po")


def texts(block):
    """A po entry's keyword and string pairs."""
    found = re.findall(
        r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+((?:"(?:[^"\\]|\\.)*"\s*)+)', block, re.MULTILINE
    )
    return [(word, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', value))) for word, value in found]


def entries(po):
    """Every live entry of a catalogue: (key, translations, whether fuzzy). The key is context and id."""
    for block in re.split(r"\n\s*\n", po.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        pairs = texts("\n".join(line for line in lines if not line.startswith("#")))
        named = dict(pairs)
        if named.get("msgid"):
            fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
            key = (named.get("msgctxt", ""), named["msgid"])
            yield key, [value for word, value in pairs if word.startswith("msgstr")], fuzzy


def shown_texts():
    """Keys of every text that the product shows, collected anew from code and templates into a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for app in ("qms", "inspections", "cms"):
            shutil.copytree(ROOT / app, copy / app, ignore=shutil.ignore_patterns("static", "__pycache__", "*.mo"))
        (copy / CATALOGUE).unlink(missing_ok=True)
        (copy / CATALOGUE.parent).mkdir(parents=True, exist_ok=True)
        program = "from django.core.management import execute_from_command_line as run; run()"
        collected = subprocess.run(
            [sys.executable, "-c", program, "makemessages", "-l", "vi", "-v", "0", "--no-location"],
            cwd=copy,
            env=_environment(folder),
            capture_output=True,
            text=True,
            check=False,
        )
        if collected.returncode:
            raise SystemExit(collected.stderr)
        return {key for key, _strings, _fuzzy in entries(copy / CATALOGUE)}


def _environment(folder):
    path = {"PYTHONPATH": folder, "DJANGO_SETTINGS_MODULE": "qms.config.settings.test"}
    return {**os.environ, **path}


def faults():
    """What is wrong with the catalogue, a sentence each."""
    if not (ROOT / CATALOGUE).exists():
        return [f"{CATALOGUE} is missing."]
    known = {key: (strings, fuzzy) for key, strings, fuzzy in entries(ROOT / CATALOGUE)}
    found = [f"not in the catalogue: {text}" for _context, text in sorted(shown_texts() - set(known))]
    found += [f"not translated: {text}" for (_context, text), (strings, _f) in known.items() if not all(strings)]
    found += [f"fuzzy: {text}" for (_context, text), (_strings, fuzzy) in known.items() if fuzzy]
    return found + compiled_faults()


def compiled_faults():
    """Whether the committed .mo is what the catalogue compiles to."""
    committed = (ROOT / CATALOGUE).with_suffix(".mo")
    with tempfile.NamedTemporaryFile(suffix=".mo") as fresh:
        made = subprocess.run(
            ["msgfmt", "--check", "-o", fresh.name, str(ROOT / CATALOGUE)], capture_output=True, text=True, check=False
        )
        if made.returncode:
            return [made.stderr.strip()]
        same = committed.exists() and committed.read_bytes() == Path(fresh.name).read_bytes()
    return [] if same else [f"{committed.relative_to(ROOT)} is not up to date: msgfmt -o {committed.name} django.po"]


def main():
    """Print every fault; exit 1 when there is one."""
    found = faults()
    sys.stdout.write("\n".join([*found, f"faults={len(found)}"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
