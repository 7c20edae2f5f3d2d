"""Copy the parts of npm packages that pages use into qms/static/vendor/.

Run after `npm ci`. The copies are committed, so that running the product needs no npm:

    npm ci --ignore-scripts && python deploy/vendor_static.py
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "qms" / "static" / "vendor"

COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "@tabler/icons/LICENSE": "tabler-icons.LICENSE.txt",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "idb/build/index.js": "idb.js",
    "idb/LICENSE": "idb.LICENSE.txt",
}

ICONS = """
    alert-circle alert-triangle arrow-right arrows-exchange arrows-sort ban bell books building calendar
    calendar-event chart-bar check checklist chevron-down chevron-left chevron-right chevron-up circle circle-check
    circle-x clipboard-check clock download edit external-link eye file-import file-text filter flag help history home
    info-circle language link list-check lock login logout menu-2 message paperclip pencil photo playlist-add plus
    printer refresh search send settings shield-check signature sort-ascending sort-descending target trash user users
    versions x
"""

SOURCE_MAP = re.compile(r"(/\*#|//#) sourceMappingURL=\S+( \*/)?")


def copy_files():
    """Copy without source map comments: a hashed static storage would look for the maps."""
    for source, target in COPIES.items():
        path = MODULES / source
        text = SOURCE_MAP.sub("", path.read_text(encoding="utf-8"))
        (VENDOR / target).write_text(text.rstrip() + "\n", encoding="utf-8")


def symbol(name):
    """One outline icon as a <symbol>, without its frame rectangle."""
    svg = (MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
    body = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL).group(1)
    body = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", body)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body.split())}</symbol>'


def write_sprite():
    """All icons in one file, drawn with `{% icon "name" %}`."""
    symbols = "\n".join(symbol(name) for name in ICONS.split())
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")


def main():
    if not MODULES.is_dir():
        sys.stderr.write("No node_modules: run `npm ci --ignore-scripts` first.\n")
        return 2
    VENDOR.mkdir(parents=True, exist_ok=True)
    copy_files()
    write_sprite()
    return 0


if __name__ == "__main__":
    sys.exit(main())
