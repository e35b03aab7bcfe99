"""A sheet as one self-contained page: MathML with its font inside, both languages, answers saved as a file."""

import base64
import json
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from grader.render.messages import messages
from grader.render.numbers import points
from grader.render.page import TEMPLATES, page
from grader.render.quiz_markdown import Style, write
from grader.render.quiz_maths import mathml, spoken
from grader.render.quiz_sheet import Item, Sheet
from grader.spec.text import Lang, Text

FONT = Path(__file__).parent / "fonts" / "stix-two-math.woff2"  # without a maths font Chromium drops the root sign


def _style(lang: Lang) -> Style:
    def items(found: Sequence[str], numbered: bool) -> str:
        tag = "ol" if numbered else "ul"
        return f"<{tag}>{''.join(found)}</{tag}>"

    return Style(
        text=escape,
        maths=lambda latex: mathml(latex, spoken(latex, lang)),
        code=lambda text: f"<code>{escape(text)}</code>",
        fence=lambda text, _: f'<pre tabindex="0"><code>{escape(text)}</code></pre>',
        strong=lambda inner: f"<strong>{inner}</strong>",
        emphasis=lambda inner: f"<em>{inner}</em>",
        paragraph=lambda inner: f"<p>{inner}</p>",
        item=lambda inner, _: f"<li>{inner}</li>",
        items=items,
        line_break="<br>",
    )


_STYLES = {lang: _style(lang) for lang in ("hi", "en")}


@lru_cache(maxsize=20_000)
def html_of(markdown: str, lang: Lang) -> str:
    """Markdown as HTML; everything escaped."""
    return write(markdown, _STYLES[lang])


def _both(text: Text, langs: Sequence[Lang], tag: str = "div") -> Markup:
    """The text in each language, of which the page shows one."""
    parts = []
    for lang in langs:
        inner = html_of(text.in_(lang), lang)
        if tag == "span":
            inner = inner.removeprefix("<p>").removesuffix("</p>").replace("<p>", " ").replace("</p>", " ")
        parts.append(f'<{tag} class="text" lang="{lang}">{inner}</{tag}>')
    return Markup("".join(parts))  # noqa: S704  # html_of has escaped it


def _ui(key: str, langs: Sequence[Lang], **params: Any) -> Markup:
    said = "".join(f'<span class="text" lang="{lang}">{escape(messages(lang)(key, **params))}</span>' for lang in langs)
    return Markup(said)  # noqa: S704  # escaped above


def html(sheet: Sheet, *, key: bool = False) -> str:
    """The page. With `key` it ends with the answers."""
    langs = sheet.langs
    say = messages(langs[0])
    data = {
        "schema": "pariksha.answers/1",
        "quiz": sheet.quiz,
        "copy": sheet.copy,
        "student": sheet.student,
        "attempt": sheet.attempt,
        "says": {
            lang: {
                code: messages(lang)(f"sheet.{code}", file="{file}", count="{count}")
                for code in ("saved", "need_name", "open")
            }
            for lang in langs
        },
    }
    return page(
        "quiz.html",
        say,
        sheet=sheet,
        langs=langs,
        title=" / ".join(dict.fromkeys(sheet.title.in_(lang) for lang in langs)),
        heading=_both(sheet.title, langs, "span"),
        ui=lambda code, **params: _ui(code, langs, **params),
        plain=lambda code, lang, **params: messages(lang)(code, **params),
        items=[_item(item, langs) for item in sheet.items],
        total=points(sheet.points),
        key=key,
        data=Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S704  # no tag can begin in it
        css=Markup((TEMPLATES / "quiz.css").read_text("utf-8")),  # noqa: S704  # our own file
        script=Markup((TEMPLATES / "quiz.js").read_text("utf-8")),  # noqa: S704  # our own file
        font=base64.b64encode(FONT.read_bytes()).decode(),
    )


def _item(item: Item, langs: Sequence[Lang]) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "kind": item.kind,
        "worth": points(item.points),
        "stem": _both(item.stem, langs),
        "how": _ui(f"quiz.how.{item.kind}", langs),
        "options": [(letter, _both(text, langs, "span")) for letter, _, text in item.options],
        "left": [(number, _both(text, langs, "span")) for number, _, text in item.left],
        "blanks": max(item.blanks, 1),
        "key": _both(item.key, langs),
        "solution": _both(item.solution, langs),
    }
