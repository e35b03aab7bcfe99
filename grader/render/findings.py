"""A Finding to its sentence. One function for each code whose sentence needs more than filling in."""

from collections.abc import Callable, Mapping
from typing import Any

from grader.render.maths import in_terminal
from grader.render.messages import Messages
from grader.render.numbers import number, pair, place, show
from grader.spec.finding import Finding
from grader.spec.text import Text

ANSWER = "answer"
MOST = 90  # characters of an exception's message that is explained below it


def sentence(say: Messages, finding: Finding) -> str:
    """What a finding says, in the language of `say`."""
    write = _WRITERS.get(finding.code, _filled)
    return write(say, finding)


def _filled(say: Messages, finding: Finding) -> str:
    return say(f"finding.{finding.code}", **_words(say, finding.params))


def _words(say: Messages, params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as words: texts in the language, numbers short, lists joined."""
    words: dict[str, Any] = {}
    for key, value in params.items():
        match value:
            case Text():
                words[key] = in_terminal(value.in_(say.lang))
            case str():
                words[key] = value
            case list() | tuple() if key in {"found", "nearest", "inner", "got", "expected"} and all(
                isinstance(item, str) for item in value
            ):
                words[key] = ", ".join(value)
            case _:
                words[key] = show(value)
    if "path" in params:
        words["place"] = _place(say, params)
    if "wanted" in params:
        words["wanted"] = _thing(say, str(params["wanted"]))
    return words


def _place(say: Messages, params: Mapping[str, Any]) -> str:
    where = place(params["path"], params.get("at"), ANSWER)
    return say("place.answer") if where == ANSWER else where


def _thing(say: Messages, wanted: str) -> str:
    count, _, rest = wanted.partition(" ")
    if rest == "values":
        return say("thing.values", count=count)
    return say(f"thing.{wanted}") if say.has(f"thing.{wanted}") else wanted


def _value(say: Messages, finding: Finding) -> str:
    p = finding.params
    expected, got = pair(p["expected"], p["got"])
    where = place(p["path"], p["at"], ANSWER)
    if finding.code == "value" and where == ANSWER:
        return say("finding.value_one", expected=expected, got=got)
    counts = {"wrong": p.get("wrong", 1), "of": p.get("of", 1)}
    return say(f"finding.{finding.code}", place=_place(say, p), expected=expected, got=got, **counts)


def _nan(say: Messages, finding: Finding) -> str:
    p = finding.params
    key = "finding.nan" if p["got"] != p["got"] else "finding.nan_missing"  # only nan differs from itself
    return say(key, place=_place(say, p), expected=number(p["expected"]), got=number(p["got"]))


def _shape(say: Messages, finding: Finding) -> str:
    p = finding.params
    expected, got = tuple(p["expected"]), tuple(p["got"])
    key = "finding.shape"
    if p.get("values_right"):
        key = "finding.shape_values_right"
        if tuple(n for n in expected if n != 1) == got:
            key = "finding.shape_keepdims"
    elif p.get("transposed"):
        key = "finding.shape_transposed"
    return say(key, expected=str(expected), got=str(got))


def _raised(say: Messages, finding: Finding) -> str:
    p = finding.params
    frames = p.get("frames", ())
    message = p["message"] or p["kind"]
    if p.get("cause") is not None and len(message) > MOST:
        message = message[:MOST] + "…"  # the cause says it shorter
    filled = {"kind": p["kind"], "message": message}
    if not frames:
        return say("finding.raised_nowhere", **filled)
    key = "finding.raised_load" if p.get("stage") == "load" else "finding.raised"
    parts = [say(key, line=p.get("line", frames[-1][0]), **filled)]
    if p.get("text"):
        parts.append(f"    {p['text']}")
    if (cause := p.get("cause")) is not None:
        parts.append(say(f"cause.{cause}", **_words(say, p.get("details", {}))))
    return "\n".join(parts)


def _timed_out(say: Messages, finding: Finding) -> str:
    p = finding.params
    kind = "load" if p["stage"] == "load" else p["clock"]
    return say(f"finding.timed_out_{kind}", limit_s=number(p["limit_s"]))


def _syntax(say: Messages, finding: Finding) -> str:
    p = finding.params
    lines = [say("finding.syntax", line=p["line"], reason=p["reason"])]
    if p["text"].strip():
        text = p["text"].expandtabs(4)
        lead = len(text) - len(text.lstrip())
        lines += [f"    {text.strip()}", "    " + " " * max(p["column"] - 1 - lead, 0) + "^"]
    if p["hint"]:
        lines.append(say(f"finding.syntax_hint.{p['hint']}"))
    return "\n".join(lines)


def _missing(say: Messages, finding: Finding) -> str:
    words = _words(say, finding.params)
    parts = [say("finding.missing_function", **words)]
    if finding.params["found"]:
        parts.append(say("finding.missing_function_found", **words))
    if finding.params["nearest"]:
        parts.append(say("finding.missing_function_nearest", **words))
    if finding.params["inner"]:
        parts.append(say("finding.missing_function_inner", **words))
    return " ".join(parts)


def _mutated(say: Messages, finding: Finding) -> str:
    p = finding.params
    names = p.get("names") or [str(position + 1) for position in p["positions"]]
    return say("finding.mutated", names=", ".join(names))


def _factor(say: Messages, finding: Finding) -> str:
    p = finding.params
    if p.get("size") is None:
        return say("finding.pattern.factor", factor=p["factor"])
    return say("finding.pattern.factor_size", factor=p["factor"], meaning=say(f"size.{p['size']}"))


def _part(say: Messages, finding: Finding) -> str:
    p = finding.params
    if p.get("how") is None:
        return say("finding.pattern.part", part=p["part"], of=p["of"])
    return say("finding.pattern.part_how", part=p["part"], of=p["of"], how=sentence(say, p["how"]))


def _by_kind(say: Messages, finding: Finding) -> str:
    """Sentences that differ by one parameter."""
    p = finding.params
    kind = p.get("kind") or p.get("each") or p.get("how")
    axis = "_axis" if p.get("axis") is not None else ""
    return say(f"finding.{finding.code}_{kind}{axis}", **_words(say, p))


def _where(say: Messages, finding: Finding) -> str:
    return say(f"finding.{finding.code}", where=say(f"where.{finding.params['where']}"))


def _extreme(say: Messages, finding: Finding) -> str:
    kind = "nan" if finding.params["kind"] == "nan" else "only"
    return say(f"finding.pattern.extreme_{kind}", largest=finding.params["largest"])


_WRITERS: dict[str, Callable[[Messages, Finding], str]] = {
    "value": _value,
    "imprecise": _value,
    "infinite": _value,
    "nan": _nan,
    "shape": _shape,
    "raised": _raised,
    "timed_out": _timed_out,
    "syntax": _syntax,
    "missing_function": _missing,
    "mutated": _mutated,
    "pattern.extreme_only": _extreme,
    "pattern.factor": _factor,
    "pattern.part": _part,
    "pattern.nan_where": _where,
    "pattern.wrong_where": _where,
    "pattern.first_only": _by_kind,
    "pattern.last_wrong": _by_kind,
    "pattern.first_wrong": _by_kind,
    "pattern.own_factor": _by_kind,
    "pattern.own_offset": _by_kind,
    "pattern.clipped": _by_kind,
    "pattern.reduced": _by_kind,
    "pattern.not_reduced": _by_kind,
}
