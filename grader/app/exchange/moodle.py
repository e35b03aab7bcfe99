"""Moodle XML, as Moodle 4.x writes and reads it (question/format/xml)."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from grader.app.exchange.entry import Entry, Form, Loss, Reply, same
from grader.app.exchange.markup import from_multilang, multilang
from grader.app.exchange.safe import BadSourceError, parse_xml
from grader.spec.text import Text

_TYPES: dict[Form, str] = {
    "choice": "multichoice",
    "choices": "multichoice",
    "numeric": "numerical",
    "words": "shortanswer",
    "matching": "matching",
    "ordering": "ordering",
    "essay": "essay",
}


def _cdata(text: str) -> str:
    return "<text><![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]></text>"


def _html(tag: str, text: Text, attributes: str = "") -> str:
    return f'<{tag}{attributes} format="html">{_cdata(multilang(text))}</{tag}>'


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.7g}"  # Moodle keeps five decimals of a percentage and knows 33.33333


def write(entries: Sequence[Entry], category: str) -> tuple[bytes, tuple[Loss, ...]]:
    """The document; Moodle loses nothing more than the entries have lost."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>']
    parts.append(
        f'<question type="category"><category><text>$course$/top/{escape(category)}</text></category></question>'
    )
    parts += [_question(entry) for entry in entries]
    return ("\n".join([*parts, "</quiz>"]) + "\n").encode(), ()


