"""Right solutions in the style of public packages: every one must be accepted, on several seeds.

Each file of solutions/ is written after one package's habits (tensors returned, float32 inside, eps elsewhere, caches,
scalars in lists). No code is copied; what they have in common is that they are right.
"""

import importlib.util
from functools import cache
from pathlib import Path
from types import FunctionType

import pytest

from grader.catalog.exercises import find_all, load
from grader.judge.caseset import case_set
from grader.judge.screen import Admitted, Parsed, parse, screen
from grader.judge.simulate import simulate
from grader.judge.verdict import judge

SEEDS = (11, 12, 13)
FILES = sorted((Path(__file__).parent / "solutions").glob("*.py"))
ENTRIES = find_all()

# These call a library function that is the exercise: the values must be right, but the rule refuses them (verdict CE).
WRAPPERS = {"torch_wrapped", "scipy_style"}


def functions(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {
        name: value
        for name, value in vars(module).items()
        if name in ENTRIES and isinstance(value, FunctionType) and value.__module__ == path.stem
    }


FUNCTIONS = {path.stem: functions(path) for path in FILES}
PAIRS = [(package, name) for package, found in FUNCTIONS.items() for name in found]


@cache
def cases_of(name, seed):
    return case_set(load(ENTRIES[name]), seed)


@pytest.mark.parametrize(("package", "name"), PAIRS, ids=[f"{package}-{name}" for package, name in PAIRS])
def test_is_accepted(package, name):
    for seed in SEEDS:
        cases = cases_of(name, seed)
        outcomes = [simulate(FUNCTIONS[package][name], cases.exercise, p.case) for p in cases.prepared]
        judgement = judge(cases, outcomes)
        refused = [(case.why.en, case.findings, case.ratio) for case in judgement.cases if not case.passed]
        assert judgement.verdict == "AC", f"seed {seed}: {judgement.diagnosis} {refused}"


@pytest.mark.parametrize(
    ("package", "name"),
    [pair for pair in PAIRS if pair[0] not in WRAPPERS],
    ids=[f"{package}-{name}" for package, name in PAIRS if package not in WRAPPERS],
)
def test_is_admitted(package, name):
    path = next(path for path in FILES if path.stem == package)
    parsed = parse(path.read_text(encoding="utf-8"))
    assert isinstance(parsed, Parsed)
    admitted = screen(parsed, name, load(ENTRIES[name]))
    assert isinstance(admitted, Admitted), admitted


def test_there_are_enough_of_them():
    assert len({name for _, name in PAIRS}) >= 40
    assert len(FILES) >= 8
