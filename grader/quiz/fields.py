"""Small parts that every kind of question has: texts, names, links."""

import re
from collections.abc import Mapping

from grader.quiz.latex import faults
from grader.quiz.node import Node
from grader.spec.text import LANGS, Text

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_DOTTED = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+")


def text_of(node: Node) -> Text:
    """A text in both languages, its LaTeX closed."""
    found = node.fields(LANGS)
    for lang in LANGS:
        for fault in faults(found[lang].text()):
            raise found[lang].bad(f"broken LaTeX: expected {fault}")
    return Text(hi=found["hi"].text(), en=found["en"].text())


def slug(node: Node) -> str:
    """A name of lower-case words joined by hyphens."""
    if not isinstance(node.value, str) or not SLUG.fullmatch(node.value):
        raise node.bad("expected a name of lower-case words joined by hyphens")
    return node.value


def dotted(node: Node) -> str:
    """module.function."""
    if not isinstance(node.value, str) or not _DOTTED.fullmatch(node.value):
        raise node.bad("expected module.function")
    return node.value


def misconception_of(fields: Mapping[str, Node]) -> str | None:
    """exercise/slug, where it is given."""
    node = fields.get("misconception")
    if node is None:
        return None
    value = node.text()
    if not re.fullmatch(r"[a-z0-9_]+/[a-z0-9]+(-[a-z0-9]+)*", value):
        raise node.bad("expected exercise/slug")
    return value
