"""The numbers behind a picture of the mistake: drawn only where somebody looks at pictures."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np

from grader.app.boxes import Boxes
from grader.app.run import Job, driver_source
from grader.app.source import Source
from grader.judge.align import align, leaves, to_array
from grader.judge.elementwise import curve, is_elementwise
from grader.judge.simulate import answer
from grader.spec.call import Call, Program
from grader.spec.exercise import Exercise
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome, Returned
from grader.spec.report import ExerciseResult, Picture
from grader.spec.value import Array, Rng, Value

GRID = np.linspace(-6.0, 6.0, 121)  # where every activation of the course bends
POOL = 20  # runs of the reference whose numbers make the right density
MOST = 20_000  # numbers in a histogram
STEPS = 30  # of an optimizer: enough to arrive, few enough to follow
START = np.array([-4.0, 2.0])
CURVATURE = np.array([0.15, 1.0])  # a long valley: where plain descent, momentum and scaling differ
RATES = (1.0, 10.0, 100.0, 1000.0, 0.1)  # times the sample's learning rate, which may be made for a single step
LARGEST = 40  # rows or columns of a map
SMALLEST = 6  # numbers; a smaller map says no more than the counterexample


def picture_of(
    result: ExerciseResult, job: Job, outcomes: Sequence[Outcome], source: Source, boxes: Boxes
) -> Picture | None:
    """What is drawn of a wrong answer, or None where a picture says no more than the words."""
    exercise = job.exercise
    if exercise.kind == "random":
        return _histogram(job, outcomes)
    if is_elementwise(exercise):
        return _curve(job, source, boxes)
    if exercise.driver is not None and exercise.driver.__name__ in {"steps", "timed_steps"}:
        return _path(job, source, boxes)
    return _errors(result, job, outcomes)


def _numbers(value: Value) -> Array:
    parts = [leaf.astype(float).ravel() for leaf in leaves(value)]
    flat = np.concatenate(parts) if parts else np.zeros(0)
    return flat[np.isfinite(flat)][:MOST]


def _histogram(job: Job, outcomes: Sequence[Outcome]) -> Picture | None:
    """The largest answer's numbers over the reference's, many runs together."""
    drawn = [
        (_numbers(o.value), p.case.args)
        for p, o in zip(job.prepared, outcomes, strict=True)
        if isinstance(o, Returned) and p.case.raises is None
    ]
    if not drawn:
        return None
    got, args = max(drawn, key=lambda pair: pair[0].size)
    pool = [_numbers(answer(job.exercise.reference, job.exercise, _reseeded(args, k))) for k in range(POOL)]
    expected = np.concatenate(pool)[: MOST * POOL]
    return Picture("histogram", expected, got) if got.size >= SMALLEST and expected.size else None


def _reseeded(args: tuple[Value, ...], step: int) -> tuple[Value, ...]:
    return tuple(Rng(arg.seed + step) if isinstance(arg, Rng) else arg for arg in args)


def _call(job: Job, source: Source, boxes: Boxes, args: tuple[Value, ...], driver: str | None) -> Value:
    """What her function answers to one more call; None when nothing came back."""
    program = Program(source.text, job.admitted.keep)
    call = Call(job.admitted.entry, args, job.admitted.names, driver, job.exercise.limits)
    (outcome,) = boxes.get(job.flavor).run(program, [call])
    return outcome.value if isinstance(outcome, Returned) else None


def _as_array(value: Value, shape: tuple[int, ...]) -> Array | None:
    array = None if value is None else to_array(value)
    if array is None or isinstance(array, Finding) or array.dtype.kind not in "biuf" or array.shape != shape:
        return None
    return array.astype(float)


def _different(kind: Literal["curve", "path"], expected: Value, got: Array | None, over: Array) -> Picture | None:
    """No picture where the mistake does not show in it."""
    if got is None or np.allclose(expected, got, rtol=1e-3):
        return None
    return Picture(kind, expected, got, over=over)


def _curve(job: Job, source: Source, boxes: Boxes) -> Picture | None:
    args = next(p.case.args for p in job.prepared if p.case.is_sample)
    got = _as_array(_call(job, source, boxes, (GRID, *args[1:]), None), GRID.shape)
    return _different("curve", curve(job.exercise, args, GRID), got, GRID)


def descend(
    fn: Callable[..., Any], w: Any, curvature: Any, count: int, state: tuple[Any, ...], t: Any, hyper: tuple[Any, ...]
) -> Any:
    """The way down the valley sum(curvature * w**2) / 2. Runs in the box, so it stands alone."""
    import numpy as np  # the source goes into the box without the module around it

    path = [np.array(w, dtype=float)]
    for step in range(count):
        out = fn(w, curvature * w, *state, *(() if t is None else (t + step,)), *hyper)
        parts = tuple(out) if state else (out,)
        w, state = np.array(parts[0], dtype=float), tuple(np.array(part) for part in parts[1:])
        path.append(w)
    return np.array(path)


def _path(job: Job, source: Source, boxes: Boxes) -> Picture | None:
    exercise = job.exercise
    assert exercise.driver is not None  # noqa: S101  # for the type checker: the caller looked
    sample = next(p.case.args for p in job.prepared if p.case.is_sample)
    _, _, state, *t, hyper = sample
    if not hyper or not isinstance(hyper[0], float):
        return None
    fresh = tuple(np.zeros(START.shape) for _ in state)
    ways = []
    for rate in RATES:
        args = (START, CURVATURE, STEPS, fresh, 1 if t else None, (hyper[0] * rate, *hyper[1:]))
        way = np.asarray(_down(exercise, args))
        if np.isfinite(way).all() and np.abs(way).max() <= 2 * np.abs(START).max():
            ways.append((float((CURVATURE * way[-1] ** 2).sum()), args, way))
    if not ways:
        return None
    _, args, expected = min(ways, key=lambda item: item[0])
    got = _as_array(_call(job, source, boxes, args, driver_source(descend)), expected.shape)
    return _different("path", expected, got, CURVATURE)


def _down(exercise: Exercise, args: tuple[Value, ...]) -> Value:
    with np.errstate(all="ignore"):
        return descend(exercise.reference, *args)


def _errors(result: ExerciseResult, job: Job, outcomes: Sequence[Outcome]) -> Picture | None:
    """The largest wrong matrix: where in it the errors are."""
    maps = []
    for p, o, r in zip(job.prepared, outcomes, result.cases, strict=True):
        if r.passed or not isinstance(o, Returned) or p.expected is None:
            continue
        found = align(p.expected, o.value)
        if not isinstance(found, Finding):
            maps += [leaf for leaf in found if leaf.expected.ndim == 2 and max(leaf.expected.shape) <= LARGEST]  # noqa: PLR2004  # a matrix has two axes
    maps = [leaf for leaf in maps if leaf.expected.size >= SMALLEST and not np.array_equal(leaf.expected, leaf.got)]
    if not maps:
        return None
    largest = max(maps, key=lambda leaf: leaf.expected.size)
    return Picture("errors", largest.expected.astype(float), largest.got.astype(float))
