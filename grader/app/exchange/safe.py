"""Reading what others have written: sizes, encodings, entities; nothing outside the file is ever opened."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from grader.spec.errors import InputError

MAX_BYTES = 20_000_000  # a course's whole bank with pictures left out is a tenth of it
MAX_MEMBERS = 5_000


class BadSourceError(ValueError):
    """What is wrong with a file, and in which line."""

    def __init__(self, line: int, expected: str) -> None:
        """Line (from 1) and what was expected."""
        super().__init__(expected)
        self.line, self.expected = line, expected


def read_bytes(path: Path) -> bytes:
    """The file. InputError when it is missing or too large; it is not read then."""
    if not path.is_file():
        raise InputError("no_such_file", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise InputError("quiz_file_too_large", file=str(path), limit=MAX_BYTES // 10**6)
    return path.read_bytes()


def text_of(source: bytes) -> str:
    """UTF-8, with or without a byte order mark."""
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise BadSourceError(line, f"expected UTF-8 text (byte {error.start} is not)") from error


def parse_xml(source: bytes) -> Any:
    """The root element. No document type, so no entities and no files from elsewhere; no comments."""
    from lxml import etree  # type: ignore[import-untyped]  # it has no types

    text = text_of(source)
    declared = re.match(r"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)", text)
    if declared and declared[1].lower().replace("-", "") not in {"utf8", "usascii", "ascii"}:
        raise BadSourceError(1, f"expected UTF-8, not {declared[1]}")
    found = re.search(r"<!(DOCTYPE|ENTITY)", re.sub(r"<!\[CDATA\[.*?\]\]>", "", text, flags=re.DOTALL))
    if found:
        raise BadSourceError(1, f"expected no <!{found[1]}: entities are not read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise BadSourceError(line, f"expected XML: {error.msg}") from error


def members(source: bytes) -> dict[str, bytes]:
    """The XML files of a zip, none larger than MAX_BYTES together: a bomb is not unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            infos = [info for info in packed.infolist() if info.filename.endswith(".xml")]
            if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_BYTES:
                raise BadSourceError(1, f"expected at most {MAX_MEMBERS} files and {MAX_BYTES // 10**6} MB in the zip")
            out: dict[str, bytes] = {}
            for info in infos:
                with packed.open(info) as member:
                    out[info.filename] = member.read(info.file_size + 1)[: info.file_size]
            return out
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise BadSourceError(1, f"expected a zip: {error}") from error
