"""YAML as a tree that knows its places, so that a mistake in a file is named by file, line and place.

Stricter than YAML: no duplicate keys, no tags or anchors, and only true/false are booleans (`no` is the word "no").
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from grader.spec.errors import AuthorError

LARGEST_FILE = 5_000_000  # bytes: a class of 500 with 20 long answers has half of it
LARGEST = 1e300  # still far from overflow when squares are taken of ratios


class BadFileError(AuthorError):
    """A file that does not hold what it should: file, line, place in the document, and what was expected."""

    def __init__(self, file: str, line: int, place: str, expected: str) -> None:
        """File, line (from 1), place in the document (dotted), and what was expected there."""
        said = expected.removeprefix("expected ")  # the sentence has the word already
        super().__init__("file.bad", file=file, line=line, place=place or "document", expected=said)
        self.file, self.line, self.place, self.expected = file, line, place, expected

    def __str__(self) -> str:
        """One line: file:line: place: what was expected."""
        return f"{self.file}:{self.line}: {self.place or 'document'}: {self.expected}"


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place: a scalar, a list or a mapping of Nodes. source: a scalar as it was typed."""

    value: "str | int | float | bool | list[Node] | dict[str, Node] | None"
    file: str
    line: int
    place: str
    source: str = ""

    def bad(self, expected: str) -> BadFileError:
        """The error that says what was expected here."""
        return BadFileError(self.file, self.line, self.place, expected)

    def fields(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> "Mapping[str, Node]":
        """A mapping with exactly these keys."""
        found = self.mapping()
        for key, node in found.items():
            if key not in (*required, *optional):
                raise node.bad(f"unknown key; known here: {', '.join((*required, *optional))}")
        for key in required:
            if key not in found:
                raise self.bad(f"missing key '{key}'")
        return found

    def mapping(self) -> "dict[str, Node]":
        """A mapping with any keys."""
        if not isinstance(self.value, dict):
            raise self.bad("expected a mapping (key: value)")
        return self.value

    def items(self) -> "list[Node]":
        """A list."""
        if not isinstance(self.value, list):
            raise self.bad("expected a list")
        return self.value

    def text(self) -> str:
        """A non-empty string."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.bad("expected a text (put it in single quotes if it looks like something else)")
        return self.value.strip()

    def word(self) -> str:
        """What was written, as a string: 0 and true are words in a list of words."""
        if isinstance(self.value, (list, dict)) or self.value is None or not str(self.value).strip():
            raise self.bad("expected a word")
        return str(self.value).strip()

    def words(self) -> tuple[str, ...]:
        """A non-empty list of words."""
        found = tuple(item.word() for item in self.items())
        if not found:
            raise self.bad("expected at least one entry")
        return found

    def number(self) -> float:
        """A finite number."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < LARGEST:
            raise self.bad("expected a number")
        return float(value)

    def whole(self) -> int:
        """A whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.bad("expected a whole number")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.bad("expected true or false")
        return self.value

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        if self.value not in allowed:
            raise self.bad(f"expected one of: {', '.join(allowed)}")
        return str(self.value)

    def plain(self) -> Any:
        """The values alone, as JSON has them: what is stored of a question."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def read(path: Path, shown: str | None = None) -> Node:
    """The document in `path`, NFC. BadFileError when it is no UTF-8, no YAML, or several documents."""
    name = shown or str(path)
    if path.stat().st_size > LARGEST_FILE:
        raise BadFileError(name, 1, "", f"expected at most {LARGEST_FILE} bytes")
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadFileError(name, 1, "", f"expected UTF-8 text (byte {error.start} is not)") from error
    return parse(text, name)


def of_plain(value: Any, name: str, place: str = "") -> Node:
    """A tree of plain values, e.g. of a stored question; lines are unknown (0)."""
    if isinstance(value, Mapping):
        below = {str(k): of_plain(v, name, f"{place}.{k}" if place else str(k)) for k, v in value.items()}
        return Node(below, name, 0, place)
    if isinstance(value, list):
        return Node([of_plain(v, name, f"{place}[{k}]") for k, v in enumerate(value)], name, 0, place)
    return Node(value, name, 0, place, "" if value is None else str(value))


def parse(text: str, name: str) -> Node:
    """The document in `text`."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise BadFileError(name, line, "", f"expected YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise BadFileError(name, 1, "", f"expected YAML: {error}") from error
    except RecursionError as error:
        raise BadFileError(name, 1, "", "expected at most 12 levels") from error
    if root is None:
        raise BadFileError(name, 1, "", "expected a question, found an empty file")
    return _node(root, name, "", 0, set())


def _node(node: yaml.Node, name: str, place: str, depth: int, seen: set[int]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in seen:  # a small file of aliases of aliases can be a tree of billions
        raise BadFileError(name, line, place, "expected no aliases (*name)")
    seen.add(id(node))
    if depth > 12:  # noqa: PLR2004  # the deepest place of the format has six levels
        raise BadFileError(name, line, place, "expected at most 12 levels")
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Node] = {}
        for key, value in node.value:
            word = key.value if isinstance(key, yaml.ScalarNode) else ""
            if not word:
                raise BadFileError(
                    name,
                    key.start_mark.line + 1,
                    place,
                    "expected a word as key (a text that begins with { needs quotes)",
                )
            below = f"{place}.{word}" if place else word
            if word in out:
                raise BadFileError(name, key.start_mark.line + 1, below, "the same key twice")
            out[word] = _node(value, name, below, depth + 1, seen)
        return Node(out, name, line, place)
    if isinstance(node, yaml.SequenceNode):
        items = [_node(item, name, f"{place}[{at}]", depth + 1, seen) for at, item in enumerate(node.value)]
        return Node(items, name, line, place)
    return Node(_scalar(node), name, line, place, str(node.value))


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    text = str(node.value)
    match node.tag:
        case "tag:yaml.org,2002:int":
            return int(text) if text.lstrip("+-").isdecimal() else text
        case "tag:yaml.org,2002:float":
            return float(text.replace("_", "")) if text.lower().lstrip("+-") not in {".inf", ".nan"} else text
        case "tag:yaml.org,2002:bool" if text in {"true", "false"}:
            return text == "true"
        case "tag:yaml.org,2002:null":
            return None
    if node.tag == "tag:yaml.org,2002:str" and _looks_like_float(text) and getattr(node, "style", None) is None:
        return float(text)  # 1e-6 is a string in YAML 1.1
    return text


def _looks_like_float(text: str) -> bool:
    mantissa, e, exponent = text.lower().partition("e")
    digits = mantissa.lstrip("+-").replace(".", "", 1)
    return bool(e) and digits.isdecimal() and exponent.lstrip("+-").isdecimal()
