"""What a program prints: numbers within a tolerance, words and brackets; layout never decides."""

import re

from grader.quiz.kinds.parts import invalid, right, wrong
from grader.quiz.normalise import plain
from grader.spec.finding import Finding
from grader.spec.question import CodeOutput, Mark, Tolerance, Variant

MAX_LENGTH = 4000  # the longest output of the bank has 300 characters
_EXTRA = re.compile(r",\s*(?:dtype|grad_fn|device|requires_grad|size)=(?:<[^>]*>|\([^)]*\)|[\w.']+)")
_WRAPPER = re.compile(r"\b(?:torch\.)?(?:np\.|numpy\.)?(?:tensor|array|Size)\b")
_PIECE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf\b|[^\W\d]\w*|[\[\]()]", re.IGNORECASE)
_BRACKETS = frozenset("[]()")


def pieces(text: str) -> list[str]:
    """Numbers, words and brackets in their order; tensor(...), array(...), dtype and the like dropped."""
    text = _WRAPPER.sub(" ", _EXTRA.sub("", plain(text)[:MAX_LENGTH])).casefold()
    return [{"(": "[", ")": "]"}.get(piece, piece) for piece in _PIECE.findall(text)]


def same(answer: str, key: str, tolerance: Tolerance) -> bool:
    """Whether two outputs say the same. Brackets count only between rows: their outer layers are layout."""
    mine, theirs = pieces(answer), pieces(key)
    flat_mine, flat_theirs = ([p for p in found if p not in _BRACKETS] for found in (mine, theirs))
    if len(flat_mine) != len(flat_theirs) or not all(
        _alike(a, b, tolerance) for a, b in zip(flat_mine, flat_theirs, strict=True)
    ):
        return False
    rows_mine, rows_theirs = _rows(mine), _rows(theirs)
    return rows_mine == rows_theirs or len(rows_mine) == 1


def _rows(found: list[str]) -> list[int]:
    """How many entries stand between brackets, row by row: [[1, 2], [3, 4]] is 2, 2."""
    counts, run = [], 0
    for piece in [*found, "]"]:
        if piece in _BRACKETS:
            counts += [run] if run else []
            run = 0
        else:
            run += 1
    return counts


def _alike(a: str, b: str, tolerance: Tolerance) -> bool:
    try:
        x, y = float(a), float(b)
    except ValueError:
        return a == b
    return x == y or (a == b) or abs(x - y) <= max(tolerance.absolute, tolerance.relative * abs(y))


def mark(variant: Variant, raw: str) -> Mark:
    """Right when it says the same as the run program."""
    body = variant.question.body
    assert isinstance(body, CodeOutput)  # noqa: S101  # dispatch is by kind
    found = pieces(raw)
    if not found or len(plain(raw)) > MAX_LENGTH:
        return invalid(Finding("answer.empty" if not found else "formula.too_long", {"at": MAX_LENGTH}), raw)
    reading = plain(raw).strip()
    if same(raw, variant.drawn.key, body.tolerance):
        return right(reading)
    name = next((n for n, v in variant.drawn.wrong.items() if same(raw, str(v), body.tolerance)), None)
    return wrong(variant, reading, name)


def model(variant: Variant) -> str:
    """What the program prints."""
    return str(variant.drawn.key)
