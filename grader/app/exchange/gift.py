"""GIFT, Moodle's plain-text form: less can be said in it, and all that cannot is reported."""

import re
from collections.abc import Iterator, Sequence

from grader.app.exchange.entry import Entry, Loss, Reply, same
from grader.app.exchange.markup import from_multilang, multilang
from grader.app.exchange.safe import text_of
from grader.spec.text import Text

_SIGNS = re.compile(r"([~=#{}:\\])")
_BACK = re.compile(r"\\(n|[~=#{}:\\])")
_ABOUT = re.compile(r"\[(id|tag):([^\]]*)\]")
_HEAD = re.compile(r"::((?:\\.|[^:\\])*)::\s*(?:\[(html|moodle|plain|markdown)\])?", re.DOTALL)
_PIECE = re.compile(r"(?<!\\)(?:\\\\)*([=~])")


def _put(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text).replace("\n", "\\n")


def _get(text: str) -> str:
    return _BACK.sub(lambda m: "\n" if m[1] == "n" else m[1], text).strip()


def write(entries: Sequence[Entry], category: str) -> tuple[bytes, tuple[Loss, ...]]:
    """The text and what GIFT cannot say."""
    out = [f"$CATEGORY: {category}\n"]
    losses: list[Loss] = []
    for entry in entries:
        out.append(f"// [id:{entry.id}] [tag:{entry.topic}] [tag:level-{entry.level}]")
        stem = _put(multilang(entry.stem))
        body = "".join(_body(entry, losses))
        solution = f"\n####{_put(multilang(entry.solution))}\n"
        out.append(f"::{_put(entry.id)}::[html]{stem} {{{body}{solution}}}\n")
        losses += [Loss(entry.id, "points")] if entry.points != 1 else []
        losses += [Loss(entry.id, "shuffle")] if not entry.shuffle else []
    return "\n".join(out).encode(), tuple(losses)


def _body(entry: Entry, losses: list[Loss]) -> Iterator[str]:
    match entry.form:
        case "choice" | "choices":
            for reply in entry.replies:
                sign = "=" if entry.form == "choice" and reply.fraction == 1 else "~"
                share = "" if entry.form == "choice" else f"%{100 * reply.fraction:.5f}%"
                yield f"\n{sign}{share}{_put(multilang(reply.text))}{_said(reply)}"
        case "numeric":
            yield "#"
            for reply in entry.replies:
                yield f"\n=%{100 * reply.fraction:g}%{reply.text.en}:{entry.tolerance!r}{_said(reply)}"
        case "words":
            for reply in entry.replies:
                words = _put(reply.text.en.replace("*", "\\*"))  # a bare star is Moodle's wildcard
                yield f"\n=%{100 * reply.fraction:g}%{words}{_said(reply)}"
        case "matching":
            yield from (f"\n={_put(multilang(a))} -> {_put(multilang(b))}" for a, b in entry.pairs)
            losses += [Loss(entry.id, "others")] if entry.others else []
        case "ordering":
            losses.append(Loss(entry.id, "order_as_matching"))
            yield from (f"\n={_put(multilang(r.text))} -> {n}" for n, r in enumerate(entry.replies, 1))
        case "essay":
            losses.append(Loss(entry.id, "model_answer"))


def _said(reply: Reply) -> str:
    return f"#{_put(multilang(reply.feedback))}" if reply.feedback else ""


def read(source: bytes) -> tuple[list[Entry], list[Loss]]:
    """The questions and what could not be read. BadSourceError for what is no UTF-8."""
    entries: list[Entry] = []
    losses: list[Loss] = []
    category = ""
    for number, block in enumerate(re.split(r"\n\s*\n", text_of(source).replace("\r\n", "\n")), 1):
        about: list[tuple[str, str]] = []
        lines = []
        for line in block.split("\n"):
            if line.lstrip().startswith("//"):
                about += _ABOUT.findall(line)
            elif line.startswith("$CATEGORY:"):
                category = line.partition(":")[2].strip().rpartition("/")[2]
            else:
                lines.append(line)
        body = "\n".join(lines).strip()
        if not body:
            continue
        name = next((value for key, value in about if key == "id"), "")
        try:
            entries.append(_read(body, name, [v for k, v in about if k == "tag"], category))
        except (ValueError, IndexError) as error:
            head = _HEAD.match(body)
            losses.append(Loss(name or (_get(head[1]) if head else f"question-{number}"), "unreadable", str(error)))
    return entries, losses


