"""What a file is, by what stands in it: its name may claim anything."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

Test = Callable[[bytes], bool]


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be sent: its endings and how its content begins."""

    name: Any
    endings: tuple[str, ...]
    content_type: str
    test: Test


def _begins(*starts: bytes) -> Test:
    return lambda content: content.startswith(starts)


def _says_iges(content: bytes) -> bool:
    """Column 73 of the first line is an S and a sequence number follows it."""
    line = content[:200].split(b"\n")[0].rstrip(b"\r")
    return len(line) == 80 and line[72:73] == b"S" and line[73:].strip().isdigit()


def _says_dxf(content: bytes) -> bool:
    """A group code 0 and SECTION, after comments (code 999) perhaps."""
    if content.startswith(b"AutoCAD Binary DXF\r\n\x1a\x00"):
        return True
    lines = [line.strip() for line in content[:4_000].splitlines()]
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    while pairs and pairs[0][0] == b"999":
        pairs.pop(0)
    return bool(pairs) and pairs[0] == (b"0", b"SECTION")


def _says_stl(content: bytes) -> bool:
    """Text that lists facets, or binary whose length fits its count of triangles."""
    if content.startswith(b"solid") and b"facet" in content[:4_000]:
        return True
    triangles = int.from_bytes(content[80:84], "little")
    return len(content) > 84 and len(content) == 84 + 50 * triangles


def _holds(part: str) -> Test:
    """A zip container with a part by which its kind is known, and no macros."""

    def test(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with ZipFile(BytesIO(content)) as packed:
                names = packed.namelist()
        except (BadZipFile, ValueError, OSError):
            return False
        return part in names and not any("vbaProject" in name for name in names)

    return test


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = (
    FileType("PDF", (".pdf",), "application/pdf", _begins(b"%PDF-")),
    FileType("PNG", (".png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    FileType("JPEG", (".jpg", ".jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    FileType("TIFF", (".tif", ".tiff"), "image/tiff", _begins(b"II*\x00", b"MM\x00*")),
    FileType(
        "STEP", (".step", ".stp", ".p21"), "model/step", _begins(b"ISO-10303-21;")
    ),
    FileType("IGES", (".igs", ".iges"), "model/iges", _says_iges),
    FileType("DXF", (".dxf",), "image/vnd.dxf", _says_dxf),
    FileType("DWG", (".dwg",), "image/vnd.dwg", _begins(b"AC10")),
    FileType("STL", (".stl",), "model/stl", _says_stl),
    FileType("3MF", (".3mf",), "model/3mf", _holds("3D/3dmodel.model")),
    FileType(
        _("Excel"),
        (".xlsx",),
        f"{_OFFICE}.spreadsheetml.sheet",
        _holds("xl/workbook.xml"),
    ),
    FileType(
        _("Word"),
        (".docx",),
        f"{_OFFICE}.wordprocessingml.document",
        _holds("word/document.xml"),
    ),
)
#: What a file chooser offers.
ENDINGS = ",".join(ending for kind in TYPES for ending in kind.endings)


def type_of(name: str, content: bytes) -> FileType | None:
    """The type that name and content agree on; None where there is none."""
    ending = PurePosixPath(name.lower()).suffix
    for kind in TYPES:
        if ending in kind.endings:
            return kind if kind.test(content) else None
    return None


def names_of_types() -> str:
    """The types in words."""
    return ", ".join(str(kind.name) for kind in TYPES)


def safe_name(name: str) -> str:
    """A file's name without folders, signs that mean something, and great length."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c if c.isalnum() or c in "-_. ()" else "_" for c in plain)
    stem, dot, ending = " ".join(kept.split()).lstrip(".").rpartition(".")
    return f"{stem[:100]}{dot}{ending[:10]}" if stem else ending[:100] or "file"
