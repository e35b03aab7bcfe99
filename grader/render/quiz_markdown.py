"""Markdown with $LaTeX$, as questions are written, to other notations: each is a Style, a table of functions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MATHS = re.compile(r"(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)
CODE = re.compile(r"^```[a-z]*\n.*?^```\s*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HELD = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Style:
    """How a notation writes each thing. text escapes; the others get what stands inside, already written."""

    text: Callable[[str], str]
    maths: Callable[[str], str]
    code: Callable[[str], str]
    fence: Callable[[str, str], str]
    strong: Callable[[str], str]
    emphasis: Callable[[str], str]
    paragraph: Callable[[str], str]
    item: Callable[[str, int | None], str]
    items: Callable[[Sequence[str], bool], str]
    line_break: str = "\n"


def write(markdown: str, style: Style) -> str:
    """The text in the notation of `style`. ValueError for a formula that cannot be read."""
    formulas: list[str] = []

    def hold(found: "re.Match[str]") -> str:
        formulas.append(found[1])
        return f"\ue000{len(formulas) - 1}\ue001"

    parts, at = [], 0
    for code in CODE.finditer(markdown):
        parts += [MATHS.sub(hold, markdown[at : code.start()]), code[0]]
        at = code.end()
    parts.append(MATHS.sub(hold, markdown[at:]))
    tokens = _parser().parse("".join(parts))
    return _blocks(tokens, style, formulas).strip("\n")


@lru_cache(maxsize=1)
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(
        ["paragraph", "fence", "list", "emphasis", "backticks", "newline", "escape", "entity"]
    )


def _blocks(tokens: Sequence[Any], style: Style, formulas: Sequence[str]) -> str:
    out: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "inline":
            out.append(_inline(token.children or [], style, formulas))
        elif token.type == "fence":
            out.append(style.fence(token.content.rstrip("\n"), token.info.strip()))
        elif token.nesting == 1:
            end = _closing(tokens, at)
            inner = tokens[at + 1 : end]
            out.append(_container(token, inner, style, formulas))
            at = end
        at += 1
    return "".join(out)


def _closing(tokens: Sequence[Any], at: int) -> int:
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def _container(token: Any, inner: Sequence[Any], style: Style, formulas: Sequence[str]) -> str:
    if token.type == "paragraph_open":
        text = _blocks(inner, style, formulas)
        return text if token.hidden else style.paragraph(text)
    if token.type in {"bullet_list_open", "ordered_list_open"}:
        numbered = token.type == "ordered_list_open"
        items, at, number = [], 0, int(token.attrGet("start") or 1)
        while at < len(inner):
            end = _closing(inner, at)
            body = _blocks(inner[at + 1 : end], style, formulas).strip("\n")
            items.append(style.item(body, number if numbered else None))
            at, number = end + 1, number + 1
        return style.items(items, numbered)
    return _blocks(inner, style, formulas)


def _inline(tokens: Sequence[Any], style: Style, formulas: Sequence[str]) -> str:
    out: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        match token.type:
            case "text" | "text_special":
                out.append(_text(token.content, style, formulas))
            case "softbreak":
                out.append(style.text(" "))
            case "hardbreak":
                out.append(style.line_break)
            case "code_inline":
                out.append(style.code(token.content))
            case "strong_open" | "em_open":
                end = _closing(tokens, at)
                inner = _inline(tokens[at + 1 : end], style, formulas)
                out.append(style.strong(inner) if token.type == "strong_open" else style.emphasis(inner))
                at = end
        at += 1
    return "".join(out)


def _text(text: str, style: Style, formulas: Sequence[str]) -> str:
    out, at = [], 0
    for held in _HELD.finditer(text):
        out += [style.text(text[at : held.start()]), style.maths(formulas[int(held[1])])]
        at = held.end()
    return "".join([*out, style.text(text[at:])])
