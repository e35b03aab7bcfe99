r"""A formula as a tree, and from the tree: text for a terminal, Typst, MathML, and words to be spoken.

LaTeX is read by latex2mathml 3.81; the linter of the bank lets only commands pass that it knows.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any

from grader.render.quiz_spoken import spoken_of
from grader.spec.text import Lang

SUPERSCRIPTS = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
SUBSCRIPTS = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
ACCENTS = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "¯": "\u0304",
    "‾": "\u0304",
    "―": "\u0304",
    "~": "\u0303",
    "→": "\u20d7",
    "˙": "\u0307",
}
_TYPST_ACCENTS = {"\u0302": "hat", "\u0304": "macron", "\u0303": "tilde", "\u20d7": "arrow", "\u0307": "dot"}
_SPACED = frozenset("=<>≤≥≠≈≡∼→←⇒⇐⇔↔+−±∈∝≪≫⊙⊗")


@dataclass(frozen=True, slots=True)
class Maths:
    """A node of MathML: tag, text of a leaf, children."""

    tag: str
    text: str
    children: "tuple[Maths, ...]"


@lru_cache(maxsize=20_000)
def tree(latex: str) -> Maths:
    """The tree of a formula. ValueError when it cannot be read."""
    from latex2mathml.converter import convert_to_element
    from latex2mathml.exceptions import NoAvailableTokensError

    try:
        root = convert_to_element(latex)
    except (NoAvailableTokensError, IndexError, KeyError, TypeError) as error:
        raise ValueError(f"no readable formula: {latex}") from error
    except Exception as error:  # its exceptions share no base class
        raise ValueError(f"no readable formula: {latex}: {type(error).__name__}") from error
    return _node(root)


def _node(element: Any) -> Maths:
    children = tuple(_node(child) for child in element)
    while element.tag in {"mrow", "math"} and len(children) == 1:
        if element.tag == "math":
            break
        return children[0]
    return Maths(element.tag, unescape(element.text or ""), children)


@lru_cache(maxsize=20_000)
def mathml(latex: str, alt: str) -> str:
    """MathML for a page, with what a screen reader that knows no MathML says."""
    from html import escape

    from latex2mathml.converter import convert

    tree(latex)
    return convert(latex).replace("<math ", f'<math aria-label="{escape(alt, quote=True)}" ', 1)


@lru_cache(maxsize=20_000)
def spoken(latex: str, lang: Lang) -> str:
    """The formula in words."""
    return spoken_of(tree(latex), lang)


# -- a terminal's line


@lru_cache(maxsize=20_000)
def terminal(latex: str) -> str:
    """The formula in one line of text."""
    return unicodedata.normalize("NFC", " ".join(_text(tree(latex)).split()))


def _text(node: Maths) -> str:
    kids = node.children
    match node.tag:
        case "mi" | "mn" | "mtext" | "mo":
            return _leaf(node)
        case "mspace":
            return " "
        case "mfrac":
            return f"{_closed(kids[0])}/{_closed(kids[1])}"
        case "msqrt":
            return f"√({''.join(map(_text, kids))})"
        case "mroot":
            return f"{_text(kids[1]).translate(SUPERSCRIPTS)}√({_text(kids[0])})"
        case "msub" | "munder":
            return _text(kids[0]) + _small(kids[1], SUBSCRIPTS, "_")
        case "msup":
            return _text(kids[0]) + _raised(kids[1])
        case "msubsup" | "munderover":
            return _text(kids[0]) + _small(kids[1], SUBSCRIPTS, "_") + _raised(kids[2])
        case "mover":
            accent = ACCENTS.get(kids[1].text)
            base = _text(kids[0])
            return base + accent if accent and len(base) == 1 else base + _raised(kids[1])
        case "mtable":
            return "; ".join(", ".join(map(_text, row.children)) for row in kids)
        case _:
            return _joined(kids)


def _leaf(node: Maths) -> str:
    text = {"⊤": "ᵀ", "\u2061": "", "\u2223": "|"}.get(node.text, node.text)
    if node.tag == "mo" and (text in _SPACED):
        return f" {text} "
    if node.tag == "mo" and text == ",":
        return ", "
    return text


def _joined(kids: Sequence[Maths]) -> str:
    """Function names keep a space from what follows: log p, not logp."""
    out = ""
    for at, kid in enumerate(kids):
        text = _text(kid)
        if (
            kid.tag == "mo"
            and kid.text in "−+"
            and (at == 0 or (kids[at - 1].tag == "mo" and kids[at - 1].text in "([=,|·"))
        ):
            text = text.strip()
        before, after = len(out) > 1 and out[-2:].isalpha(), len(text) > 1 and text[:2].isalpha()
        word = (before and text[:1].isalnum()) or (after and out[-1:].isalnum())
        out += f" {text}" if word else text
    return out


def _closed(node: Maths) -> str:
    text = _text(node).strip()
    return text if node.tag in {"mi", "mn", "msub", "mtext"} or len(text) == 1 else f"({text})"


def _small(node: Maths, table: dict[int, int], mark: str) -> str:
    text = "".join(_text(node).split())
    if text and all(ord(char) in table for char in text):
        return text.translate(table)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


def _raised(node: Maths) -> str:
    text = "".join(_text(node).split())
    return text if text in {"′", "″", "ᵀ"} else _small(node, SUPERSCRIPTS, "^")


# -- Typst


@lru_cache(maxsize=20_000)
def typst(latex: str) -> str:
    """The formula in Typst's maths, without the dollar signs."""
    return _typst(tree(latex))


