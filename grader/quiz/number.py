"""Numbers, vectors and matrices as students type them."""

import re
from typing import Any

import numpy as np

from grader.quiz.expression import value_of
from grader.quiz.formula import Names, parse
from grader.quiz.normalise import plain
from grader.quiz.tokens import MAX_LENGTH, FormulaError

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{2,3})*,\d{3}(\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_WRAPPER = re.compile(
    r"^(?:torch\.)?(?:np\.|numpy\.)?(?:tensor|array)\s*\((.*?)(?:,\s*(?:dtype|grad_fn|requires_grad)=.*)?\)$", re.DOTALL
)
_ABOUT = re.compile(r"^\s*(?:[A-Za-z_][\w^{}\\]{0,11}\s*)?[=≈~]+\s*")
_PIECE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(/\d+)?", re.IGNORECASE)
_NOTHING = Names(())


def read_number(text: str, unit: str = "") -> float:
    """A number: 0.25, १/४, 25%, 2e-3, 2 × 10⁻³, sqrt(2), 1,23,456. FormulaError when it cannot be read."""
    text = _ABOUT.sub("", plain(text).strip()).strip()
    percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    if unit and unit != "%" and text.endswith(unit):
        text = text.removesuffix(unit).strip()
    if not percent and unit == "%":
        percent = False
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(text):
        raise FormulaError("number.decimal_comma", text.index(","), ",")
    if not text:
        raise FormulaError("answer.empty", 0, "")
    value = float(value_of(parse(text, _NOTHING), {}))
    if not np.isfinite(value):
        raise FormulaError("number.not_finite", 0, text)
    return value / 100 if percent and unit != "%" else value


def read_array(text: str) -> Any:
    """A vector or matrix as nested lists of floats: [1, 2], 1 2, (1; 2), [[1, 2], [3, 4]], tensor([...])."""
    text = plain(text).strip()
    if len(text) > 2 * MAX_LENGTH:
        raise FormulaError("formula.too_long", 2 * MAX_LENGTH, "")
    text = _ABOUT.sub("", text)
    wrapped = _WRAPPER.match(text)
    text = (wrapped[1] if wrapped else text).strip()
    if not text:
        raise FormulaError("answer.empty", 0, "")
    outer = _split(text)
    if len(outer) == 1 and _bracketed(outer[0]):
        return _list(outer[0], 0)
    return [_list(part, 0) if _bracketed(part) else read_number(part) for part in outer]


def _list(text: str, depth: int) -> list[Any]:
    if depth > 4:  # noqa: PLR2004  # no key has more than three axes
        raise FormulaError("formula.too_deep", 0, text)
    inner = text.strip()[1:-1]
    if not inner.strip():
        raise FormulaError("answer.empty", 0, text)
    return [_list(part, depth + 1) if _bracketed(part) else read_number(part) for part in _split(inner)]


def _bracketed(text: str) -> bool:
    text = text.strip()
    if text[:1] not in ("[", "(") or text[-1:] not in ("]", ")"):
        return False
    depth = 0
    for at, char in enumerate(text):
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(char, 0)
        if depth == 0:
            return at == len(text) - 1 and (text[0] == "[" or "," in text or " " in text[1:-1].strip())
    return False


def _split(text: str) -> list[str]:
    """At commas, semicolons and line ends outside brackets; at spaces where there are none of those."""
    parts = _cut(text, ",;\n")
    if len(parts) > 1 or _bracketed(parts[0] if parts else ""):
        return parts
    pieces = _cut(text, " \t")
    return pieces if all(_PIECE.fullmatch(piece) or _bracketed(piece) for piece in pieces) else parts


def _cut(text: str, separators: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(char, 0)
        if char in separators and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def readable(value: Any) -> str:
    """A number or nested list as it was read, for showing back."""
    if isinstance(value, list):
        return "[" + ", ".join(readable(item) for item in value) + "]"
    return f"{value:.10g}"
