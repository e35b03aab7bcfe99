"""Which belief explains the answers: misconceptions and conventions are code, so they are run on the same cases."""

import re
from collections.abc import Sequence

import numpy as np

from grader.judge.align import leaves
from grader.judge.case import judge_case
from grader.judge.caseset import CaseSet
from grader.judge.compare import compare
from grader.judge.prepare import Prepared
from grader.judge.tolerance import U32, K
from grader.spec.exercise import Exercise, Function, Misconception
from grader.spec.outcome import Outcome, Raised, Returned
from grader.spec.report import CaseResult, Diagnosis
from grader.spec.value import Array

_SAME_WORDS = 24  # enough of an exception's message to tell its cause, digits left out


def convention_of(cases: CaseSet, outcomes: Sequence[Outcome]) -> tuple[Diagnosis, tuple[CaseResult, ...]] | None:
    """The convention under which every case is right, with the case results under it."""
    if cases.exercise.accepts is not None:
        return None
    for convention in cases.exercise.conventions:
        under = cases.under(convention)
        results = tuple(judge_case(cases.exercise, p, o) for p, o in zip(under, outcomes, strict=True))
        if all(result.passed for result in results):
            return Diagnosis("convention", convention.slug, convention.says, certain=True), results
    return None


def misconception_of(cases: CaseSet, outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> Diagnosis | None:
    """The misconception that explains the answers.

    Certain when its answers agree on every case. Likely when they agree on every failing case, or on every case of
    moderate inputs some of which fail; rounding and overflow differ between float32 and float64 elsewhere.
    """
    failing = {index for index, result in enumerate(results) if not result.passed}
    moderate = {index for index, p in enumerate(cases.prepared) if p.case.check != "stability"}
    decisive = failing & moderate or failing
    likely: Misconception | None = None
    for misconception in cases.exercise.misconceptions:
        belief = misconception.believes
        if not all(_agrees_on(cases, belief, outcomes, index) for index in decisive):
            continue  # most beliefs end here, at the first case
        agreeing = {index for index in range(len(outcomes)) if _agrees_on(cases, belief, outcomes, index)}
        if len(agreeing) == len(outcomes):
            return Diagnosis("misconception", misconception.slug, misconception.says, certain=True)
        explains = failing <= agreeing or (moderate <= agreeing and bool(failing & moderate))
        returned = any(isinstance(outcomes[index], Returned) for index in failing & agreeing)
        if likely is None and explains and returned:
            likely = misconception
    if likely is None:
        return None
    return Diagnosis("misconception", likely.slug, likely.says, certain=False)


def convention_by_traits(cases: CaseSet, outcomes: Sequence[Outcome]) -> Diagnosis | None:
    """For an accepted random answer: the convention whose traits it has, unless it has the reference's."""
    exercise = cases.exercise
    if exercise.traits is None or not exercise.conventions:
        return None
    if _agrees(cases, exercise.reference, outcomes):
        return None
    for convention in exercise.conventions:
        if _agrees(cases, convention.believes, outcomes):
            return Diagnosis("convention", convention.slug, convention.says, certain=True)
    return None


def _agrees(cases: CaseSet, belief: Function, outcomes: Sequence[Outcome]) -> bool:
    return all(_agrees_on(cases, belief, outcomes, index) for index in range(len(outcomes)))


def _agrees_on(cases: CaseSet, belief: Function, outcomes: Sequence[Outcome], index: int) -> bool:
    """Whether the outcome of one case is what the belief gives."""
    return _agree(cases.exercise, cases.prepared[index], cases.answers_of(belief)[index], outcomes[index])


def _agree(exercise: Exercise, prepared: Prepared, belief: Outcome, outcome: Outcome) -> bool:
    """Whether an outcome is what the belief gives, float32 rounding (or chance) aside."""
    match belief, outcome:
        case Raised(), Raised():
            return belief.kind == outcome.kind and _words(belief.message) == _words(outcome.message)
        case Returned(), Returned():
            if belief.mutated != outcome.mutated:
                return False
            if exercise.traits is not None:
                return _alike(exercise, prepared, belief, outcome)
            try:
                return compare(belief.value, outcome.value, _noise(prepared, belief)).finding is None
            except TypeError:  # the belief returns something no answer can equal, e.g. an object array
                return type(belief.value) is type(outcome.value)
        case _:
            return False


def _alike(exercise: Exercise, prepared: Prepared, belief: Returned, outcome: Returned) -> bool:
    assert exercise.traits is not None  # noqa: S101  # for the type checker: the caller looked
    here = exercise.traits(prepared.case.args, belief.value)
    there = exercise.traits(prepared.case.args, outcome.value)
    if here.keys() != there.keys():
        return False
    pairs = ((here[key], there[key]) for key in here)
    return all(a == b or (np.isnan(a) and np.isnan(b)) or abs(a - b) < 1.0 for a, b in pairs)


def _noise(prepared: Prepared, belief: Returned) -> list[Array]:
    """Tolerances around a belief's answer: the reference's where the leaf has its shape, else from its size."""
    found = []
    own = list(leaves(belief.value))
    for index, leaf in enumerate(own):
        finite = np.abs(leaf[np.isfinite(leaf)]).astype(np.float64)
        size = float(finite.max()) if finite.size else 0.0
        spread = prepared.spread[index] if index < len(prepared.spread) else np.zeros(())
        if spread.shape != leaf.shape:
            spread = np.asarray(spread.max(initial=0.0))
        found.append(np.broadcast_to(K * U32 * (spread + size) + 1e-15, leaf.shape))
    return found


def _words(message: str) -> str:
    return re.sub(r"[\d\W]+", " ", message)[:_SAME_WORDS]
