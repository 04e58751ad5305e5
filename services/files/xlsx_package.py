"""A workbook of Excel as the zip file that it is, judged before anything reads what is in it.

What lives here: refusing what is no .xlsx, what runs programs, and what unpacks to far more than it seems. What does
not: the sheet and its cells (workbook.py).

A zip file can say anything of itself. So every entry is really unpacked, and counted while it is: the bytes, and in
bytes of XML the tags, since a tag of five bytes becomes an object of a hundred.
"""

import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import NoReturn

from defusedxml import ElementTree
from django.utils.translation import gettext as _

from services.files.table import FileError, UnreadableFile

MOST_BYTES = 5_000_000
MOST_ENTRIES = 200
MOST_UNPACKED = 40_000_000
MOST_RATIO = 100
# The sheets and the texts of ten thousand records hold two million; all else together, which is read as a whole, some
# thousands.
MOST_TAGS = 3_000_000
MOST_TAGS_BESIDE = 100_000
MOST_BESIDE = 5_000_000
CHUNK = 65_536

_ZIP = b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_IS_ENCRYPTED = 0x1
_METHODS = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_CONTENT_TYPES = "[Content_Types].xml"
_OF_ROWS = "xl/worksheets/", "xl/sharedstrings"


def is_office_file(data: bytes) -> bool:
    """Return whether a file begins as an office file does, in the form of today or of before 2007."""
    return data.startswith((*_ZIP, _OLE))


def refuse_unsafe(data: bytes) -> None:
    """Raise UnreadableFile for all but a whole workbook without macros, of a size that can be read."""
    if data.startswith(_OLE):
        refuse(_with_password() if _WITH_PASSWORD in data else _other_format(_("een Excel-bestand van voor 2007")))
    if len(data) > MOST_BYTES:
        refuse(
            _("Dit Excel-bestand is te groot: er mag %(most)d MB in. Verdeel het over meer bestanden.")
            % {"most": MOST_BYTES // 1_000_000}
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _refuse_other_formats(package)
            _refuse_too_much(package, len(data))
            _refuse_macros(package)
    except UnreadableFile:
        raise
    # What a library makes of a damaged file is not to be foreseen: each is the same to whoever sent it.
    except Exception as error:
        raise damaged() from error


def refuse(message: str) -> NoReturn:
    """Raise UnreadableFile about the file as a whole."""
    raise UnreadableFile(FileError(1, "", message))


def damaged(line: int = 1) -> UnreadableFile:
    """Return that a workbook cannot be read, or not beyond a line."""
    message = _("Dit Excel-bestand is beschadigd of niet door Excel gemaakt. Open het in Excel en sla het opnieuw op.")
    return UnreadableFile(FileError(line, "", message))


def _with_password() -> str:
    return _("Dit bestand heeft een wachtwoord. Haal het wachtwoord eraf en sla het op als Excel-werkmap (.xlsx).")


def _other_format(name: str) -> str:
    return _("Dit is %(format)s. Sla het op als Excel-werkmap (.xlsx) of als CSV UTF-8.") % {"format": name}


def _refuse_other_formats(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES:
        refuse(_("Dit bestand bestaat uit te veel delen. Kopieer alleen de tabel naar een nieuwe werkmap."))
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        refuse(_with_password())
    names = {entry.filename for entry in entries}
    signs = {
        "xl/workbook.bin": _("een binaire Excel-werkmap (.xlsb)"),
        "mimetype": _("een OpenDocument-bestand (.ods)"),
        "word/document.xml": _("een Word-document"),
        "ppt/presentation.xml": _("een PowerPoint-presentatie"),
    }
    for sign, name in signs.items():
        if sign in names:
            refuse(_other_format(name))
    if _CONTENT_TYPES not in names:
        refuse(_other_format(_("een zip-bestand, geen Excel-bestand")))


def _refuse_too_much(package: zipfile.ZipFile, size: int) -> None:
    room, room_beside, tags = min(MOST_UNPACKED, MOST_RATIO * size), MOST_BESIDE, Counter[bool]()
    for entry in package.infolist():
        if entry.compress_type not in _METHODS:
            raise damaged()
        name = entry.filename.lower()
        is_xml, is_of_rows = name.endswith((".xml", ".rels")), name.startswith(_OF_ROWS)
        for chunk in _chunks(package, entry):
            room -= len(chunk)
            if is_xml:
                tags[is_of_rows] += chunk.count(b"<")
                room_beside -= 0 if is_of_rows else len(chunk)
            if min(room, room_beside) < 0 or tags[True] > MOST_TAGS or tags[False] > MOST_TAGS_BESIDE:
                refuse(_("Dit bestand is uitgepakt veel te groot. Kopieer alleen de tabel naar een nieuwe werkmap."))


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def _refuse_macros(package: zipfile.ZipFile) -> None:
    types = ElementTree.fromstring(package.read(_CONTENT_TYPES))
    said = {part.get("ContentType", "").lower() for part in types}
    has_program = any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    if has_program or any("macroenabled" in type_ or "vbaproject" in type_ for type_ in said):
        refuse(_("Dit bestand bevat macro's. Sla het op als Excel-werkmap zonder macro's (.xlsx)."))
