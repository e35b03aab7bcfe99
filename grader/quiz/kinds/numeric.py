"""A number, a vector or a matrix."""

import dataclasses

import numpy as np

from grader.quiz.kinds.parts import close, invalid, right, unreadable, wrong
from grader.quiz.number import read_array, read_number, readable
from grader.quiz.tokens import FormulaError
from grader.spec.finding import Finding
from grader.spec.question import Mark, Numeric, Variant


def mark(variant: Variant, raw: str) -> Mark:
    """Right within the tolerance; else the nearest named wrong path explains it."""
    body, key = variant.question.body, np.asarray(variant.drawn.key, dtype=float)
    assert isinstance(body, Numeric)  # noqa: S101  # dispatch is by kind
    try:
        answer = np.asarray(read_array(raw) if key.ndim else read_number(raw, body.unit), dtype=float)
    except FormulaError as error:
        return unreadable(error, raw)
    except ValueError:  # rows of different length
        return invalid(Finding("number.ragged"), raw)
    if key.ndim and answer.size == key.size and answer.ndim != key.ndim and 1 in (*answer.shape, *key.shape):
        answer = answer.reshape(key.shape)
    reading = readable(answer.tolist())
    read = Finding("answer.read_as", {"reading": reading})
    if answer.shape != key.shape:
        return wrong(variant, reading, None, Finding("number.shape", {"got": answer.shape, "expected": key.shape}))
    if close(answer, key, body.tolerance):
        return right(reading, read)
    loose = dataclasses.replace(body.tolerance, relative=max(body.tolerance.relative, 0.01))
    paths = {n: np.asarray(v, float) for n, v in variant.drawn.wrong.items() if np.shape(v) == key.shape}
    fitting = [n for n, v in paths.items() if close(answer, v, loose)]
    name = min(fitting, key=lambda n: float(np.max(np.abs(answer - paths[n]))), default=None)
    return wrong(variant, reading, name, read)


def model(variant: Variant) -> str:
    """The key to ten digits."""
    return readable(np.asarray(variant.drawn.key, dtype=float).tolist())
