"""A wrong function looked at in process: what the judge, the diagnosis and the patterns make of it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from grader.catalog.exercises import find_all, load
from grader.judge.caseset import case_set
from grader.judge.patterns import pattern_of
from grader.judge.simulate import simulate
from grader.judge.verdict import judge
from grader.spec.exercise import Exercise, hidden, sample
from grader.spec.outcome import Returned
from grader.spec.text import Text


@dataclass(frozen=True)
class Look:
    cases: Any
    outcomes: list
    judgement: Any

    @property
    def pattern(self):
        return pattern_of(self.cases.prepared, self.outcomes, self.judgement.cases)


@pytest.fixture(scope="session")
def look():
    """look(exercise or its id, function): with `printed`, what the function is taken to have printed."""
    entries = find_all()

    def at(exercise, function, seed=1, printed=""):
        if isinstance(exercise, str):
            exercise = load(entries[exercise])
        cases = case_set(exercise, seed)
        outcomes = [simulate(function, exercise, p.case) for p in cases.prepared]
        outcomes = [replace(o, stdout=printed) if isinstance(o, Returned) else o for o in outcomes]
        return Look(cases, outcomes, judge(cases, outcomes))

    return at


@pytest.fixture(scope="session")
def toy():
    """An exercise from a reference and a maker of arguments, without misconceptions of its own unless given."""
    text = Text(hi="हिंदी", en="English")

    def make(reference, args, *, extreme=None, **more):
        def cases(rng):
            yield sample(*args(np.random.default_rng(5)), hi="नमूना", en="sample")
            for number in range(4):
                yield hidden(*args(rng), hi=f"{number}वाँ", en=f"number {number}")
            if extreme is not None:
                yield hidden(*extreme, hi="बड़ा", en="large", check="stability")

        parts = {"title": text, "statement": text, "hints": (text,), "misconceptions": (), "styles": ()}
        return Exercise(**parts, reference=reference, cases=cases, **more)

    return make
