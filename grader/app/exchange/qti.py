"""QTI 2.1 items in a zip with a manifest, and the same as QTI 3.0; formulas as MathML with their LaTeX beside them."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

from grader.app.exchange.entry import Entry, Loss, Reply, same
from grader.app.exchange.markup import markdown
from grader.app.exchange.safe import BadSourceError, members, parse_xml
from grader.render.quiz_markdown import Style
from grader.render.quiz_markdown import write as write_markdown
from grader.render.quiz_maths import tree
from grader.spec.text import LANGS, Text

NS21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
NS30 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HTML = frozenset("div p span pre code strong em ul ol li br".split())  # noqa: SIM905  # the tags of our own texts
_DATE = (2020, 1, 1, 0, 0, 0)  # the same zip every time


def _maths(latex: str) -> str:
    from latex2mathml.converter import convert

    tree(latex)
    inner = re.sub(r"^<math [^>]*>|</math>$", "", convert(latex))
    tex = f'<annotation encoding="application/x-tex">{escape(latex, quote=False)}</annotation>'
    return f'<math xmlns="{MATHML}"><semantics>{inner}{tex}</semantics></math>'


_STYLE = Style(
    text=lambda text: escape(text, quote=False),
    maths=_maths,
    code=lambda text: f"<code>{escape(text, quote=False)}</code>",
    fence=lambda text, info: f'<pre class="{escape(info or "text")}">{escape(text, quote=False)}</pre>',
    strong=lambda inner: f"<strong>{inner}</strong>",
    emphasis=lambda inner: f"<em>{inner}</em>",
    paragraph=lambda inner: f"<p>{inner}</p>",
    item=lambda inner, _: f"<li>{inner}</li>",
    items=lambda items, numbered: f"<{'ou'[not numbered]}l>{''.join(items)}</{'ou'[not numbered]}l>",
    line_break="<br/>",
)


def _xhtml(text: Text) -> str:
    if text.hi == text.en:
        return f"<div>{write_markdown(text.en, _STYLE)}</div>"
    return "".join(f'<div xml:lang="{lang}">{write_markdown(text.in_(lang), _STYLE)}</div>' for lang in LANGS)


def write21(entries: Sequence[Entry], category: str) -> tuple[bytes, tuple[Loss, ...]]:
    """A zip of QTI 2.1 items, and what QTI loses."""
    return _package(entries, category, lambda source: source, "imsqti_item_xmlv2p1")


def write30(entries: Sequence[Entry], category: str) -> tuple[bytes, tuple[Loss, ...]]:
    """The same items as QTI 3.0."""
    return _package(entries, category, _as_30, "imsqti_item_xmlv3p0")


def items21(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Each item's document by its id, for validation."""
    return {entry.id: _item(entry).encode() for entry in entries}


def _package(
    entries: Sequence[Entry], category: str, form: Callable[[bytes], bytes], kind: str
) -> tuple[bytes, tuple[Loss, ...]]:
    out = io.BytesIO()
    files = {entry.id: f"items/{entry.id}.xml" for entry in entries}
    resources = "".join(
        f'<resource identifier="{name}" type="{kind}" href="{file}"><file href="{file}"/></resource>'
        for name, file in files.items()
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        f'identifier="{escape(category)}"><metadata/><organizations/><resources>{resources}</resources></manifest>\n'
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("imsmanifest.xml", _DATE), manifest)
        for name, source in items21(entries).items():
            packed.writestr(zipfile.ZipInfo(f"items/{name}.xml", _DATE), form(source))
    losses = [Loss(entry.id, what) for entry in entries for what in _lost(entry)]
    return out.getvalue(), tuple(losses)


def _lost(entry: Entry) -> Iterator[str]:
    yield "level_topic"
    if any(reply.feedback for reply in entry.replies):
        yield "reply_feedback"
    if entry.form in {"numeric", "words"} and any(reply.fraction == 0 for reply in entry.replies):
        yield "wrong_answers"


