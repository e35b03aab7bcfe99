"""Checks of a question's variants: drawn numbers, keys, wrong paths, options, and the model answer's mark."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from grader.quiz.issue import Issue
from grader.quiz.kinds.parts import close, keys_of, names_options
from grader.quiz.latex import PLACEHOLDER
from grader.quiz.lint_texts import texts_of
from grader.quiz.mark import mark, model_answer
from grader.quiz.show import fill, show, written
from grader.quiz.variant import make_variant, seed_of
from grader.spec.question import Blank, Choice, Choices, CodeOutput, Numeric, Question, Variant
from grader.spec.text import LANGS

VARIANTS = 200  # a wrong path that meets the key once in 67 draws is found with probability 0.95
UNDRAWN = 12  # without a generator only the order of options differs
LONGEST = 8  # characters of one number: what a student copies without a slip
_DEVANAGARI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")


def variants(question: Question, count: int | None = None) -> list[Variant]:
    """The variants that the checks look at."""
    wanted = count or (VARIANTS if question.generator else UNDRAWN)
    return [make_variant(question, seed_of(b"lint", question.id, "lint", n)) for n in range(wanted)]


def distinct(found: list[Variant]) -> int:
    """How many different questions the variants ask (numbers, not the order of options)."""
    return len({repr({k: written(v) for k, v in variant.drawn.params.items()}) for variant in found})


def check_variants(question: Question, found: list[Variant]) -> Iterator[Issue]:
    """All checks of variants; each kind of issue once, with the first variant that shows it."""
    seen: set[tuple[str, str]] = set()
    for issue in _every(question, found):
        if (issue.check, issue.place) not in seen:
            seen.add((issue.check, issue.place))
            yield issue


def _every(question: Question, found: list[Variant]) -> Iterator[Issue]:
    yield from _names(question, found[0])
    again = make_variant(question, found[0].seed)
    if repr(again.drawn) != repr(found[0].drawn) or again.order != found[0].order:
        yield Issue(
            "same-seed", question.generator or "", "the same seed gave another variant: draw only from the passed rng"
        )
    for at, variant in enumerate(found):
        fillable = list(_fillable(variant))
        yield from fillable
        if fillable:
            return
        yield from _numbers(variant)
        unusable = list(_options(variant))
        yield from unusable
        if any(issue.check == "key" for issue in unusable):
            return
        yield from _wrong_paths(variant)
        if at < UNDRAWN or not isinstance(question.body, CodeOutput):
            yield from _model(variant)
            yield from _recognized(variant)


def _names(question: Question, variant: Variant) -> Iterator[Issue]:
    """Wrong paths of the generator and of the file have the same names."""
    drawn = variant.drawn
    if question.kind == "formula":
        return
    if drawn.key is None and isinstance(question.body, Numeric | CodeOutput):
        yield Issue("generator", question.generator or "", "expected a key")
    body = question.body
    told = {path.name for path in question.wrong}
    if isinstance(body, Blank):
        told |= {path.name for gap in body.gaps if gap.number for path in gap.wrong}
        missing = {gap.id for gap in body.gaps if gap.number} - set(drawn.key or ())
        if missing:
            yield Issue("generator", question.generator or "", f"expected key[{min(missing)!r}]")
    shown = {name for _, text in texts_of(question) for name, _ in PLACEHOLDER.findall(text.en)}
    for name in sorted(set(drawn.wrong) - told):
        if f"wrong.{name}" not in shown:
            yield Issue(
                "wrong-named", f"wrong.{name}", "the generator has this wrong path, the file says nothing to it"
            )
    for name in sorted(told - set(drawn.wrong)):
        yield Issue("wrong-named", f"wrong.{name}", "the file names this wrong path, the generator does not compute it")


def _fillable(variant: Variant) -> Iterator[Issue]:
    for place, text in texts_of(variant.question):
        for lang in LANGS:
            try:
                fill(text, variant, lang)
            except (KeyError, ValueError, TypeError, IndexError) as error:
                yield Issue("placeholder", f"{place}.{lang}", f"cannot be filled: {type(error).__name__} {error}")
    for name, form in PLACEHOLDER.findall(variant.question.stem.en):
        value = variant.drawn.params.get(name)
        if value is None:
            yield Issue("placeholder", "stem", f"the stem may show parameters only, not {name}")
        elif form and form not in {"paren", "signed", "matrix"} and float(written(value, form)) != float(value):
            yield Issue("placeholder", "stem", f"{{{{{name}:{form}}}}} loses digits of {value!r}")


def _numbers(variant: Variant) -> Iterator[Issue]:
    drawn = variant.drawn
    for group, values in (("params", drawn.params), ("key", {"key": drawn.key}), ("wrong", drawn.wrong)):
        for name, value in values.items():
            if isinstance(value, str) and not value.isascii():
                yield Issue("ascii", f"{group}.{name}", "expected ASCII (a word in two languages is a Text)")
            for number in _flat(value):
                if not math.isfinite(number):
                    yield Issue("finite", f"{group}.{name}", f"{number} {_where(variant)}")
                elif number == 0 and math.copysign(1, number) < 0 and group != "wrong":
                    yield Issue("minus-zero", f"{group}.{name}", f"-0.0; add 0.0 or round before {_where(variant)}")
                elif group == "params" and len(written(number)) > LONGEST:
                    yield Issue(
                        "too-long", f"{group}.{name}", f"{written(number)} has too many digits to copy; round it"
                    )


def _flat(value: Any) -> list[float]:
    if isinstance(value, Mapping):
        return [n for item in value.values() for n in _flat(item)]
    if isinstance(value, list | tuple):
        return [n for item in value for n in _flat(item)]
    if isinstance(value, np.ndarray):
        return [n for n in value.ravel().tolist() if isinstance(n, int | float)]
    if isinstance(value, bool | str) or value is None:
        return []
    return (
        [value.item() if isinstance(value, np.generic) else value]
        if isinstance(value, int | float | np.generic)
        else []
    )


def _options(variant: Variant) -> Iterator[Issue]:
    body = variant.question.body
    for lang in LANGS:
        texts = [text for _, _, text in show(variant, lang).options]
        if len(set(texts)) < len(texts):
            twice = next(text for text in texts if texts.count(text) > 1)
            yield Issue("options-distinct", f"options.{lang}", f"two options read {twice!r} {_where(variant)}")
    if isinstance(body, Choice | Choices):
        ids = [option.id for option in body.options]
        keys = keys_of(variant.drawn.key, body.options)
        if not keys or any(key not in ids for key in keys) or (isinstance(body, Choice) and len(keys) != 1):
            yield Issue("key", "options", f"the key {keys!r} is no option of {ids} {_where(variant)}")
        elif names_options(variant.drawn.key) and any(option.correct for option in body.options):
            yield Issue("key", "options", "both the generator and `correct` say which option is right")


def _wrong_paths(variant: Variant) -> Iterator[Issue]:
    key, paths = variant.drawn.key, variant.drawn.wrong
    body = variant.question.body
    if isinstance(body, Numeric):
        for name, value in paths.items():
            if np.shape(value) == np.shape(key) and close(value, key, body.tolerance):
                yield Issue("wrong-is-key", f"wrong.{name}", f"{written(value)} counts as the key {_where(variant)}")
    if isinstance(body, Blank):
        for gap in body.gaps:
            for path in gap.wrong:
                if gap.number and path.name in paths and close(paths[path.name], key[gap.id], gap.number):
                    yield Issue("wrong-is-key", f"blanks.{gap.id}.{path.name}", f"counts as the key {_where(variant)}")
    if isinstance(body, Numeric | CodeOutput):
        names = list(paths)
        for at, name in enumerate(names):
            for other in names[:at]:
                if written(paths[name], ".6g") == written(paths[other], ".6g"):
                    yield Issue("wrong-twice", f"wrong.{name}", f"the same answer as wrong.{other} {_where(variant)}")


def _model(variant: Variant) -> Iterator[Issue]:
    answer = model_answer(variant)
    if not answer:
        return
    for raw in (answer, answer.translate(_DEVANAGARI_DIGITS), f"\u200b {answer}\u200d "):
        got = mark(variant, raw)
        if got.fraction < 1:
            said = ", ".join(finding.code for finding in got.findings)
            yield Issue(
                "model-answer", "key", f"{raw!r} got {got.fraction:.2f} ({got.status}: {said}) {_where(variant)}"
            )


def _recognized(variant: Variant) -> Iterator[Issue]:
    """Each wrong path, typed to six digits, earns nothing and is named."""
    if isinstance(variant.question.body, Numeric):
        typed = {name: written(np.asarray(value).tolist(), ".6g") for name, value in variant.drawn.wrong.items()}
    elif isinstance(variant.question.body, CodeOutput):
        typed = {name: str(value) for name, value in variant.drawn.wrong.items()}
    else:
        typed = {path.name: path.formula for path in variant.question.wrong if path.formula}
    for name, raw in typed.items():
        got = mark(variant, raw)
        if got.fraction > 0 or f"wrong:{name}" not in got.recognized:
            yield Issue(
                "wrong-recognized",
                f"wrong.{name}",
                f"{raw!r} got {got.fraction:.2f} and was taken for {got.recognized or 'nothing'} {_where(variant)}",
            )


def _where(variant: Variant) -> str:
    shown = ", ".join(f"{k}={written(v)}" for k, v in variant.drawn.params.items() if len(written(v)) < 40)  # noqa: PLR2004  # a program is too long
    return f"(seed {variant.seed}{': ' + shown if shown else ''})"
