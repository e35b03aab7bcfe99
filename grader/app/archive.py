"""Members of a zip as a learning platform exports it: read in memory, within caps, never unpacked to disk."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.app.source import MAX_BYTES
from grader.spec.errors import InputError

MAX_MEMBERS = 200_000  # ten files each of 20,000 students
MAX_RATIO = 150  # Python source packs 3 to 10 times, a notebook with pictures 2; a bomb up to 1,032
RATIO_FROM = 100_000  # bytes unpacked: below it the ratio harms nobody (40 kB of blank lines pack 300 times)
MAX_NESTED = 20_000_000  # bytes of an archive inside the archive: one student's folder
_ENCRYPTED = 0x1
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. `path` is as the archive names it; `at` has no zone, as zip has none."""

    path: str
    size: int
    at: datetime | None
    info: zipfile.ZipInfo


def open_zip(path: Path) -> zipfile.ZipFile:
    """The archive at `path`.

    Raises:
        InputError: no zip, damaged, or with too many members.
    """
    try:
        return _counted(zipfile.ZipFile(path), str(path))
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise InputError("bad_archive", file=str(path), reason=str(error)) from error


def nested_zip(archive: zipfile.ZipFile, member: Member) -> zipfile.ZipFile:
    """A zip that a student handed in, opened in memory.

    Raises:
        InputError: as `open_zip` and `read_member`.
    """
    data = read_member(archive, member, MAX_NESTED)
    try:
        return _counted(zipfile.ZipFile(io.BytesIO(data)), member.path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError("bad_archive", file=member.path, reason=str(error)) from error


def _counted(archive: zipfile.ZipFile, name: str) -> zipfile.ZipFile:
    if len(archive.infolist()) > MAX_MEMBERS:
        raise InputError("archive_too_many", file=name, count=len(archive.infolist()), limit=MAX_MEMBERS)
    return archive


def members(archive: zipfile.ZipFile) -> Iterator[Member | InputError]:
    """Its files in the order of their names; for one that is not safe, why it is refused."""
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if info.is_dir():
            continue
        path = _name(info)
        if (refused := _refused(info, path)) is not None:
            yield refused
        else:
            yield Member(path, info.file_size, _at(info), info)


def _name(info: zipfile.ZipInfo) -> str:
    """The name; tools that forget the UTF-8 flag write UTF-8 all the same, and zipfile reads code page 437."""
    if not info.flag_bits & _UTF8:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _refused(info: zipfile.ZipInfo, path: str) -> InputError | None:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or parts[0] == "/" or ".." in parts or parts[0].endswith(":") or "\0" in info.orig_filename:
        return InputError("member_outside", file=path)
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return InputError("member_is_link", file=path)
    if info.flag_bits & _ENCRYPTED:
        return InputError("member_encrypted", file=path)
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return InputError("member_is_bomb", file=path, size=info.file_size, packed=info.compress_size)
    return None


def _at(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time)  # noqa: DTZ001  # zip times have no zone; the assignment's is put there
    except ValueError:
        return None


def read_member(archive: zipfile.ZipFile, member: Member, limit: int = MAX_BYTES) -> bytes:
    """The bytes of one member: never more than `limit`, whatever its header says.

    Raises:
        InputError: larger, damaged, or packed in a way that we do not read.
    """
    if member.size > limit:
        raise InputError("file_too_large", file=member.path, size=member.size, limit=limit)
    try:
        with archive.open(member.info) as stream:
            data = stream.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputError("bad_member", file=member.path, reason=str(error)) from error
    if len(data) > limit:
        raise InputError("file_too_large", file=member.path, size=len(data), limit=limit)
    return data
