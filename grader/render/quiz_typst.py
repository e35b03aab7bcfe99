"""Sheets as one Typst document: A4, every formula with words for those who listen, a copy id on every page."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from grader.render.messages import messages
from grader.render.numbers import points
from grader.render.quiz_markdown import Style, write
from grader.render.quiz_maths import spoken, typst
from grader.render.quiz_sheet import Item, Sheet
from grader.spec.text import Lang, Text

PREAMBLE = """#let words = ("Noto Sans", "Noto Sans Devanagari")
#set page(paper: "a4", margin: (x: 18mm, top: 16mm, bottom: 18mm))
#set text(font: words, size: 10.5pt, fallback: false)
#set par(leading: 0.62em, spacing: 0.75em)
#show raw: set text(font: ("DejaVu Sans Mono", "Noto Sans Devanagari"), size: 9pt)
#show raw.where(block: true): it => block(inset: 6pt, width: 100%, stroke: (left: 1.5pt + luma(160)), it)
#show math.equation: set text(font: "New Computer Modern Math")
#show heading: set text(size: 15pt)
#let line-of(width) = box(width: width, height: 0.9em, stroke: (bottom: 0.5pt))
"""


def quoted(text: str) -> str:
    """A Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _style(lang: Lang) -> Style:
    return Style(
        text=lambda text: f"#{quoted(text)}" if text else "",
        maths=lambda latex: f"#math.equation(alt: {quoted(spoken(latex, lang))}, ${typst(latex)}$)",
        code=lambda text: f"#raw({quoted(text)})",
        fence=lambda text, info: f"\n#raw({quoted(text)}, block: true, lang: {quoted(info or 'text')})\n",
        strong=lambda inner: f"#strong[{inner}]",
        emphasis=lambda inner: f"#emph[{inner}]",
        paragraph=lambda inner: f"{inner}\n\n",
        item=lambda inner, number: f"#{'list.item' if number is None else f'enum.item({number})'}[{inner}]\n",
        items=lambda items, _: "\n" + "".join(items) + "\n",
        line_break="#linebreak()",
    )


_STYLES = {lang: _style(lang) for lang in ("hi", "en")}


@lru_cache(maxsize=50_000)
def typst_of(markdown: str, lang: Lang) -> str:
    """Markdown as Typst content, its language named."""
    return f"#text(lang: {quoted(lang)})[{write(markdown, _STYLES[lang])}]"


def both(text: Text, langs: Sequence[Lang], joint: str) -> str:
    """A text in each language, once where the languages agree."""
    texts = list(dict.fromkeys(text.in_(lang) for lang in langs))
    if len(texts) == 1:
        return typst_of(texts[0], langs[0])
    return joint.join(typst_of(text.in_(lang), lang) for lang in langs)


def ui(key: str, langs: Sequence[Lang], **params: object) -> str:
    """A sentence of the catalogue in each language."""
    said = [messages(lang)(key, **params) for lang in langs]
    return "#" + quoted(" / ".join(dict.fromkeys(said)))


def document(sheets: Sequence[Sheet], *, key: bool = False) -> str:
    """The whole document; with `key` the answers instead of the questions."""
    first = sheets[0]
    title = " / ".join(dict.fromkeys(first.title.in_(lang) for lang in first.langs))
    head = f"#set document(title: {quoted(title)})\n#set text(lang: {quoted(first.langs[0])})\n"
    pages = "\n#pagebreak()\n".join("".join(_sheet(sheet, key=key)) for sheet in sheets)
    return PREAMBLE + head + pages


def _sheet(sheet: Sheet, *, key: bool) -> Iterator[str]:
    who = sheet.copy or sheet.student
    foot = f"#{quoted(f'{sheet.quiz}  {who}')} #h(1fr) #context counter(page).display()"
    yield f"#set page(footer: text(size: 8.5pt)[{foot}])\n#counter(page).update(1)\n"
    yield f"#heading(level: 1)[{both(sheet.title, sheet.langs, ' #h(0.6em) ')}]\n"
    facts = [ui("sheet.points", sheet.langs, points=points(sheet.points))]
    if sheet.minutes:
        facts.append(ui("quiz.minutes", sheet.langs, minutes=points(sheet.minutes)))
    if who:
        facts.append(f"{ui('sheet.copy' if sheet.copy else 'sheet.student', sheet.langs)}#strong[#{quoted(' ' + who)}]")
    yield " #h(1.5em) ".join(facts) + "\n\n"
    if not key and not sheet.student:
        name, roll = ui("sheet.name", sheet.langs), ui("sheet.roll", sheet.langs)
        yield f"{name} #line-of(70mm) #h(1em) {roll} #line-of(35mm)\n\n"
    for item in sheet.items:
        yield "".join(_answer(item, sheet.langs) if key else _question(item, sheet.langs))


def _head(item: Item, langs: Sequence[Lang]) -> str:
    worth = ui("sheet.worth", langs, points=points(item.points))
    return f"#strong[#{quoted(f'{item.number}.')}] #h(1fr) #text(size: 8.5pt, fill: luma(90))[{worth}]\n\n"


def _question(item: Item, langs: Sequence[Lang]) -> Iterator[str]:
    yield f"#block(breakable: false, above: 1.4em, width: 100%)[\n{_head(item, langs)}"
    yield both(item.stem, langs, "\n\n") + "\n\n"
    for number, _, text in item.left:
        yield f"#block(inset: (left: 1em), below: 0.6em)[#{quoted(f'{number}.')} {both(text, langs, ' #h(0.8em) ')}]\n"
    if item.left:
        yield "#v(0.3em)\n"
    for letter, _, text in item.options:
        box = "#box(width: 0.8em, height: 0.8em, stroke: 0.5pt) #h(0.4em)" if item.kind in {"choice", "choices"} else ""
        label = f"{box}#{quoted(f'{letter})')}"
        yield f"#block(inset: (left: 1em), below: 0.6em)[{label} {both(text, langs, ' #h(0.8em) ')}]\n"
    yield f"{_space(item, langs)}\n]\n"


def _space(item: Item, langs: Sequence[Lang]) -> str:
    """Where the answer goes."""
    answer = ui("quiz.answer", langs)
    match item.kind:
        case "choice" | "choices":
            return ui(f"sheet.how.{item.kind}", langs)
        case "matching":
            pairs = " #h(1em) ".join(f"#{quoted(f'{number} -')} #line-of(10mm)" for number, _, _ in item.left)
            return f"{answer} {pairs}"
        case "ordering":
            return f"{answer} " + " #h(0.6em) ".join("#line-of(9mm)" for _ in item.options)
        case "blank":
            return (
                "#v(0pt)"
                if item.blanks == 0
                else f"{answer} "
                + " #h(0.8em) ".join(f"#{quoted(f'({n})')} #line-of(38mm)" for n in range(1, item.blanks + 1))
            )
        case "short" | "code" | "code_output":
            lines = "".join(
                "#v(0.9em)#line(length: 100%, stroke: 0.4pt)\n" for _ in range(6 if item.kind == "code" else 3)
            )
            return f"{answer}\n{lines}"
        case _:
            return f"{answer} #line-of(75mm)"


def _answer(item: Item, langs: Sequence[Lang]) -> Iterator[str]:
    yield f"#block(breakable: false, above: 1.2em, width: 100%)[\n{_head(item, langs)}"
    yield f"#strong[{ui('quiz.answer', langs)}] {both(item.key, langs, chr(10) * 2)}\n\n"
    yield both(item.solution, langs, "\n\n") + "\n]\n"
