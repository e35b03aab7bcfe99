"""What a class handed in: files from folders, zips and git checkouts, each with its student."""

import os
import re
import stat
import subprocess
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

from grader.app.archive import Member, members, nested_zip, open_zip, read_member
from grader.app.layout import MAX_METADATA, METADATA, Owner, file_name, gradescope_owners, owners
from grader.app.source import MAX_BYTES
from grader.spec.errors import InputError

SUFFIXES = (".py", ".ipynb")
MAX_FILES = 200  # of one student: the whole course has 114 exercises
MAX_DEPTH = 12  # folders in folders
_SKIPPED = {"__pycache__", "__MACOSX", "node_modules", "site-packages", "venv"}  # and whatever begins with a dot
_GIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Handed:
    """One file by one student. `where` is shown to people; `read` gives the bytes or raises InputError."""

    student: str
    name: str
    where: str
    at: datetime | None
    late: bool
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Collected:
    """What can be graded, in a fixed order, and one error for whatever cannot."""

    handed: tuple[Handed, ...]
    refused: tuple[InputError, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A file before its student is known. path: relative to what was named on the command line."""

    path: str
    where: str
    at: datetime | None
    read: Callable[[], bytes]
    root: str = ""


def collect(paths: Sequence[str], pattern: re.Pattern[str] | None = None, max_files: int = MAX_FILES) -> Collected:
    """Everything under `paths`: folders, .zip exports, checkouts, single files, .txt lists of any of these.

    Raises:
        InputError: a path named by the person is not there, or there is nothing at all to grade.
    """
    owned: list[tuple[Owner, _Found]] = []
    refused: list[InputError] = []
    for path in _listed(paths):
        found: list[_Found] = []
        metadata: dict[str, tuple[Owner, ...]] = {}
        for item in _walk(path):
            if isinstance(item, InputError):
                refused.append(item)
            elif item.path.rpartition("/")[2] == METADATA:
                metadata |= _metadata(item, refused)
            else:
                found.append(item)
        owned += _owned(found, pattern, metadata, refused)
    kept = _capped(_told_apart(owned), max_files, refused)
    if not kept and not refused:
        raise InputError("nothing_to_grade", path=", ".join(map(str, paths)))
    return Collected(tuple(kept), tuple(refused))


def _listed(paths: Sequence[str]) -> Iterator[Path]:
    for text in paths:
        path = Path(text)
        if not path.exists():
            raise InputError("no_such_file", file=text)
        if path.suffix == ".txt" and path.is_file():
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            inner = [path.parent / line.strip() for line in lines if line.strip() and not line.startswith("#")]
            for place in inner:
                if not place.exists():
                    raise InputError("no_such_file", file=str(place))
                yield place
        else:
            yield path


def _walk(path: Path) -> Iterator[_Found | InputError]:
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            yield InputError("file_unreadable", file=str(path), reason="permission denied")
            return
        root = path.resolve().name if (path / ".git").exists() else ""
        yield from _folder(path, "", root, _commit_time(path) if root else None, MAX_DEPTH)
    elif path.suffix == ".zip":
        yield from _zip(path)
    else:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        yield _Found(path.name, str(path), at, partial(_read, path))


def _folder(folder: Path, prefix: str, root: str, at: datetime | None, depth: int) -> Iterator[_Found | InputError]:
    """Files below a folder in the order of their names; links are named, never followed."""
    try:
        inside = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield InputError("file_unreadable", file=str(folder), reason=error.strerror or str(error))
        return
    for entry in inside:
        if entry.name.startswith(".") or entry.name in _SKIPPED:
            continue
        path, place = f"{prefix}{entry.name}", folder / entry.name
        if entry.is_symlink():
            yield InputError("member_is_link", file=str(place))
        elif entry.is_dir():
            if depth == 0:
                yield InputError("too_deep", file=str(place), limit=MAX_DEPTH)
                continue
            checkout = not root and (place / ".git").exists()
            yield from _folder(
                place,
                f"{path}/",
                entry.name if checkout else root,
                _commit_time(place) if checkout else at,
                depth - 1,
            )
        elif entry.name.endswith(SUFFIXES) or entry.name == METADATA:
            info = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(info.st_mode):
                yield InputError("member_is_link", file=str(place))
                continue
            when = at or datetime.fromtimestamp(info.st_mtime, UTC)
            yield _Found(path, str(place), when, partial(_read, place), root)
        elif entry.name.endswith(".zip"):
            yield from _zip(place, f"{path.removesuffix('.zip')}/" if prefix else "")


def _read(path: Path) -> bytes:
    try:
        # O_NOFOLLOW: the file may have become a link since it was found
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as stream:
            data = stream.read(max(MAX_BYTES, MAX_METADATA if path.name == METADATA else 0) + 1)
    except OSError as error:
        raise InputError("file_unreadable", file=str(path), reason=error.strerror or str(error)) from error
    return data


def _zip(path: Path, prefix: str = "") -> Iterator[_Found | InputError]:
    try:
        archive = open_zip(path)
    except InputError as error:
        yield error
        return
    for member in members(archive):
        if isinstance(member, InputError):
            yield _placed(member, path)
        elif member.path.endswith(".zip"):
            yield from _nested(path, archive, member, prefix)
        elif _wanted(member.path):
            limit = MAX_METADATA if member.path.endswith(METADATA) else MAX_BYTES
            read = partial(read_member, archive, member, limit)
            yield _Found(prefix + member.path, f"{path}:{member.path}", member.at, read)


def _nested(path: Path, outer: zipfile.ZipFile, member: Member, prefix: str) -> Iterator[_Found | InputError]:
    """A zip inside the zip, one level deep: kept packed, and opened anew for each file read from it."""
    where = f"{path}:{member.path}"
    try:
        inner = nested_zip(outer, member)
    except InputError as error:
        yield _placed(error, path)
        return
    folder = prefix + member.path.removesuffix(".zip")
    for part in members(inner):
        if isinstance(part, InputError):
            yield InputError(part.code, **{**part.params, "file": f"{where}:{part.params['file']}"})
        elif part.path.endswith(".zip"):
            yield InputError("too_deep", file=f"{where}:{part.path}", limit=2)
        elif _wanted(part.path):
            read = partial(_read_nested, outer, member, part)
            yield _Found(f"{folder}/{part.path}", f"{where}:{part.path}", member.at, read)


def _read_nested(outer: zipfile.ZipFile, member: Member, part: Member) -> bytes:
    with nested_zip(outer, member) as inner:
        return read_member(inner, part)


def _wanted(path: str) -> bool:
    parts = path.split("/")
    hidden = any(part.startswith(".") or part in _SKIPPED for part in parts)
    return not hidden and (path.endswith(SUFFIXES) or parts[-1] == METADATA)


def _placed(error: InputError, path: Path) -> InputError:
    return InputError(error.code, **{**error.params, "file": f"{path}:{error.params['file']}"})


def _metadata(item: _Found, refused: list[InputError]) -> Mapping[str, tuple[Owner, ...]]:
    try:
        return gradescope_owners(item.read(), item.where)
    except InputError as error:
        refused.append(error)
        return {}


def _owned(
    found: Sequence[_Found],
    pattern: re.Pattern[str] | None,
    metadata: Mapping[str, tuple[Owner, ...]],
    refused: list[InputError],
) -> Iterator[tuple[Owner, _Found]]:
    top = _shared_top(found)
    for item in found:
        whose = owners(item.path.removeprefix(top), pattern, metadata, item.root)
        if not whose:
            refused.append(InputError("no_student_in_path", file=item.where))
        for owner in whose:
            yield owner, item


def _shared_top(found: Sequence[_Found]) -> str:
    """The one folder that an export wraps everything in, which is no student's name ("hw1/asha/x.py")."""
    tops = {item.path.partition("/")[0] for item in found}
    deep = all(item.path.count("/") >= 2 for item in found)  # noqa: PLR2004  # top, student, file
    return f"{tops.pop()}/" if len(tops) == 1 and deep and len(found) > 1 else ""


def _told_apart(owned: Sequence[tuple[Owner, _Found]]) -> list[Handed]:
    """Two students of one name get the platform's number behind theirs. NFC: one name, however it is composed."""
    numbers = defaultdict[str, set[str]](set)
    for owner, _ in owned:
        numbers[_nfc(owner.student)].add(owner.number)
    handed = []
    for owner, item in owned:
        student = _nfc(owner.student)
        if len(numbers[student]) > 1 and owner.number:
            student = f"{student} ({owner.number})"
        handed.append(Handed(student, file_name(item.path), item.where, owner.at or item.at, owner.late, item.read))
    return handed


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)[:200]


def _capped(handed: Sequence[Handed], limit: int, refused: list[InputError]) -> list[Handed]:
    counts = Counter(item.student for item in handed)
    refused += [
        InputError("too_many_files", student=student, count=count, limit=limit)
        for student, count in counts.items()
        if count > limit
    ]
    kept: list[Handed] = []
    seen = Counter[str]()
    for item in handed:
        seen[item.student] += 1
        if seen[item.student] <= limit:
            kept.append(item)
    return kept


@lru_cache(maxsize=4096)
def _commit_time(checkout: Path) -> datetime | None:
    """When the checked-out commit was made. cat-file runs no hook, filter or pager of the student's configuration."""
    command = ["git", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false", "-c", "safe.directory=*"]
    try:
        done = subprocess.run(  # noqa: S603  # fixed words and one path
            [*command, "-C", str(checkout), "cat-file", "commit", "HEAD"],
            capture_output=True,
            timeout=_GIT_S,
            check=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "GIT_CONFIG_NOSYSTEM": "1", "GIT_NO_LAZY_FETCH": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(rb"^committer .* (\d+) [+-]\d{4}$", done.stdout, re.MULTILINE)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None
