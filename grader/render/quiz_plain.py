"""Sheets as Markdown and as a notebook."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from grader.render.messages import messages
from grader.render.numbers import points
from grader.render.quiz_sheet import Item, Sheet
from grader.spec.text import Lang, Text


def markdown(sheets: Sequence[Sheet], *, key: bool = False) -> str:
    """Markdown with $LaTeX$; copies are parted by a rule."""
    return "\n---\n\n".join("\n".join(_sheet(sheet, key=key)) for sheet in sheets)


def notebook(sheet: Sheet, *, key: bool = False) -> str:
    """A notebook: a cell for each question and one below for its answer."""
    import nbformat
    from nbformat import v4 as typed_nowhere

    v4: Any = typed_nowhere
    cells: list[Any] = [v4.new_markdown_cell("\n".join(_top(sheet)))]
    for item in sheet.items:
        cells.append(v4.new_markdown_cell("\n".join(_item(item, sheet.langs, key=key))))
        if not key:
            prompt = " / ".join(dict.fromkeys(messages(lang)("quiz.answer") for lang in sheet.langs))
            tags = {"pariksha": {"question": item.id}}
            cells.append(
                v4.new_code_cell("", metadata=tags)
                if item.kind == "code"
                else v4.new_markdown_cell(prompt, metadata=tags)
            )
    for at, cell in enumerate(cells):
        cell["id"] = f"cell-{at}"  # the same notebook every time
    made = v4.new_notebook(cells=cells, metadata={"pariksha": {"quiz": sheet.quiz, "copy": sheet.copy}})
    nbformat.validate(made)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _top(sheet: Sheet) -> Iterator[str]:
    yield f"# {_joint(sheet.title, sheet.langs, ' / ')}\n"
    facts = [_ui("sheet.points", sheet.langs, points=points(sheet.points))]
    if sheet.copy or sheet.student:
        facts.append(
            f"{_ui('sheet.copy' if sheet.copy else 'sheet.student', sheet.langs)} {sheet.copy or sheet.student}"
        )
    yield "; ".join(facts) + "\n"


def _sheet(sheet: Sheet, *, key: bool) -> Iterator[str]:
    yield from _top(sheet)
    for item in sheet.items:
        yield from _item(item, sheet.langs, key=key)
        yield ""


def _item(item: Item, langs: Sequence[Lang], *, key: bool) -> Iterator[str]:
    yield f"## {item.number}. ({_ui('sheet.worth', langs, points=points(item.points))})\n"
    if key:
        yield f"**{_ui('quiz.answer', langs)}** {_joint(item.key, langs, chr(10) * 2)}\n"
        yield _joint(item.solution, langs, "\n\n")
        return
    yield _joint(item.stem, langs, "\n\n") + "\n"
    yield from (f"{number}. {_joint(text, langs, ' / ')}" for number, _, text in item.left)
    if item.left:
        yield ""
    yield from (f"- {letter}) {_joint(text, langs, ' / ')}" for letter, _, text in item.options)


def _joint(text: Text, langs: Sequence[Lang], joint: str) -> str:
    return joint.join(dict.fromkeys(text.in_(lang).strip() for lang in langs))


def _ui(key: str, langs: Sequence[Lang], **params: object) -> str:
    return " / ".join(dict.fromkeys(messages(lang)(key, **params) for lang in langs))
