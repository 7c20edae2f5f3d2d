"""What a file is by its content: never by its name, never by what the browser says."""

from django.utils.translation import gettext as _

from qms.importing.problems import NotAWorkbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<workbook")


def kind_of(data, name):
    """Return "xlsx" (any zip, still to be looked into) or "csv"; refuse everything else with a sentence."""
    head = data[:4096]
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise NotAWorkbook(_("“%(name)s” is empty. Choose the file that holds the list.") % {"name": name})
    if head.startswith(ZIP):
        return "xlsx"
    if head.startswith(OLE):
        refuse_ole(data, name)
    if head.startswith(BIFF):
        refuse_old_excel(name)
    refuse_markup(head, name)
    refuse_binary(head, name)
    return "csv"


def refuse_ole(data, name):
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotAWorkbook(
            _("“%(name)s” is protected by a password. Remove the password in Excel, save it and choose it again.")
            % {"name": name}
        )
    if any(word.encode("utf-16-le") in data for word in ("Workbook", "Book")):
        refuse_old_excel(name)
    raise NotAWorkbook(_("“%(name)s” is no workbook. Save the list as .xlsx or .csv.") % {"name": name})


def refuse_old_excel(name):
    raise NotAWorkbook(
        _("“%(name)s” is in the old .xls format. Save it as Excel workbook (.xlsx) and choose that file.")
        % {"name": name}
    )


def refuse_markup(head, name):
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(MARKUP):
        raise NotAWorkbook(
            _("“%(name)s” is a web page or XML file under another name. Open it in Excel and save it as .xlsx.")
            % {"name": name}
        )


def refuse_binary(head, name):
    """Text has no control characters; UTF-16 has zeros, but every second byte at most."""
    if head.startswith(TEXT_MARKS):
        return
    text = head
    if encoding := looks_utf16(head):
        text = head[: len(head) // 2 * 2].decode(encoding, "replace").encode()
    controls = sum(text.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 26))
    if head.startswith(b"%PDF") or controls > len(text) // 100 or 0 in text:
        raise NotAWorkbook(
            _("“%(name)s” is neither an Excel workbook nor a text list. Save the list as .xlsx or .csv.")
            % {"name": name}
        )


def looks_utf16(head):
    """The byte order of UTF-16 without a mark, by where its zeros stand; None where it is something else."""
    if head[1::2].count(0) > len(head) // 4 and head[::2].count(0) < len(head) // 50 + 1:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4 and head[1::2].count(0) < len(head) // 50 + 1:
        return "utf-16-be"
    return None
