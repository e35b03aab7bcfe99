"""Which belief explains the answers: misconceptions and conventions are code, so they are run on the same cases."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

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
# Where a formula shows; the other checks (stability, shapes, edges, errors) show what is forgotten around it.
_FORMULA = frozenset({"values", "hyperparameters", "statistics", "training"})
_MOST_ALSO = 2  # three mistakes named at once are as much as a reader takes in
_MOST_PARTS = 6  # values returned together; a trajectory has more, and its parts depend on one another


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
    """The misconception, or the few together, that explain the answers.

    One belief is certain when its answers agree on every case; several are when each answer agrees with the belief
    that decides there. Likely is what explains every failing case, or every case of moderate inputs some of which
    fail: rounding and overflow differ between float32 and float64 elsewhere.
    """
    one = _one(cases, outcomes, results)
    if one is not None and one.certain:
        return one
    several = _several(cases, outcomes, results) or _by_parts(cases, outcomes, results)
    return several if several is not None and (several.certain or one is None or several.id == one.id) else one


def _one(cases: CaseSet, outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> Diagnosis | None:
    failing = {index for index, result in enumerate(results) if not result.passed}
    moderate = {index for index, p in enumerate(cases.prepared) if p.case.check != "stability"}
    decisive = failing & moderate or failing
    likely: Misconception | None = None
    for misconception in cases.exercise.misconceptions:
        belief = misconception.believes
        if not all(_agrees_on(cases, belief, outcomes, index) for index in decisive):
            continue  # most beliefs end here, at the first case
        agreeing = _agreeing(cases, belief, outcomes)
        if len(agreeing) == len(outcomes):
            return _named(misconception, certain=True)
        explains = failing <= agreeing or (moderate <= agreeing and bool(failing & moderate))
        returned = any(isinstance(outcomes[index], Returned) for index in failing & agreeing)
        if likely is None and explains and returned:
            likely = misconception
    return None if likely is None else _named(likely, certain=False)


def _named(misconception: Misconception, *, certain: bool) -> Diagnosis:
    return Diagnosis("misconception", misconception.slug, misconception.says, certain)


def _several(cases: CaseSet, outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> Diagnosis | None:
    """One belief about the formula, and others that show only at the edges (overflow, bad arguments, one row).

    The formula's belief must agree on every case of the formula; the others must be right there.
    """
    exercise = cases.exercise
    if exercise.accepts is not None or exercise.traits is not None:
        return None
    failing = {index for index, result in enumerate(results) if not result.passed}
    formula = {index for index, p in enumerate(cases.prepared) if p.case.check in _FORMULA}
    found: list[Misconception] = []
    explained: set[int] = set()
    if failing & formula:
        main = _first_agreeing(cases, outcomes, formula)
        if main is None:
            return None
        found, explained = [main], _agreeing(cases, main.believes, outcomes)
    aside = [m for m in exercise.misconceptions if m not in found and _right_on(cases, m.believes, formula)]
    agreeing = {m.slug: _agreeing(cases, m.believes, outcomes) for m in aside}
    sole = True
    while aside and failing - explained and len(found) <= _MOST_ALSO:
        rest = failing - explained
        best = max(aside, key=lambda m: len(agreeing[m.slug] & rest))
        if not agreeing[best.slug] & rest:
            break
        rivals = (m for m in aside if m is not best and m.slug not in best.same_as)
        sole = sole and all(agreeing[m.slug] & rest != agreeing[best.slug] & rest for m in rivals)
        found.append(best)
        explained = explained | agreeing[best.slug]
    if len(found) < 2:  # noqa: PLR2004  # one alone is `_one`'s
        return None
    right = {index for index, result in enumerate(results) if result.passed}
    certain = sole and failing <= explained and (not failing & formula or right <= explained)
    return _joined(found, certain=certain)


def _joined(found: Sequence[Misconception], *, certain: bool) -> Diagnosis:
    first, *also = (_named(misconception, certain=certain) for misconception in found)
    return replace(first, also=tuple(also))


def _first_agreeing(cases: CaseSet, outcomes: Sequence[Outcome], where: set[int]) -> Misconception | None:
    return next(
        (
            m
            for m in cases.exercise.misconceptions
            if all(_agrees_on(cases, m.believes, outcomes, index) for index in sorted(where))
        ),
        None,
    )


def _right_on(cases: CaseSet, belief: Function, where: set[int]) -> bool:
    answers = cases.answers_of(belief)
    return all(judge_case(cases.exercise, cases.prepared[index], answers[index]).passed for index in sorted(where))


def _by_parts(cases: CaseSet, outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> Diagnosis | None:
    """Of several values returned, one is explained by one belief and another by another."""
    exercise = cases.exercise
    told = [index for index, p in enumerate(cases.prepared) if p.case.raises is None]
    counts = {_parts(cases.prepared[index].expected) for index in told}
    if exercise.kind != "exact" or exercise.accepts is not None or len(counts) != 1:
        return None
    count = counts.pop()
    if not 1 < count <= _MOST_PARTS or any(not isinstance(outcomes[index], Returned) for index in told):
        return None
    beliefs = exercise.misconceptions
    right = _parts_agreeing(cases, exercise.reference, outcomes, told, count)
    wrong = set(range(count)) - right
    agreeing = {m.slug: _parts_agreeing(cases, m.believes, outcomes, told, count) & wrong for m in beliefs}
    for a, b in combinations([m for m in beliefs if agreeing[m.slug]], 2):
        if wrong and agreeing[a.slug] | agreeing[b.slug] == wrong and agreeing[a.slug] != wrong:
            others = (r.passed for i, r in enumerate(results) if i not in told)
            mutated = any(isinstance(o, Returned) and o.mutated for o in outcomes)
            return _joined([a, b], certain=all(others) and not mutated)
    return None


def _parts(value: object) -> int:
    return len(value) if isinstance(value, tuple) else 1


def _parts_agreeing(
    cases: CaseSet, belief: Function, outcomes: Sequence[Outcome], told: Sequence[int], count: int
) -> set[int]:
    """The values, of several returned, that agree with the belief's in every case."""
    agreeing = set(range(count))
    for index in told:
        theirs, hers = cases.answers_of(belief)[index], outcomes[index]
        if not isinstance(theirs, Returned) or not isinstance(hers, Returned):
            return set()
        if not all(isinstance(v, (tuple, list)) and len(v) == count for v in (theirs.value, hers.value)):
            return set()
        for part in tuple(agreeing):
            one, other = (replace(o, value=o.value[part], mutated=()) for o in (theirs, hers))
            whole = cases.prepared[index]
            alone = replace(whole, spread=whole.spread[part : part + 1] if len(whole.spread) == count else ())
            if not _agree(cases.exercise, alone, one, other):
                agreeing.discard(part)
    return agreeing


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


def _agreeing(cases: CaseSet, belief: Function, outcomes: Sequence[Outcome]) -> set[int]:
    return {index for index in range(len(outcomes)) if _agrees_on(cases, belief, outcomes, index)}


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
            if prepared.case.raises is not None:
                return (belief.value is None) == (outcome.value is None)  # neither raised, as was asked; no more is
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
