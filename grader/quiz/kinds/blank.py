"""A text with blanks: words in any script and spelling, or numbers."""

import re

from grader.quiz.kinds.parts import close, invalid, unreadable
from grader.quiz.normalise import plain, words_of
from grader.quiz.number import read_number, readable
from grader.quiz.roman import sound
from grader.quiz.show import filled
from grader.quiz.tokens import FormulaError
from grader.spec.finding import Finding, say
from grader.spec.question import Blank, BlankWrong, Gap, Mark, Variant

_NUMBERED = re.compile(r"^\s*\(?\d\s*(?:[):]|\.(?!\d))\s*")  # "2. chain", but not the 2. of 2.5


def matches(answer: str, accepted: tuple[str, ...]) -> bool:
    """Whether the answer is one of the accepted words, by spelling or by sound."""
    spelled, heard = words_of(answer), sound(answer)
    return any(spelled == words_of(word) or (heard and heard == sound(word)) for word in accepted)


def mark(variant: Variant, raw: str) -> Mark:
    """Credit per blank or for all; what is not right is explained where it is known."""
    body = variant.question.body
    assert isinstance(body, Blank)  # noqa: S101  # dispatch is by kind
    parts = _parts(raw, len(body.gaps))
    if parts is None:
        code = "answer.empty" if not plain(raw).strip() else "blank.count"
        return invalid(Finding(code, {"count": len(body.gaps)}), raw)
    hits, readings, findings, recognized, misconceptions = 0, [], [], [], []
    for gap, part in zip(body.gaps, parts, strict=True):
        try:
            good, reading = _judge(gap, part, variant)
        except FormulaError as error:
            return unreadable(error, raw, blank=gap.id)
        readings.append(reading)
        hits += good
        path = None if good else _path(gap, part, variant)
        if path is not None:
            recognized.append(f"wrong:{gap.id}.{path.name}")
            said = filled(path.says, variant)
            findings += [say(said)] if said else []
            misconceptions += [path.misconception] if path.misconception else []
        elif not good:
            recognized.append(f"missed:{gap.id}")
    fraction = hits / len(body.gaps) if body.credit == "per-blank" else float(hits == len(body.gaps))
    if fraction < 1 and not findings and variant.question.otherwise:
        said = filled(variant.question.otherwise, variant)
        findings += [say(said)] if said else []
    code = "answer.right" if fraction == 1 else "answer.partly" if fraction else "answer.wrong"
    return Mark(
        "final",
        fraction,
        "; ".join(readings),
        (Finding(code), *findings),
        tuple(recognized),
        tuple(misconceptions),
        tuple(f"{gap.id}={reading}" for gap, reading in zip(body.gaps, readings, strict=True)),
    )


def _parts(raw: str, count: int) -> list[str] | None:
    """The answer cut at semicolons or line ends, at commas if that gives the right count."""
    text = plain(raw).strip()
    if not text:
        return None
    if count == 1:
        return [_NUMBERED.sub("", text) if not re.fullmatch(r"[\d.]+", text) else text]
    for cut in (r"[;\n|]", r",", r"(?:^|\s)\(?[1-9][).:]\s+"):
        parts = [_NUMBERED.sub("", part).strip() for part in re.split(cut, text.rstrip(";"))]
        parts = parts[1:] if cut.startswith("(") else parts
        if len(parts) == count and any(parts):
            return parts
    return None


def _judge(gap: Gap, part: str, variant: Variant) -> tuple[bool, str]:
    if gap.number is None:
        return matches(part, gap.accept), words_of(part)
    value = read_number(part)
    return close(value, variant.drawn.key[gap.id], gap.number), readable(value)


def _path(gap: Gap, part: str, variant: Variant) -> BlankWrong | None:
    """The wrong path that explains a blank; one with a number has its value under drawn.wrong[name]."""
    for path in gap.wrong:
        if gap.number is None:
            if matches(part, path.accept):
                return path
        elif path.name in variant.drawn.wrong and close(read_number(part), variant.drawn.wrong[path.name], gap.number):
            return path
    return None


def model(variant: Variant) -> str:
    """The first accepted word, or the number, of each blank."""
    body = variant.question.body
    assert isinstance(body, Blank)  # noqa: S101  # dispatch is by kind
    return "; ".join(gap.accept[0] if gap.accept else readable(variant.drawn.key[gap.id]) for gap in body.gaps)