def _typst(node: Maths) -> str:
    kids = node.children
    match node.tag:
        case "mi" | "mn" | "mtext" | "mo":
            return _typst_leaf(node)
        case "mspace":
            return "thin"
        case "mfrac":
            return f"frac({_typst(kids[0])}, {_typst(kids[1])})"
        case "msqrt":
            return f"sqrt({_row(kids, _typst)})"
        case "mroot":
            return f"root({_typst(kids[1])}, {_typst(kids[0])})"
        case "msub" | "munder":
            return _attached(kids[0], b=kids[1])
        case "msup":
            return _attached(kids[0], t=kids[1])
        case "msubsup" | "munderover":
            return _attached(kids[0], b=kids[1], t=kids[2])
        case "mover":
            accent = _TYPST_ACCENTS.get(ACCENTS.get(kids[1].text, ""))
            return f"{accent}({_typst(kids[0])})" if accent else _attached(kids[0], t=kids[1])
        case "mtable":
            rows = [", ".join(_typst(cell) or '""' for cell in row.children) for row in kids]
            return f"mat(delim: #none, {'; '.join(rows)})"
        case _:
            return _row(kids, _typst)


def _row(kids: Sequence[Maths], write: Callable[[Maths], str]) -> str:
    """Bracketed matrices and cases grow with what they hold."""
    texts = _paired(kids, [write(kid) for kid in kids])
    tall = any(kid.tag in {"mtable", "mfrac", "munderover", "msubsup"} for kid in kids)
    fences = [(kids[0].text, kids[-1].text)] if kids and kids[0].tag == kids[-1].tag == "mo" else []
    if tall and len(kids) > 2 and fences and fences[0] in {("(", ")"), ("[", "]"), ("{", "}"), ("|", "|"), ("‖", "‖")}:  # noqa: PLR2004  # something between two fences
        return f"lr(\\{kids[0].text} {' '.join(texts[1:-1])} \\{kids[-1].text})"
    if len(kids) == 2 and kids[0].text == "{" and kids[1].tag == "mtable":  # noqa: PLR2004  # cases: a brace and rows
        rows = [" & ".join(write(cell) for cell in row.children) for row in kids[1].children]
        return f"cases({', '.join(rows)})"
    return " ".join(texts)


def _paired(kids: Sequence[Maths], texts: list[str]) -> list[str]:
    """Bars open and close in turn, so that no space stands inside them."""
    out, is_open = list(texts), False
    for at, kid in enumerate(kids):
        leaf = kid.children[0] if kid.tag in {"msub", "msup", "msubsup"} else kid
        if leaf.tag == "mo" and leaf.text in {"|", "‖"}:
            bar = "\\|" if leaf.text == "|" else "‖"
            out[at] = out[at].replace(bar, f'class("{"closing" if is_open else "opening"}", {bar})', 1)
            is_open = not is_open
    return out


def _attached(base: Maths, *, b: Maths | None = None, t: Maths | None = None) -> str:
    if t is not None and b is None and t.text in {"′", "″"}:
        return f"attach({_typst(base)}, tr: {'prime' if t.text == '′' else 'prime.double'})"
    parts = [f"{name}: {_typst(part)}" for name, part in (("b", b), ("t", t)) if part is not None]
    return f"attach({_typst(base)}, {', '.join(parts)})"


def _typst_leaf(node: Maths) -> str:
    text = node.text
    if node.tag == "mtext":
        return f"#text(font: words, {_quoted(text)})"  # a maths font would take Devanagari apart
    if node.tag == "mn":
        return _quoted(text) if len(text) > 1 else text
    if len(text) > 1 and text.isalpha():
        limits = ", limits: #true" if text in {"max", "min", "lim"} else ""
        return f"op({_quoted(text)}{limits})"
    if text == "⊤":
        return "top"
    if not text or text == "\u2061":
        return '""'
    if text in "([{":
        return f'class("opening", \\{text})'
    if text in ")]}":
        return f'class("closing", \\{text})'
    if text in ",;|/\\\"#$&_^~'":
        return f"\\{text}"
    return text if len(text) == 1 else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
