"""Read a submission: bytes from a file, a notebook or standard input to source text, or one clear refusal."""

import ast
import io
import re
import sys
import tokenize
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.spec.errors import InputError
from grader.spec.finding import Finding

MAX_BYTES = 2_000_000  # forty times the largest notebook of the course, pictures left in
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a notebook's code cell stands in the source: its number as the notebook counts code cells from 1."""

    number: int
    first_line: int


@dataclass(frozen=True, slots=True)
class Source:
    r"""What was handed in. `text` has \\n line ends and no byte order mark."""

    name: str
    text: str
    sha256: str
    cells: tuple[Cell, ...] = ()
    remarks: tuple[Finding, ...] = field(default=())


def read_source(path: str) -> Source:
    """The source of a .py or .ipynb file, or of standard input for "-".

    Raises:
        InputError: not a file, unreadable, empty, too large, binary, not UTF-8, or not a notebook.
    """
    data = _read_bytes(path)
    return source_of(data, Path(path).name if path != STDIN else "<stdin>")


def source_of(data: bytes, name: str) -> Source:
    """The source in these bytes; see `read_source`."""
    if len(data) > MAX_BYTES:
        raise InputError("file_too_large", file=name, size=len(data), limit=MAX_BYTES)
    if not data.strip():
        raise InputError("file_empty", file=name)
    digest = sha256(data).hexdigest()
    if name.endswith(".ipynb") or (name == "<stdin>" and data.lstrip()[:1] == b"{"):
        text, cells, remarks = _notebook(data, name)
        return Source(name, text, digest, cells, remarks)
    return Source(name, _decode(data, name), digest)


def _read_bytes(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    file = Path(path)
    if file.is_dir():
        raise InputError("is_a_folder", file=path)
    if not file.exists():
        raise InputError("no_such_file", file=path)
    if file.suffix not in {".py", ".ipynb"}:
        raise InputError("wrong_suffix", file=path)
    try:
        with file.open("rb") as stream:
            size = file.stat().st_size
            if size > MAX_BYTES:
                raise InputError("file_too_large", file=path, size=size, limit=MAX_BYTES)
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError("file_unreadable", file=path, reason=error.strerror or str(error)) from error


def _decode(data: bytes, name: str) -> str:
    if b"\0" in data:
        raise InputError("file_binary", file=name)
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        at = getattr(error, "start", 0)
        raise InputError("file_not_utf8", file=name, line=data[:at].count(b"\n") + 1) from error
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _notebook(data: bytes, name: str) -> tuple[str, tuple[Cell, ...], tuple[Finding, ...]]:
    """Code cells one after the other; cells that do not parse are left out and named."""
    import warnings  # with nbformat: a tenth of a second that a .py file need not wait

    import nbformat  # slow to import, and only notebooks need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old notebooks lack cell ids, which decide nothing
            book: Any = nbformat.reads(data.decode("utf-8-sig"), as_version=4)  # type: ignore[no-untyped-call]
        codes = [str(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    except Exception as error:
        raise InputError("not_a_notebook", file=name, reason=f"{type(error).__name__}: {str(error)[:120]}") from error
    parts: list[str] = []
    cells: list[Cell] = []
    remarks: list[Finding] = []
    line = 1
    for number, code in enumerate(codes, 1):
        text = code if _broken(code) is None else _without_magics(code)
        if (broken := _broken(text)) is not None:
            remarks.append(Finding("cell_does_not_parse", {"cell": number, "line": broken[0], "reason": broken[1]}))
            continue
        cells.append(Cell(number, line))
        parts.append(text)
        line += text.count("\n") + 1
    if not any(part.strip() for part in parts) and not remarks:
        raise InputError("file_empty", file=name)
    return "\n".join(parts) + "\n", tuple(cells), tuple(remarks)


_PYTHON_CELL = re.compile(r"%%(time|timeit|capture|grade|prun)\b")
_MAGIC = re.compile(r"^(\s*)(?:[%!].*|\?.*|\w[\w.]*\?{1,2}\s*|\w+\s*=\s*[!%].*)$")


def _without_magics(code: str) -> str:
    """Magic and shell lines as `pass`, so that line numbers and blocks stay; cells of other languages emptied."""
    code = code.replace("\r\n", "\n").replace("\r", "\n")
    lines = code.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and not _PYTHON_CELL.match(first):
        return "\n" * code.count("\n")
    return "\n".join(_plain_line(line) for line in lines)


def _plain_line(line: str) -> str:
    match = _MAGIC.match(line)
    return f"{match[1]}pass" if match else line


def _broken(text: str) -> tuple[int, str] | None:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        return getattr(error, "lineno", 1) or 1, getattr(error, "msg", str(error))
    return None