def _item(entry: Entry) -> str:
    declaration, interaction, scoring = _parts(entry)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<assessmentItem xmlns="{NS21}" identifier="{entry.id}" title="{entry.id}" adaptive="false" '
        'timeDependent="false">'
        f"{declaration}"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">'
        f"<defaultValue><value>{entry.points!r}</value></defaultValue></outcomeDeclaration>"
        '<outcomeDeclaration identifier="SOLUTION" cardinality="single" baseType="identifier"/>'
        f"<itemBody>{_xhtml(entry.stem)}{interaction}</itemBody>"
        f"<responseProcessing>{scoring}"
        '<setOutcomeValue identifier="SOLUTION"><baseValue baseType="identifier">solution</baseValue></setOutcomeValue>'
        "</responseProcessing>"
        '<modalFeedback outcomeIdentifier="SOLUTION" showHide="show" identifier="solution">'
        f"{_xhtml(entry.solution)}</modalFeedback></assessmentItem>\n"
    )


def _declare(cardinality: str, base: str, correct: Sequence[str], mapped: Sequence[tuple[str, float]] = ()) -> str:
    values = "".join(f"<value>{escape(value)}</value>" for value in correct)
    right = f"<correctResponse>{values}</correctResponse>" if correct else ""
    entries = "".join(f'<mapEntry mapKey="{escape(key)}" mappedValue="{value!r}"/>' for key, value in mapped)
    table = f'<mapping lowerBound="0" defaultValue="0">{entries}</mapping>' if mapped else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{right}{table}</responseDeclaration>"
    )


def _mapped(points: float) -> str:
    return (
        '<setOutcomeValue identifier="SCORE"><product><mapResponse identifier="RESPONSE"/>'
        f'<baseValue baseType="float">{points!r}</baseValue></product></setOutcomeValue>'
    )


def _matched(points: float, test: str) -> str:
    return (
        f'<responseCondition><responseIf>{test}<setOutcomeValue identifier="SCORE">'
        f'<baseValue baseType="float">{points!r}</baseValue></setOutcomeValue></responseIf></responseCondition>'
    )


_MATCH = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'


def _parts(entry: Entry) -> tuple[str, str, str]:
    """Declaration, interaction, scoring."""
    points = entry.points
    match entry.form:
        case "choice" | "choices":
            names = [f"C{n}" for n in range(1, len(entry.replies) + 1)]
            right = [n for n, r in zip(names, entry.replies, strict=True) if r.fraction > 0]
            mapped = [(n, r.fraction) for n, r in zip(names, entry.replies, strict=True)]
            one = entry.form == "choice"
            shown = "".join(
                f'<simpleChoice identifier="{n}">{_xhtml(r.text)}</simpleChoice>'
                for n, r in zip(names, entry.replies, strict=True)
            )
            box = (
                f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="{str(entry.shuffle).lower()}" '
                f'maxChoices="{int(one)}">{shown}</choiceInteraction>'
            )
            return _declare("single" if one else "multiple", "identifier", right, mapped), box, _mapped(points)
        case "numeric":
            key = [reply.text.en for reply in entry.replies if reply.fraction == 1]
            test = (
                f'<equal toleranceMode="absolute" tolerance="{entry.tolerance!r} {entry.tolerance!r}">'
                '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>'
            )
            box = '<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="12"/></p>'
            return _declare("single", "float", key[:1]), box, _matched(points, test)
        case "words":
            right = [reply.text.en for reply in entry.replies if reply.fraction > 0]
            box = '<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="40"/></p>'
            return _declare("single", "string", right[:1], [(word, 1.0) for word in right]), box, _mapped(points)
        case "ordering":
            names = [f"O{n}" for n in range(1, len(entry.replies) + 1)]
            shown = "".join(
                f'<simpleChoice identifier="{n}">{_xhtml(r.text)}</simpleChoice>'
                for n, r in zip(names, entry.replies, strict=True)
            )
            box = f'<orderInteraction responseIdentifier="RESPONSE" shuffle="true">{shown}</orderInteraction>'
            return _declare("ordered", "identifier", names), box, _matched(points, _MATCH)
        case "matching":
            return _matching(entry)
        case _:
            model = f'<rubricBlock view="scorer">{_xhtml(entry.replies[0].text)}</rubricBlock>'
            box = f'{model}<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="4"/>'
            return _declare("single", "string", []), box, ""


