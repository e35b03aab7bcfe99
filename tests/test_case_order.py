"""The same submission gets the same verdict, score and diagnosis with the cases in another order."""

import numpy as np
import pytest

from grader.catalog.exercises import find_all, load
from grader.judge.caseset import CaseSet, case_set
from grader.judge.simulate import simulate
from grader.judge.verdict import judge

ENTRIES = find_all()
SEED = 5


def seen(cases, function):
    """What a student would be told: the functions are called in the order of the cases."""
    judged = judge(cases, [simulate(function, cases.exercise, p.case) for p in cases.prepared])
    return judged.verdict, judged.score, judged.diagnosis and judged.diagnosis.id


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_verdict_does_not_depend_on_the_order_of_cases(entry):
    exercise = load(entry)
    straight = case_set(exercise, SEED)
    order = np.random.default_rng(SEED).permutation(len(straight.prepared))
    shuffled = CaseSet(exercise, tuple(straight.prepared[i] for i in order))
    functions = [exercise.reference, *exercise.styles[:2], *(m.believes for m in exercise.misconceptions)]
    functions += [convention.believes for convention in exercise.conventions]
    for function in functions:
        assert seen(straight, function) == seen(shuffled, function), function.__name__
