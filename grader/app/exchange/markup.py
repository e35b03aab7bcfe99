r"""Texts of questions as HTML with \(LaTeX\), which Moodle, Canvas and most others show, and back."""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from grader.render.quiz_markdown import Style, write
from grader.spec.text import LANGS, Text

_NEXT = r"(?=\s*(?:<span [^>]*multilang|$))"
_SPAN = re.compile(
    r'\s*<span (?:lang="(hi|en)" class="multilang"|class="multilang" lang="(hi|en)")>(.*?)</span>' + _NEXT, re.DOTALL
)
_INLINE_MATHS = re.compile(r"\\\((.+?)\\\)|\$\$(.+?)\$\$|\\\[(.+?)\\\]", re.DOTALL)
_MARKS = re.compile(r"([\\`*_\[\]$])")


def _items(found: Sequence[str], numbered: bool) -> str:
    tag = "ol" if numbered else "ul"
    return f"<{tag}>{''.join(found)}</{tag}>"


_STYLE = Style(
    text=lambda text: escape(text, quote=False),
    maths=lambda latex: rf"\({escape(latex, quote=False)}\)",
    code=lambda text: f"<code>{escape(text, quote=False)}</code>",
    fence=lambda text, info: f'<pre class="{escape(info or "text")}">{escape(text, quote=False)}</pre>',
    strong=lambda inner: f"<strong>{inner}</strong>",
    emphasis=lambda inner: f"<em>{inner}</em>",
    paragraph=lambda inner: f"<p>{inner}</p>",
    item=lambda inner, _: f"<li>{inner}</li>",
    items=_items,
    line_break="<br>",
)


def html(markdown: str) -> str:
    """Markdown as HTML, without the paragraph where there is only one."""
    made = write(markdown, _STYLE)
    one = made.removeprefix("<p>").removesuffix("</p>")
    return one if "<p>" not in one and made.startswith("<p>") else made


def multilang(text: Text) -> str:
    """Both languages for Moodle's multilang filter; one span where they agree is no span at all."""
    if text.hi == text.en:
        return html(text.en)
    return "".join(f'<span lang="{lang}" class="multilang">{html(text.in_(lang))}</span>' for lang in LANGS)


def from_multilang(source: str) -> Text:
    """The two languages, or the same text twice."""
    parts = {(found[1] or found[2]): found[3] for found in _SPAN.finditer(source)}
    if set(parts) == {"hi", "en"}:
        return Text(hi=markdown(parts["hi"]), en=markdown(parts["en"]))
    text = markdown(source)
    return Text(hi=text, en=text)


def markdown(source: str) -> str:
    """HTML as Markdown: the tags that questions use; of others their text."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.out)).strip()


class _Reader(HTMLParser):
    """Writes Markdown while it reads; html.parser knows no entities but the standard ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.verbatim = False
        self.skipping = 0
        self.numbers: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a mark."""
        known = {"strong": "**", "b": "**", "em": "*", "i": "*", "br": "\\\n", "code": "`"}
        if tag in {"script", "style"}:
            self.skipping += 1
        elif tag == "pre":
            info = dict(attrs).get("class") or ""
            self.out.append(f"\n\n```{info if info.isalpha() and info != 'text' else ''}\n")
            self.verbatim = True
        elif tag in {"ul", "ol"}:
            self.numbers.append(0 if tag == "ol" else None)
            self.out.append("\n\n")
        elif tag == "li":
            number = self.numbers[-1] if self.numbers else None
            if number is not None:
                self.numbers[-1] = number + 1
            self.out.append("- " if number is None else f"{number + 1}. ")
        elif tag in known and not (tag == "code" and self.verbatim):
            self.out.append(known[tag])
            self.verbatim = self.verbatim or tag == "code"

    def handle_endtag(self, tag: str) -> None:
        """Close a mark."""
        known = {"strong": "**", "b": "**", "em": "*", "i": "*", "p": "\n\n", "li": "\n", "div": "\n\n"}
        if tag in {"script", "style"}:
            self.skipping = max(0, self.skipping - 1)
        elif tag == "pre":
            self.out.append("\n```\n\n")
            self.verbatim = False
        elif tag == "code" and self.verbatim:
            self.out.append("`")
            self.verbatim = False
        elif tag in {"ul", "ol"}:
            self.numbers = self.numbers[:-1]
            self.out.append("\n")
        elif tag in known:
            self.out.append(known[tag])

    def handle_data(self, data: str) -> None:
        """Words and formulas; signs that mean something in Markdown are escaped."""
        if self.skipping:
            return
        if self.verbatim:
            self.out.append(data)
            return
        at = 0
        for found in _INLINE_MATHS.finditer(data):
            self.out.append(_MARKS.sub(r"\\\1", data[at : found.start()]))
            self.out.append(f"${(found[1] or found[2] or found[3]).strip()}$")
            at = found.end()
        self.out.append(_MARKS.sub(r"\\\1", data[at:]))
