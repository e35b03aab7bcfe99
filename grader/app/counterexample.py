"""A small input that shows the mistake: a failing sample when it is small, else the simplest relative of a case."""

import ast
import inspect
import time
from collections.abc import Callable, Mapping, Sequence

from grader.judge.case import judge_case
from grader.judge.caseset import CaseSet
from grader.judge.overflow import reason_of
from grader.judge.prepare import Prepared, prepare
from grader.judge.shrink import FEW, SHOWABLE, candidates, numbers_in
from grader.judge.simulate import simulate
from grader.spec.exercise import Case, Exercise, Function
from grader.spec.outcome import Outcome, Raised, Returned
from grader.spec.report import CaseResult, Counterexample, ExerciseResult
from grader.spec.value import Value

TRIED = 3  # failing cases from which a smaller one is sought: the first are the plainest
BUDGET = 0.25  # seconds after which no further search is begun: the student waits for it
MORE = 300  # candidates looked at where a belief stands in for the student's code, at some 50 us each
CONFIRMED = 4  # of those, how many are asked of her own code

_ASIDE = frozenset({"stability", "edges"})  # shown only where ordinary inputs show nothing

_STEPPING = frozenset({"steps", "timed_steps"})  # the drivers of spec.drivers: w, grads, state, (t,) hyper

Ask = Callable[[CaseSet], Sequence[Outcome]]
Failing = tuple[Prepared, Outcome, CaseResult]


def counterexample(
    result: ExerciseResult, cases: CaseSet, outcomes: Sequence[Outcome], tree: ast.AST, ask: Ask
) -> Counterexample | None:
    """The smallest failing input there is within the budget, never a hidden case itself.

    tree: the submission, read for what it calls; ask: her code's outcomes on other cases.
    """
    exercise = cases.exercise
    failing = [
        (p, o, r)
        for p, o, r in zip(cases.prepared, outcomes, result.cases, strict=True)
        if not r.passed and p.expected is not None and any(f.code != "mutated" for f in r.findings)
    ]
    telling = [item for item in failing if item[2].verdict == result.verdict]  # an RTE is shown by what raises
    samples = [item for item in telling if item[0].case.is_sample and isinstance(item[1], (Returned, Raised))]
    sample = min(samples, key=lambda item: (item[0].case.check in _ASIDE, numbers_in(item[0].case.args)), default=None)
    beliefs = _beliefs(exercise, result)
    if sample is not None and len(beliefs) > 1 and not _failing_by(beliefs, exercise, [sample[0].case]):
        sample = None  # it shows one mistake of several
    if sample is not None and numbers_in(sample[0].case.args) <= FEW:
        return _example(exercise, tree, *sample)
    telling.sort(key=lambda item: item[0].case.check in _ASIDE)
    deadline = time.perf_counter() + BUDGET
    for p, o, _ in telling[:TRIED]:
        if time.perf_counter() > deadline:
            break
        if (found := _smaller(p.case, o, exercise, beliefs, ask)) is not None:
            if sample is not None and numbers_in(sample[0].case.args) <= numbers_in(found[0].case.args):
                break
            return _example(exercise, tree, *found)
    return None if sample is None else _example(exercise, tree, *sample)


def _beliefs(exercise: Exercise, result: ExerciseResult) -> list[Function]:
    """The code that answers as the student's does, where that is certain: one belief, or several together."""
    if result.diagnosis is None or not result.diagnosis.certain:
        return []
    named = {m.slug: m.believes for m in exercise.misconceptions}
    return [named[d.id] for d in (result.diagnosis, *result.diagnosis.also) if d.id in named]


def _smaller(case: Case, outcome: Outcome, exercise: Exercise, beliefs: Sequence[Function], ask: Ask) -> Failing | None:
    """The simplest relative of `case` that fails in the same way, tried in the box."""
    if beliefs:
        wider = candidates(exercise, case, MORE)
        # Where there are several mistakes, an input that shows all of them is worth a few numbers more.
        small = _failing_by(beliefs, exercise, wider) or _failing_by(beliefs[:1], exercise, wider)
    else:
        small = prepare(exercise, candidates(exercise, case))
    if not small:
        return None
    answers = ask(CaseSet(exercise, small))
    for candidate, answer in zip(small, answers, strict=True):
        judged = judge_case(exercise, candidate, answer)
        if type(answer) is type(outcome) and not judged.passed and isinstance(answer, (Returned, Raised)):
            return candidate, answer, judged
    return None


def _failing_by(beliefs: Sequence[Function], exercise: Exercise, cases: Sequence[Case]) -> tuple[Prepared, ...]:
    found: list[Prepared] = []
    for case in cases:
        (prepared,) = prepare(exercise, [case])
        answers = (simulate(belief, exercise, case) for belief in beliefs)
        if not any(judge_case(exercise, prepared, answer).passed for answer in answers):
            found.append(prepared)
        if len(found) == CONFIRMED:
            break
    return tuple(found)


def _example(
    exercise: Exercise, tree: ast.AST, prepared: Prepared, outcome: Outcome, judged: CaseResult
) -> Counterexample | None:
    given = prepared.case.args
    args, single = _spelled_out(exercise, given)
    if numbers_in(given) > SHOWABLE:
        return None
    expected = prepared.expected[0] if single else prepared.expected
    if isinstance(outcome, Raised):
        return Counterexample(args, expected, f"{outcome.kind}: {outcome.message[:80]}", raised=True)
    assert isinstance(outcome, Returned)  # noqa: S101  # for the type checker: the callers looked
    unwrapped = single and isinstance(outcome.value, (list, tuple)) and len(outcome.value) == 1
    got = outcome.value[0] if unwrapped else outcome.value
    place = next((f.params for f in judged.findings if "at" in f.params and f.params["at"] is not None), None)
    at = None if place is None else (*place["path"], *place["at"])[int(single) :]
    reason = None
    if prepared.case.check in {"stability", "edges"}:
        reason = reason_of(given, prepared.expected, outcome.value, tree)
    return Counterexample(args, expected, got, at or None, reason)


def _spelled_out(exercise: Exercise, args: tuple[Value, ...]) -> tuple[Mapping[str, Value], bool]:
    """The arguments by name, as the student's function gets them; and whether it is one step of an optimizer alone."""
    names = list(inspect.signature(exercise.reference).parameters)
    if exercise.driver is not None and exercise.driver.__name__ in _STEPPING:
        w, grads, state, *t, hyper = args
        flat = (w, grads[0] if len(grads) == 1 else grads, *state, *t, *hyper)
        if len(flat) == len(names):
            shown = [names[0], names[1] if len(grads) == 1 else f"{names[1]}s", *names[2:]]
            return dict(zip(shown, flat, strict=True)), len(grads) == 1
    return dict(zip(argument_names(exercise), args, strict=False)), False


def argument_names(exercise: Exercise) -> list[str]:
    """What a case's arguments are called: the driver's parameters where there is one."""
    if exercise.driver is not None:
        return list(inspect.signature(exercise.driver).parameters)[1:]
    return list(inspect.signature(exercise.reference).parameters)
