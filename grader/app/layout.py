"""Whose file is this: the student's name from the path, as each platform's export writes it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import yaml

from grader.spec.errors import InputError

# "Asha Rao_4711_assignsubmission_file_/softmax.py": Moodle, Assignment > Download all submissions
_MOODLE = re.compile(r"^(?P<student>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?$")
# "raoasha_LATE_4711_88213_softmax.py", a second upload "softmax-1.py": Canvas, Download Submissions
_CANVAS = re.compile(r"^(?P<student>[^_/]+)_(?P<late>LATE_)?(?P<number>\d+)_\d+_(?P<file>[^/]+)$")
_GRADESCOPE = re.compile(r"^submission_\d+$")
METADATA = "submission_metadata.yml"
MAX_METADATA = 20_000_000  # 1 kB a submission for 20,000


@dataclass(frozen=True, slots=True)
class Owner:
    """Who handed in a file. number: the platform's own, which tells two of one name apart; late: as Canvas says."""

    student: str
    number: str = ""
    late: bool = False
    at: datetime | None = None


def student_pattern(text: str) -> re.Pattern[str]:
    """The pattern of --student-pattern.

    Raises:
        InputError: no regular expression, or without (?P<student>...).
    """
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise InputError("bad_student_pattern", pattern=text, reason=str(error)) from error
    if "student" not in pattern.groupindex:
        raise InputError("bad_student_pattern", pattern=text, reason="(?P<student>...)")
    return pattern


def owners(
    path: str, pattern: re.Pattern[str] | None, metadata: Mapping[str, tuple[Owner, ...]], root: str
) -> tuple[Owner, ...]:
    """Who handed in the file at `path` (relative, "/" between); several for a group; none where the pattern fails.

    root: whose it is when the path says nothing, such as the name of a checkout.
    """
    if pattern is not None:
        match = pattern.search(path)
        return (Owner(match["student"].strip()),) if match and (match["student"] or "").strip() else ()
    parts = path.split("/")
    for part in parts[:-1]:
        if part in metadata and _GRADESCOPE.match(part):
            return metadata[part]
        if match := _MOODLE.match(part):
            return (Owner(match["student"], match["number"]),)
    if match := _CANVAS.match(parts[-1]):
        return (Owner(match["student"], match["number"], late=bool(match["late"])),)
    if root:
        return (Owner(root),)
    return (Owner(parts[0] if len(parts) > 1 else parts[0].rpartition(".")[0] or parts[0]),)


def file_name(path: str) -> str:
    """The student's own file name: without the prefix that Canvas puts before it."""
    name = path.rpartition("/")[2]
    match = _CANVAS.match(name)
    return match["file"] if match else name


def gradescope_owners(data: bytes, name: str) -> dict[str, tuple[Owner, ...]]:
    """Folder -> submitters, from Gradescope's submission_metadata.yml (Ruby symbols for keys, hence the colons).

    Raises:
        InputError: not the YAML that Gradescope writes.
    """
    try:
        table = yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # the safe loader, in C
        return {str(folder): _submitters(entry) for folder, entry in table.items()}
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, IndexError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError("bad_metadata", file=name, reason=reason) from error


def _submitters(entry: Mapping[str, Any]) -> tuple[Owner, ...]:
    at = entry.get(":created_at")
    when = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day) if isinstance(at, date) else None  # noqa: DTZ001
    when = when.replace(tzinfo=UTC) if when is not None and when.tzinfo is None else when
    return tuple(
        Owner(str(person.get(":sid") or person.get(":email") or person[":name"]), at=when)
        for person in entry[":submitters"]
    )
