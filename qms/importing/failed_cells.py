"""Finds cells whose formula failed (#REF!) or was never calculated: the fast reader shows them as empty."""

import io
import posixpath
import re
import zipfile

from defusedxml import ElementTree
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from qms.importing.sheet import NEVER_CALCULATED

FAILED = re.compile(
    rb"<(?:[\w.-]+:)?c\s([^<>]*?\bt\s*=\s*[\"']e[\"'][^<>]*)>(?:(?!</(?:[\w.-]+:)?c>).)*?<(?:[\w.-]+:)?v>([^<]*)<",
    re.DOTALL,
)
# A formula and no value: written by a program that does not calculate. An empty text is a value.
UNCALCULATED = re.compile(
    rb"<(?:[\w.-]+:)?c\s((?:(?!\bt\s*=\s*[\"']str[\"'])[^<>])*)>\s*<(?:[\w.-]+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:[\w.-]+:)?f>)"
    rb"\s*(?:<(?:[\w.-]+:)?v\s*/>|<(?:[\w.-]+:)?v>\s*</(?:[\w.-]+:)?v>)?\s*</(?:[\w.-]+:)?c>"
)
ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7})[\"']")


def failed_cells(checked):
    """Return {sheet name: {(row number, column): code}} for the parts in which the guards saw failed cells."""
    if not checked.parts_with_errors:
        return {}
    with zipfile.ZipFile(io.BytesIO(checked.data)) as archive:
        names = sheet_names(archive)
        return {names[part]: dict(cells_in(archive.read(part))) for part in checked.parts_with_errors if part in names}


def cells_in(part):
    for attributes, code in FAILED.findall(part):
        if found := ADDRESS.search(attributes):
            yield place(found), code.decode("utf-8", "replace")
    for attributes in UNCALCULATED.findall(part):
        if found := ADDRESS.search(attributes):
            yield place(found), NEVER_CALCULATED


def place(found):
    """(row number, column from 0) of an address."""
    letters, number = coordinate_from_string(found.group(1).decode())
    return number, column_index_from_string(letters) - 1


def sheet_names(archive):
    """Which part holds which sheet."""
    targets = {
        relation.get("Id"): resolved(relation.get("Target", ""))
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    names = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            reference = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            names[targets.get(reference)] = element.get("name")
    return names


def resolved(target):
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