def _matching(entry: Entry) -> tuple[str, str, str]:
    rights = list(dict.fromkeys([*(right for _, right in entry.pairs), *entry.others]))
    mapped = [(f"L{n} R{rights.index(right) + 1}", 1 / len(entry.pairs)) for n, (_, right) in enumerate(entry.pairs, 1)]

    def side(prefix: str, texts: Sequence[Text], most: int) -> str:
        shown = (
            f'<simpleAssociableChoice identifier="{prefix}{n}" matchMax="{most}">{_xhtml(t)}</simpleAssociableChoice>'
            for n, t in enumerate(texts, 1)
        )
        return f"<simpleMatchSet>{''.join(shown)}</simpleMatchSet>"

    sets = side("L", [left for left, _ in entry.pairs], 1) + side("R", rights, len(entry.pairs))
    box = (
        f'<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="{len(entry.pairs)}">'
        f"{sets}</matchInteraction>"
    )
    declared = _declare("multiple", "directedPair", [key for key, _ in mapped], mapped)
    return declared, box, _mapped(entry.points)


def _as_30(source: bytes) -> bytes:
    """QTI 3.0 has the same elements as qti-kebab-case in a namespace of its own."""
    from lxml import etree  # type: ignore[import-untyped]  # it has no types

    root = etree.fromstring(source)
    out = _renamed(root, etree, NS21, NS30, _kebab)
    return etree.tostring(out, xml_declaration=True, encoding="UTF-8") + b"\n"


def _kebab(tag: str) -> str:
    return tag if tag in _HTML else "qti-" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", tag).lower()


def _camel(tag: str) -> str:
    return re.sub(r"-([a-z])", lambda m: m[1].upper(), tag.removeprefix("qti-"))


def _renamed(node: Any, etree: Any, old: str, new: str, name: Callable[[str], str]) -> Any:
    where = etree.QName(node)
    ours = where.namespace == old
    tag = f"{{{new}}}{name(where.localname)}" if ours else node.tag
    attributes = {}
    for key, value in node.attrib.items():
        plain = ours and not key.startswith("{") and where.localname not in _HTML
        word = (_camel(key) if new == NS21 else _kebab(key).removeprefix("qti-")) if plain else key
        attributes[word] = value
    out = etree.Element(tag, attributes, nsmap={None: new if ours else where.namespace})
    out.text, out.tail = node.text, node.tail
    for child in node:
        out.append(_renamed(child, etree, old, new, name))
    return out


def read(source: bytes) -> tuple[list[Entry], list[Loss]]:
    """Items of a zip, or one item: QTI 2.1, 2.2 or 3.0. BadSourceError for what is neither."""
    files = members(source) if source[:2] == b"PK" else {"item": source}
    entries: list[Entry] = []
    losses: list[Loss] = []
    for name, inner in files.items():
        if name.endswith("imsmanifest.xml"):
            continue
        short = name.rpartition("/")[2].removesuffix(".xml")
        try:
            entries.append(_read(_as_21(parse_xml(inner))))
        except BadSourceError as error:
            if len(files) == 1:
                raise
            losses.append(Loss(short, "unreadable", f"line {error.line}: {error.expected}"))
        except (ValueError, IndexError, StopIteration) as error:
            losses.append(Loss(short, "unreadable", str(error)))
    return entries, losses


def _as_21(root: Any) -> Any:
    from lxml import etree

    name = etree.QName(root)
    if name.namespace == NS30:
        return _renamed(root, etree, NS30, NS21, lambda tag: tag if tag in _HTML else _camel(tag))
    if name.localname != "assessmentItem" or name.namespace is None:
        raise BadSourceError(root.sourceline or 1, "expected a QTI assessmentItem")
    if name.namespace != NS21:  # 2.2 differs in its namespace only, as far as these questions go
        return _renamed(root, etree, name.namespace, NS21, lambda tag: tag)
    return root


def _q(path: str) -> str:
    return "/".join(f"{{{NS21}}}{part}" if part[0].isalpha() else part for part in path.split("/"))