def _question(entry: Entry) -> str:
    out = [f'<question type="{_TYPES[entry.form]}">', f"<name><text>{escape(entry.id)}</text></name>"]
    out.append(_html("questiontext", entry.stem))
    out.append(_html("generalfeedback", entry.solution))
    penalty = "0.3333333"  # Moodle's own default for further tries in adaptive mode
    out.append(f"<defaultgrade>{entry.points:g}</defaultgrade><penalty>{penalty}</penalty><hidden>0</hidden>")
    out.append(f"<idnumber>{escape(entry.id)}</idnumber>")
    out += _body(entry)
    tags = [entry.topic, f"level-{entry.level}"]
    out.append("<tags>" + "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in tags) + "</tags>")
    return "\n".join([*out, "</question>"])


def _body(entry: Entry) -> Iterator[str]:
    match entry.form:
        case "choice" | "choices":
            single = "true" if entry.form == "choice" else "false"
            yield f"<single>{single}</single><shuffleanswers>{str(entry.shuffle).lower()}</shuffleanswers>"
            yield "<answernumbering>ABCD</answernumbering>"
            yield from (_answer(reply, _cdata(multilang(reply.text)), "html") for reply in entry.replies)
        case "numeric":
            for reply in entry.replies:
                text = f"<text>{escape(reply.text.en)}</text><tolerance>{entry.tolerance!r}</tolerance>"
                yield _answer(reply, text, "moodle_auto_format")
        case "words":
            yield "<usecase>0</usecase>"
            for reply in entry.replies:
                plain = reply.text.en.replace("*", "\\*")  # a bare star is Moodle's wildcard
                yield _answer(reply, f"<text>{escape(plain)}</text>", "moodle_auto_format")
        case "matching":
            yield "<shuffleanswers>true</shuffleanswers>"
            for left, right in entry.pairs:
                yield (
                    _html("subquestion", left).removesuffix("</subquestion>")
                    + f"<answer>{_cdata(multilang(right))}</answer></subquestion>"
                )
            for other in entry.others:
                yield (
                    _html("subquestion", same("")).removesuffix("</subquestion>")
                    + f"<answer>{_cdata(multilang(other))}</answer></subquestion>"
                )
        case "ordering":
            yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
            yield "<gradingtype>RELATIVE_TO_CORRECT</gradingtype>"
            for at, reply in enumerate(entry.replies, 1):
                yield _answer(Reply(reply.text, at / 100), _cdata(multilang(reply.text)), "html")
        case "essay":
            yield "<responseformat>plain</responseformat><responserequired>1</responserequired>"
            yield _html("graderinfo", entry.replies[0].text)


def _answer(reply: Reply, inner: str, form: str) -> str:
    feedback = _html("feedback", reply.feedback) if reply.feedback else ""
    return f'<answer fraction="{_percent(reply.fraction)}" format="{form}">{inner}{feedback}</answer>'


def read(source: bytes) -> tuple[list[Entry], list[Loss]]:
    """The questions and, item by item, what could not be read. BadSourceError for what is no Moodle XML."""
    root = parse_xml(source)
    if root.tag != "quiz":
        raise BadSourceError(1, "expected Moodle XML, which begins with <quiz>")
    entries: list[Entry] = []
    losses: list[Loss] = []
    topic = ""
    for number, question in enumerate(root.findall("question"), 1):
        kind = question.get("type", "")
        if kind == "category":
            topic = (question.findtext("category/text") or "").rpartition("/")[2]
            continue
        name = (question.findtext("idnumber") or question.findtext("name/text") or f"question-{number}").strip()
        try:
            entries.append(_read(question, kind, name, topic))
        except (ValueError, IndexError) as error:
            losses.append(Loss(name, "unreadable", str(error) or kind))
    return entries, losses


def _read(question: Any, kind: str, name: str, category: str) -> Entry:
    forms = {moodle: form for form, moodle in _TYPES.items() if form != "choices"}
    if kind == "truefalse":
        kind = "multichoice"
    if kind not in forms:
        raise ValueError(f"question type {kind}, line {question.sourceline}")
    form: Form = forms[kind]
    if form == "choice" and (question.findtext("single") or "true").strip() in {"false", "0"}:
        form = "choices"
    tags = [(tag.findtext("text") or "").strip() for tag in question.findall("tags/tag")]
    levels = [int(tag[6:]) for tag in tags if tag.startswith("level-") and tag[6:].isdecimal()]
    topics = [tag for tag in tags if not tag.startswith("level-")]
    answers = question.findall("answer")
    pairs, others = [], []
    for sub in question.findall("subquestion"):
        left, right = _text(sub), _text(sub.find("answer"))
        if left.en:
            pairs.append((left, right))
        else:
            others.append(right)
    replies = [_reply(answer, form) for answer in answers]
    if form == "ordering":
        replies = [Reply(r.text) for r in sorted(replies, key=lambda r: r.fraction)]
    if form == "essay":
        replies = [Reply(_text(question.find("graderinfo")), 1.0)]
    if not replies and not pairs:
        raise ValueError(f"no answers, line {question.sourceline}")
    tolerances = {float(a.findtext("tolerance") or 0) for a in answers} if form == "numeric" else {0.0}
    return Entry(
        id=name,
        topic=topics[0] if topics else category,
        level=levels[0] if levels else 1,
        form=form,
        points=float(question.findtext("defaultgrade") or 1),
        stem=_text(question.find("questiontext")),
        solution=_text(question.find("generalfeedback")),
        replies=tuple(replies),
        tolerance=max(tolerances),
        pairs=tuple(pairs),
        others=tuple(others),
        shuffle=form not in {"choice", "choices"} or (question.findtext("shuffleanswers") or "true") in {"true", "1"},
    )


def _text(node: Any) -> Text:
    source = "" if node is None else node.findtext("text") or ""
    if node is not None and node.get("format") in {"plain_text", "moodle_auto_format"}:
        return same(source.strip())
    return from_multilang(source)


def _reply(node: Any, form: Form) -> Reply:
    text = (
        same((node.findtext("text") or "").strip().replace("\\*", "*")) if form in {"numeric", "words"} else _text(node)
    )
    feedback = node.find("feedback")
    said = _text(feedback) if feedback is not None and (feedback.findtext("text") or "").strip() else None
    return Reply(text, float(node.get("fraction", "0")) / 100, said)
