"""assignment.yaml: what is asked, how it counts, and until when. Every error names its line."""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from grader.spec.errors import InputError
from grader.spec.text import LANGS, Lang, Text

FILE = "assignment.yaml"
MAX_BYTES = 64 * 1024  # a course's exercises take 5 kB
Counts = Literal["best", "last", "mean"]


@dataclass(frozen=True, slots=True)
class Late:
    """What lateness costs: a share of the points for each day begun, never more than `at_most`."""

    per_day: float = 0.0
    at_most: float = 1.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """exercises, quizzes: points by id. pass_mark: share of all points. attempts: counted ones, 0 for any number.

    Times are aware. due: later is late; closes: later does not count.
    """

    id: str
    exercises: Mapping[str, float]
    title: Text | None = None
    quizzes: Mapping[str, float] = field(default_factory=dict)
    opens: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    late: Late = Late()
    attempts: int = 0
    counts: Counts = "best"
    languages: tuple[Lang, ...] = LANGS
    pass_mark: float | None = None

    @property
    def points(self) -> float:
        """All that can be had."""
        return sum(self.exercises.values()) + sum(self.quizzes.values())

    def kept(self, at: datetime) -> float:
        """The share of the points that work handed in at `at` keeps: 1 in time, 0 after the end."""
        if (self.closes is not None and at > self.closes) or (self.opens is not None and at < self.opens):
            return 0.0
        if self.due is None or at <= self.due:
            return 1.0
        days = -((self.due - at) // timedelta(days=1))  # begun days
        return 1.0 - min(days * self.late.per_day, self.late.at_most)

    def zoned(self, at: datetime) -> datetime:
        """A time as a zip has it, without a zone, is the course's own."""
        return at.replace(tzinfo=self.zone) if at.tzinfo is None else at


def read_assignment(path: str, known: Collection[str]) -> Assignment:
    """The assignment in the file at `path`; `known`: ids of the exercises there are.

    Raises:
        InputError: missing, unreadable, or something in it cannot be; file and line are named.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError("assignment_missing", file=path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError("file_unreadable", file=path, reason=error.strerror or str(error)) from error
    return assignment_of(data, path, known)


def assignment_of(data: bytes, name: str, known: Collection[str]) -> Assignment:
    """The assignment in these bytes; see `read_assignment`."""
    if len(data) > MAX_BYTES:
        raise InputError("file_too_large", file=name, size=len(data), limit=MAX_BYTES)
    try:
        node = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise InputError("file_not_utf8", file=name, line=data[: error.start].count(b"\n") + 1) from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise InputError("assignment_yaml", file=name, line=mark.line + 1 if mark else 1, reason=reason) from error
    return _Reader(name, known).assignment(node)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads YAML nodes, which know their lines."""

    file: str
    known: Collection[str]

    def bad(self, node: yaml.Node | None, key: str, expected: str, got: str | None = None) -> InputError:
        line = node.start_mark.line + 1 if node is not None else 1
        said = got if got is not None else str(getattr(node, "value", ""))[:60]
        return InputError("assignment_value", file=self.file, line=line, key=key, expected=expected, got=said)

    def mapping(self, node: yaml.Node | None, key: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self.bad(node, key, "key: value", type(node).__name__.removesuffix("Node").lower())
        seen: dict[str, int] = {}
        for name, value in node.value:
            text = str(name.value)
            line = name.start_mark.line + 1
            if text in seen:
                raise InputError("assignment_twice", file=self.file, line=line, key=text, first=seen[text])
            seen[text] = line
            yield text, name, value

    def assignment(self, node: yaml.Node | None) -> Assignment:
        readers: dict[str, Callable[[yaml.Node, str, ZoneInfo], Any]] = {
            "assignment": self._id,
            "title": self._title,
            "exercises": self._exercises,
            "quizzes": self._points,
            "opens": self._time,
            "due": self._time,
            "closes": self._time,
            "timezone": self._zone,
            "late": self._late,
            "attempts": self._count,
            "counts": self._counts,
            "languages": self._languages,
            "pass": self._share,
        }
        found = {key: (name, value) for key, name, value in self.mapping(node, "assignment")}
        for key, (name, _) in found.items():
            if key not in readers:
                near = difflib.get_close_matches(key, readers, n=1)
                expected = near[0] if near else ", ".join(readers)
                raise self.bad(name, key, expected, key)
        for key in ("assignment", "exercises"):
            if key not in found and not (key == "exercises" and "quizzes" in found):
                raise self.bad(node, key, f"{key}: ...", "-")
        zone = self._zone(found["timezone"][1], "timezone", ZoneInfo("UTC")) if "timezone" in found else ZoneInfo("UTC")
        read = {key: readers[key](value, key, zone) for key, (_, value) in found.items()}
        for first, second in (("opens", "due"), ("due", "closes"), ("opens", "closes")):
            if first in read and second in read and read[second] <= read[first]:
                raise self.bad(found[second][1], second, f"> {first}")
        made = Assignment(read.pop("assignment"), read.pop("exercises", {}), zone=zone)
        read.pop("timezone", None)
        if "pass" in read:
            read["pass_mark"] = read.pop("pass")
        return replace(made, **read)

    def _text(self, node: yaml.Node, key: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self.bad(node, key, "text", "" if isinstance(node, yaml.ScalarNode) else "...")
        return str(node.value).strip()

    def _id(self, node: yaml.Node, key: str, _: ZoneInfo) -> str:
        text = self._text(node, key)
        if not text.replace("-", "").replace("_", "").isalnum() or len(text) > 60:  # noqa: PLR2004  # a file's name
            raise self.bad(node, key, "hw1, week-2, ...")
        return text

    def _title(self, node: yaml.Node, key: str, _: ZoneInfo) -> Text:
        if isinstance(node, yaml.ScalarNode):
            return Text(self._text(node, key), self._text(node, key))
        texts = {name: self._text(value, f"{key}.{name}") for name, _, value in self.mapping(node, key)}
        if set(texts) != set(LANGS):
            raise self.bad(node, key, "hi: ..., en: ...", ", ".join(texts))
        return Text(**texts)

    def _points(self, node: yaml.Node, key: str, _: ZoneInfo) -> dict[str, float]:
        return {name: self._number(value, f"{key}.{name}") for name, _, value in self.mapping(node, key)}

    def _exercises(self, node: yaml.Node, key: str, zone: ZoneInfo) -> dict[str, float]:
        for name, place, _ in self.mapping(node, key):
            if name not in self.known:
                near = ", ".join(difflib.get_close_matches(name, self.known, n=3)) or "grade list"
                raise self.bad(place, key, near, name)
        points = self._points(node, key, zone)
        if not points:
            raise self.bad(node, key, "softmax: 10", "-")
        return points

    def _number(self, node: yaml.Node, key: str) -> float:
        try:
            value = float(self._text(node, key))
        except ValueError:
            raise self.bad(node, key, "points, e.g. 10") from None
        if not 0 < value <= 10_000:  # noqa: PLR2004  # also refuses nan
            raise self.bad(node, key, "0 < points <= 10000")
        return value

    def _share(self, node: yaml.Node, key: str, _: ZoneInfo) -> float:
        text = self._text(node, key)
        try:
            value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            raise self.bad(node, key, "40% / 0.4") from None
        if not 0 <= value <= 1:
            raise self.bad(node, key, "0% ... 100%")
        return value

    def _zone(self, node: yaml.Node, key: str, _: ZoneInfo) -> ZoneInfo:
        try:
            return ZoneInfo(self._text(node, key))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.bad(node, key, "Asia/Kolkata, UTC, ...") from None

    def _time(self, node: yaml.Node, key: str, zone: ZoneInfo) -> datetime:
        text = self._text(node, key)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        try:
            # a day alone is the whole day: it opens in the morning, and is due when it is over
            clock = "00:00:00" if key == "opens" else "23:59:59"
            at = datetime.fromisoformat(f"{day}T{clock}" if day else text)
        except ValueError:
            raise self.bad(node, key, "2026-01-31 23:59") from None
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)

    def _late(self, node: yaml.Node, key: str, zone: ZoneInfo) -> Late:
        read: dict[str, float] = {}
        for name, place, value in self.mapping(node, key):
            if name not in {"per_day", "at_most"}:
                raise self.bad(place, key, "per_day, at_most", name)
            read[name] = self._share(value, f"{key}.{name}", zone)
        return Late(**read)

    def _count(self, node: yaml.Node, key: str, _: ZoneInfo) -> int:
        text = self._text(node, key)
        if not text.isdecimal() or int(text) < 1:
            raise self.bad(node, key, "1, 2, 3, ...")
        return int(text)

    def _counts(self, node: yaml.Node, key: str, _: ZoneInfo) -> Counts:
        text = self._text(node, key)
        if text not in get_args(Counts):
            raise self.bad(node, key, ", ".join(get_args(Counts)))
        return cast("Counts", text)

    def _languages(self, node: yaml.Node, key: str, _: ZoneInfo) -> tuple[Lang, ...]:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        read = tuple(self._text(item, key) for item in nodes)
        if not read or not set(read) <= set(LANGS):
            raise self.bad(node, key, "[hi, en]", ", ".join(read))
        return cast("tuple[Lang, ...]", read)
