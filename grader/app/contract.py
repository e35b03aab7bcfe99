"""The exercise contract: what every exercise must prove of itself. Used by pytest and by `grade author check`.

python -m grader.app.contract exercises/activations/softmax.py ...
"""

import inspect
import re
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader.catalog.exercises import Entry, entry_of, load
from grader.judge.caseset import case_set
from grader.judge.prepare import draw
from grader.judge.simulate import simulate
from grader.judge.verdict import Judgement, judge
from grader.spec.exercise import Exercise, Function
from grader.spec.outcome import Outcome
from grader.spec.text import LANGS, Text

MARGIN = 30.0  # NUMERICS 5.4: smallest wrong ratio over largest right ratio
FEWEST_CASES = 6
FEWEST_STYLES = 5
DEVANAGARI = re.compile(r"[ऀ-ॿ]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken clause of the contract and where."""

    clause: str
    detail: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What the judge did over all seeds: for the accuracy table."""

    exercise: str
    topic: str
    kind: str
    cases: int
    styles: int
    misconceptions: int
    false_refusals: int
    false_acceptances: int
    misnamed: int
    largest_right: float
    smallest_wrong: float
    faults: tuple[Fault, ...]

    @property
    def margin(self) -> float:
        """Smallest wrong ratio over largest right ratio; right answers below a hundredth count as a hundredth."""
        return self.smallest_wrong / max(self.largest_right, 0.01)


def check(entry: Entry, seeds: range) -> Measured:
    """Check one exercise on these seeds."""
    exercise = load(entry)
    faults = list(_static(entry, exercise))
    runs = [_Run(exercise, seed) for seed in seeds]
    right = [
        (seed, style, run.judge(style)) for run, seed in zip(runs, seeds, strict=True) for style in _right(exercise)
    ]
    refused = [f"{_name(style)} (seed {seed}): {_why(j)}" for seed, style, j in right if j.verdict != "AC"]
    faults += [Fault("accepts_right", detail) for detail in dict.fromkeys(refused)]
    accepted, misnamed, weakest = _judge_misconceptions(exercise, runs)
    faults += [Fault("refuses_wrong", slug) for slug in dict.fromkeys(accepted)]
    faults += [Fault("names_wrong", detail) for detail in dict.fromkeys(misnamed)]
    faults += _conventions(exercise, runs)
    faults += _junk(exercise, runs[0])
    ratios = [case.ratio for _, style, j in right if j.verdict == "AC" and j.diagnosis is None for case in j.cases]
    largest = max(ratios, default=0.0)
    measured = Measured(
        entry.id,
        entry.topic,
        exercise.kind,
        len(runs[0].cases.prepared),
        len(exercise.styles),
        len(exercise.misconceptions),
        len(refused),
        len(accepted),
        len(misnamed),
        largest,
        weakest,
        (),
    )
    if measured.margin < MARGIN:
        faults.append(
            Fault("margin", f"{measured.margin:.1f}: largest right {largest:.3g}, smallest wrong {weakest:.3g}")
        )
    return Measured(**{**{f: getattr(measured, f) for f in measured.__slots__}, "faults": tuple(faults)})


class _Run:
    """The cases of one seed, prepared once and judged many times."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.cases = case_set(exercise, seed)

    def outcomes(self, function: Function) -> list[Outcome]:
        return [simulate(function, self.cases.exercise, p.case) for p in self.cases.prepared]

    def judge(self, function: Function) -> Judgement:
        return judge(self.cases, self.outcomes(function))


def _right(exercise: Exercise) -> tuple[Function, ...]:
    """Everything that must be accepted: the reference, the styles, the conventions, and other containers and dtypes."""
    conventions = tuple(convention.believes for convention in exercise.conventions)
    return (exercise.reference, *exercise.styles, *conventions, *_disguises(exercise))


def _disguises(exercise: Exercise) -> tuple[Function, ...]:
    """The reference computing in float32, and returning lists: right wherever values are compared."""
    if exercise.kind in {"random", "property"} or exercise.track == "torch":
        return ()
    reference = exercise.reference

    def reference_in_float32(*args: Any) -> Any:
        return reference(*_float32(args))

    def reference_as_lists(*args: Any) -> Any:
        return _listed(reference(*args))

    return reference_in_float32, reference_as_lists


def _float32(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(np.float32)
    return type(value)(map(_float32, value)) if isinstance(value, (list, tuple)) else value


def _listed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [_listed(item) for item in value] if isinstance(value, (list, tuple)) else value


def _name(function: Function) -> str:
    return getattr(function, "__name__", repr(function))


def _why(judgement: Judgement) -> str:
    case = next((case for case in judgement.cases if not case.passed), None)
    return f"{case.why.en}: {case.findings}, ratio {case.ratio:.3g}" if case else judgement.verdict


def _static(entry: Entry, exercise: Exercise) -> Iterator[Fault]:
    """What can be read off the value itself."""
    if exercise.reference.__name__ != entry.id:
        yield Fault("reference_name", f"{exercise.reference.__name__} is not {entry.id}")
    cases = draw(exercise, 0)
    for language in LANGS:
        whys = [case.why.in_(language) for case in cases]
        for why in {why for why in whys if whys.count(why) > 1}:
            yield Fault("unique_why", why)
    if sum(case.is_sample for case in cases) < 1:
        yield Fault("has_sample", "no sample case")
    if sum(not case.is_sample for case in cases) < FEWEST_CASES:
        yield Fault("enough_cases", f"fewer than {FEWEST_CASES} hidden cases")
    if len(exercise.styles) < FEWEST_STYLES:
        yield Fault("enough_styles", f"{len(exercise.styles)} styles, {FEWEST_STYLES} wanted")
    slugs = [m.slug for m in exercise.misconceptions] + [c.slug for c in exercise.conventions]
    for slug in {slug for slug in slugs if slugs.count(slug) > 1}:
        yield Fault("unique_slug", slug)
    for place, text in _texts(exercise, [case.why for case in cases]):
        if not DEVANAGARI.search(text.hi):
            yield Fault("hindi", f"{place}: {text.hi}")
        if DEVANAGARI.search(text.en) or not text.en.strip():
            yield Fault("english", f"{place}: {text.en}")
    if exercise.driver is not None:
        yield from _driver(exercise.driver)


def _texts(exercise: Exercise, whys: list[Text]) -> Iterator[tuple[str, Text]]:
    yield "title", exercise.title
    yield "statement", exercise.statement
    yield from ((f"hint {n}", hint) for n, hint in enumerate(exercise.hints, 1))
    yield from ((f"why {n}", why) for n, why in enumerate(whys, 1))
    yield from ((m.slug, m.says) for m in exercise.misconceptions)
    yield from ((c.slug, c.says) for c in exercise.conventions)
    yield from ((rule.names[0], rule.says) for rule in exercise.forbidden)


def _driver(driver: Function) -> Iterator[Fault]:
    """A driver's source must stand alone: it is run where nothing of ours can be imported."""
    import __future__  # annotations stay text in the box

    source = textwrap.dedent(inspect.getsource(driver))
    namespace: dict[str, Any] = {}
    exec(  # noqa: S102  # our own source
        compile(source, "driver", "exec", flags=__future__.annotations.compiler_flag), namespace
    )
    alone = namespace[driver.__name__]
    free = {name for code in _codes(alone.__code__) for name in code.co_names if name in driver.__globals__}
    missing = {name for name in free if name not in namespace and name not in dir(__builtins__)}
    used = {name for name in missing if re.search(rf"(?<![\w.]){name}\b", source.split(":", 1)[1])}
    local_imports = set(re.findall(r"import (?:\w+ as )?(\w+)", source))
    for name in sorted(used - local_imports):
        yield Fault("driver_alone", f"{driver.__name__} uses {name} of its module")


def _codes(code: Any) -> Iterator[Any]:
    yield code
    for const in code.co_consts:
        if inspect.iscode(const):
            yield from _codes(const)


def _judge_misconceptions(exercise: Exercise, runs: list["_Run"]) -> tuple[list[str], list[str], float]:
    """Slugs accepted, slugs misnamed, and the smallest of the largest ratios."""
    accepted, misnamed, weakest = [], [], float("inf")
    for run in runs:
        for wrong in exercise.misconceptions:
            judgement = run.judge(wrong.believes)
            if judgement.verdict == "AC":
                accepted.append(wrong.slug)
                weakest = 0.0
                continue
            weakest = min(weakest, max(_ratio(case.ratio, case.passed) for case in judgement.cases))
            named = judgement.diagnosis.id if judgement.diagnosis else None
            if named not in (wrong.slug, *wrong.same_as):
                misnamed.append(f"{wrong.slug} named {named}")
    return accepted, misnamed, weakest


def _ratio(ratio: float, passed: bool) -> float:
    """A mutated argument refuses at any ratio."""
    return ratio if passed or ratio > 1 else float("inf")


def _conventions(exercise: Exercise, runs: list["_Run"]) -> list[Fault]:
    """Every convention is accepted and named."""
    faults = []
    for convention in exercise.conventions:
        named = {(j.diagnosis.id if j.diagnosis else None) for j in (run.judge(convention.believes) for run in runs)}
        if named != {convention.slug}:
            faults.append(Fault("names_convention", f"{convention.slug} named {named}"))
    return faults


class _Liar(np.ndarray[Any, Any]):
    """Says it equals everything."""

    def __eq__(self, other: object) -> Any:
        return np.True_

    __hash__ = None  # as Python itself would set it

    def __array_function__(self, *args: Any) -> Any:
        return np.True_


def _junk(exercise: Exercise, run: "_Run") -> list[Fault]:
    """Answers that mean nothing are refused, and the judge never stumbles over them."""
    faults = []
    for name, junk in _JUNK.items():
        outcomes = run.outcomes(_maker(junk))
        try:
            verdict = judge(run.cases, outcomes).verdict
        except Exception as error:  # noqa: BLE001  # whatever it is, it is the fault looked for
            faults.append(Fault("junk", f"{name}: the judge raised {type(error).__name__}: {error}"))
            continue
        if verdict in {"AC", "JE"} and not (name == "nothing" and exercise.track == "torch"):
            faults.append(Fault("junk", f"{name}: {verdict}"))
    return faults


def _maker(junk: Callable[[], Any]) -> Function:
    def function(*args: Any) -> Any:  # noqa: ARG001  # whatever it is given
        return junk()

    return function


_JUNK: dict[str, Callable[[], Any]] = {
    "nothing": lambda: None,
    "empty list": list,
    "empty array": lambda: np.zeros(0),
    "nan": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "string": lambda: "0.5",
    "bytes": lambda: b"0.5",
    "object array": lambda: np.array([None, 1.0], dtype=object),
    "huge number": lambda: 1e300,
    "very long integer": lambda: 10**5000,
    "ragged": lambda: [[1.0], [1.0, 2.0]],
    "complex": lambda: np.array([1j]),
    "big array": lambda: np.zeros((100, 100)),
    "lying subclass": lambda: np.zeros((2, 2)).view(_Liar),
    "dictionary": dict,
    "a function": lambda: len,
    "an exception": lambda: ValueError("no"),
    "a set": lambda: {1.0},
    "datetime": lambda: np.array(["2020-01-01"], dtype="datetime64[D]"),
    "structured": lambda: np.zeros(2, dtype=[("a", float)]),
    "recursive": lambda: _recursive(),  # noqa: PLW0108  # defined below
    "many dimensions": lambda: np.zeros((1,) * 20),
}


def _recursive() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


def main(paths: list[str], seeds: int = 20) -> int:
    """Check files and print what is broken; 1 when anything is."""
    broken = 0
    for path in paths:
        start = time.perf_counter()
        measured = check(entry_of(Path(path)), range(seeds))
        sys.stdout.write(
            f"{'FAULTS' if measured.faults else 'ok':6} {measured.topic}/{measured.exercise}: {measured.cases} cases, "
            f"{measured.styles} styles, {measured.misconceptions} misconceptions, margin {measured.margin:.3g}, "
            f"{time.perf_counter() - start:.1f} s\n"
        )
        for fault in measured.faults:
            sys.stdout.write(f"       {fault.clause}: {fault.detail[:400]}\n")
        broken += bool(measured.faults)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
