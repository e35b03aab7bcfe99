"""From a kept quiz to sheets that a renderer can print."""

from collections.abc import Iterable

from grader.app.quiz_paper import Paper, copy_id, variant_of
from grader.quiz.mark import model_answer
from grader.quiz.show import fill, show
from grader.render.quiz_sheet import Item, Sheet
from grader.spec.question import Blank, Code, CodeOutput, Formula, Short, Variant
from grader.spec.text import Lang, Text


def sheet(paper: Paper, who: str, langs: tuple[Lang, ...], *, attempt: int = 1, copy: bool = False) -> Sheet:
    """The sheet of a student, or of a copy."""
    items = [item(variant_of(paper, q, who, attempt), n) for n, q in enumerate(paper.quiz.questions, 1)]
    only = (paper.quiz.lang,) if paper.quiz.lang else langs
    return Sheet(
        paper.name,
        paper.quiz.title,
        tuple(items),
        only,
        attempt=attempt,
        minutes=paper.quiz.minutes,
        copy=who if copy else "",
        student="" if copy else who,
    )


def copies(paper: Paper, numbers: Iterable[int], langs: tuple[Lang, ...]) -> list[Sheet]:
    """Numbered copies, each with its own variants."""
    return [sheet(paper, copy_id(paper, number), langs, copy=True) for number in numbers]


def item(variant: Variant, number: int) -> Item:
    """One question with everything filled in, in both languages."""
    question = variant.question
    hi, en = show(variant, "hi"), show(variant, "en")
    body = question.body
    return Item(
        number=number,
        id=question.id,
        kind=question.kind,
        points=question.points,
        stem=Text(hi=hi.stem, en=en.stem),
        options=tuple((a[0], a[1], Text(hi=a[2], en=b[2])) for a, b in zip(hi.options, en.options, strict=True)),
        left=tuple((a[0], a[1], Text(hi=a[2], en=b[2])) for a, b in zip(hi.left, en.left, strict=True)),
        blanks=len(body.gaps) if isinstance(body, Blank) else 0,
        key=_key(variant),
        solution=Text(hi=fill(question.solution, variant, "hi"), en=fill(question.solution, variant, "en")),
    )


def _key(variant: Variant) -> Text:
    """A right answer as Markdown."""
    body = variant.question.body
    if isinstance(body, Short):
        return body.model
    if isinstance(body, Code):
        text = f"`grade submit {variant.question.exercise}.py`"
        return Text(hi=text, en=text)
    answer = model_answer(variant)
    if isinstance(body, CodeOutput):
        text = f"```\n{answer.rstrip()}\n```"
    elif isinstance(body, Formula):
        text = f"${_latex(answer, body)}$"
    else:
        text = answer.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_")
    return Text(hi=text, en=text)


def _latex(answer: str, body: Formula) -> str:
    from grader.quiz.expression import latex
    from grader.quiz.formula import parse
    from grader.quiz.kinds.formula import known

    return latex(parse(answer, known(body)))