def _read(body: str, name: str, tags: list[str], category: str) -> Entry:
    head = _HEAD.match(body)
    name = name or (_get(head[1]) if head else "question")
    rest = body[head.end() :] if head else body
    opened = re.search(r"(?<!\\)\{", rest)
    if not opened or not rest.rstrip().endswith("}"):
        raise ValueError("expected { answers }")
    stem, inner = rest[: opened.start()], rest[opened.end() : rest.rstrip().rindex("}")]
    inner, _, solution = inner.partition("####")
    levels = [int(tag[6:]) for tag in tags if tag.startswith("level-") and tag[6:].isdecimal()]
    topics = [tag for tag in tags if not tag.startswith("level-")]
    common = {
        "id": name,
        "topic": topics[0] if topics else category,
        "level": levels[0] if levels else 1,
        "points": 1.0,
        "stem": from_multilang(_get(stem)),
        "solution": from_multilang(_get(solution)),
    }
    inner = inner.strip()
    if not inner:
        return Entry(form="essay", replies=(Reply(same(""), 1.0),), **common)  # type: ignore[arg-type]  # as typed above
    numeric = inner.startswith("#")
    parts = _pieces(inner.removeprefix("#"))
    if not parts:
        raise ValueError(f"answers {inner[:30]!r}")
    if all(" -> " in text for _, text in parts):
        pairs = tuple((_side(text, 0), _side(text, 1)) for _, text in parts)
        return Entry(form="matching", pairs=pairs, **common)  # type: ignore[arg-type]  # as typed above
    replies = [_reply(sign, text, plain=numeric) for sign, text in parts]
    if numeric:
        tolerances = [float(r.text.en.partition(":")[2] or 0) for r in replies]
        numbers = tuple(Reply(same(r.text.en.partition(":")[0]), r.fraction, r.feedback) for r in replies)
        return Entry(form="numeric", replies=numbers, tolerance=max(tolerances), **common)  # type: ignore[arg-type]  # as typed above
    signs = {sign for sign, _ in parts}
    form = "words" if signs == {"="} else "choice" if "=" in signs else "choices"
    if form == "words":
        replies = [
            Reply(same(_typed(text)), r.fraction, r.feedback) for (_, text), r in zip(parts, replies, strict=True)
        ]
    return Entry(form=form, replies=tuple(replies), **common)  # type: ignore[arg-type]  # as typed above


def _pieces(inner: str) -> list[tuple[str, str]]:
    cuts = [m.start(1) for m in _PIECE.finditer(inner)]
    return [(inner[a], inner[a + 1 : b].strip()) for a, b in zip(cuts, [*cuts[1:], len(inner)], strict=True)]


def _side(text: str, which: int) -> Text:
    return from_multilang(_get(text.split(" -> ", 1)[which]))


def _typed(text: str) -> str:
    """An answer to be typed, as it stands: no markup, stars as stars."""
    text = re.sub(r"^%-?[\d.]+%", "", text)
    said = re.search(r"(?<!\\)#", text)
    return _get(text[: said.start()] if said else text).replace("\\*", "*")


def _reply(sign: str, text: str, *, plain: bool) -> Reply:
    share = re.match(r"%(-?[\d.]+)%", text)
    fraction = float(share[1]) / 100 if share else float(sign == "=")
    text = text[share.end() :] if share else text
    said = re.search(r"(?<!\\)#", text)
    feedback = from_multilang(_get(text[said.end() :])) if said else None
    body = _get(text[: said.start()] if said else text)
    return Reply(same(body) if plain else from_multilang(body), fraction, feedback)