def _read(root: Any) -> Entry:
    body = root.find(_q("itemBody"))
    declared = root.find(_q("responseDeclaration"))
    kinds = ("choice", "textEntry", "order", "match", "extendedText")
    found = [(kind, node) for kind in kinds for node in body.iter(_q(f"{kind}Interaction"))]
    if len(found) != 1 or declared is None:
        others = [node.tag.rpartition("}")[2] for node in body.iter() if str(node.tag).endswith("Interaction")]
        raise ValueError(f"interactions {', '.join(others) or 'none'}")
    kind, node = found[0]
    correct = [value.text or "" for value in declared.findall(_q("correctResponse/value"))]
    mapped = {e.get("mapKey"): float(e.get("mappedValue", "0")) for e in declared.findall(_q("mapping/mapEntry"))}
    feedback = root.find(_q("modalFeedback"))
    points = root.findtext(
        _q('outcomeDeclaration[@identifier="MAXSCORE"]/defaultValue/value').replace(f"{{{NS21}}}[@", "[@")
    )
    entry = {
        "id": root.get("identifier", "item"),
        "topic": "",
        "level": 1,
        "points": float(points or 1),
        "stem": _text([child for child in body if str(child.tag).endswith("}div")] or [body]),
        "solution": _text([] if feedback is None else list(feedback)),
    }
    choices = [(c.get("identifier"), _text(list(c) or [c])) for c in node.iter(_q("simpleChoice"))]
    if kind == "choice":
        one = node.get("maxChoices", "1") == "1"
        replies = tuple(Reply(t, mapped.get(n, float(n in correct) / (1 if one else len(correct)))) for n, t in choices)
        shuffle = node.get("shuffle", "false") == "true"
        return Entry(form="choice" if one else "choices", replies=replies, shuffle=shuffle, **entry)
    if kind == "order":
        by_name = dict(choices)
        return Entry(form="ordering", replies=tuple(Reply(by_name[name]) for name in correct), **entry)
    if kind == "extendedText":
        rubric = body.find(_q("rubricBlock"))
        return Entry(form="essay", replies=(Reply(_text([] if rubric is None else list(rubric)), 1.0),), **entry)
    if kind == "match":
        texts = {c.get("identifier"): _text(list(c) or [c]) for c in node.iter(_q("simpleAssociableChoice"))}
        pairs = tuple((texts[a], texts[b]) for a, _, b in (pair.partition(" ") for pair in correct))
        used = {pair.partition(" ")[2] for pair in correct} | {pair.partition(" ")[0] for pair in correct}
        return Entry(form="matching", pairs=pairs, others=tuple(t for n, t in texts.items() if n not in used), **entry)
    if declared.get("baseType") in {"float", "integer"}:
        equal = next(root.iter(_q("equal")), None)
        tolerance = float((equal.get("tolerance", "0") if equal is not None else "0").split()[0])
        return Entry(form="numeric", replies=(Reply(same(correct[0]), 1.0),), tolerance=tolerance, **entry)
    words = tuple(Reply(same(word), value) for word, value in mapped.items()) or (Reply(same(correct[0]), 1.0),)
    return Entry(form="words", replies=words, **entry)


def _text(nodes: Sequence[Any]) -> Text:
    by_lang = {node.get(XML_LANG): markdown(_inner(node)) for node in nodes}
    if {"hi", "en"} <= set(by_lang):
        return Text(hi=by_lang["hi"], en=by_lang["en"])
    return same("\n\n".join(text for text in by_lang.values() if text))


def _inner(node: Any) -> str:
    r"""HTML of an element with its formulas as \(LaTeX\)."""
    out = [escape(node.text or "", quote=False)]
    for child in node:
        name = str(child.tag).rpartition("}")[2]
        if name == "math":
            tex = [a.text or "" for a in child.iter(f"{{{MATHML}}}annotation") if "tex" in a.get("encoding", "")]
            out.append(rf"\({escape(tex[0], quote=False)}\)" if tex else escape("".join(child.itertext()), quote=False))
        elif not name.endswith("Interaction") and name != "rubricBlock":
            shown = f' class="{escape(child.get("class"))}"' if child.get("class") else ""
            out.append(f"<{name}{shown}>{_inner(child)}</{name}>")
        out.append(escape(child.tail or "", quote=False))
    return "".join(out)
