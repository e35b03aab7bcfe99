"""How often does a wrong answer that no misconception names get a pattern or a small counterexample?

python tools/feedback.py [COUNT] [SEED]: mutants of the reference functions, judged in process; prints the table of
docs/feedback.md.
"""

import ast
import copy
import inspect
import random
import sys
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

from grader.app.counterexample import counterexample
from grader.catalog.exercises import Entry, find_all, load
from grader.judge.caseset import CaseSet, case_set
from grader.judge.patterns import pattern_of
from grader.judge.shrink import FEW, numbers_in
from grader.judge.simulate import simulate
from grader.judge.verdict import judge
from grader.spec.exercise import Exercise, Function
from grader.spec.report import ExerciseResult

MOST = 4  # mutants of one function, so that long functions do not decide the measure
BINARY = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
}
COMPARE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.LtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
CALLS = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "exp": "log1p", "sqrt": "abs", "maximum": "minimum"}


def mutations(tree: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function that differs in one place, and what was done there."""
    count = sum(1 for _ in ast.walk(tree))
    for index in range(count):
        changed = copy.deepcopy(tree)
        node = next(node for place, node in enumerate(ast.walk(changed)) if place == index)
        for done in _mutate(node):
            yield done, copy.deepcopy(changed)


def _mutate(node: ast.AST) -> Iterator[str]:
    """Change the node in place, once for every change there is."""
    match node:
        case ast.BinOp(op=op) if type(op) in BINARY:
            node.op = BINARY[type(op)]()
            yield f"line {node.lineno}: {type(op).__name__} -> {type(node.op).__name__}"
        case ast.Compare(ops=[op]) if type(op) in COMPARE:
            node.ops = [COMPARE[type(op)]()]
            yield f"line {node.lineno}: {type(op).__name__} -> {type(node.ops[0]).__name__}"
        case ast.UnaryOp(op=ast.USub()):
            node.op = ast.UAdd()
            yield f"line {node.lineno}: minus dropped"
        case ast.Constant(value=bool() as value):
            node.value = not value
            yield f"line {node.lineno}: {value} -> {node.value}"
        case ast.Constant(value=int() | float() as value):
            for other in (value + 1, 2 * value + 0.5 if isinstance(value, float) else value - 1):
                node.value = other
                yield f"line {node.lineno}: {value} -> {other}"
        case ast.Attribute(attr=name) if name in CALLS:
            node.attr = CALLS[name]
            yield f"line {node.lineno}: {name} -> {node.attr}"
        case ast.keyword(arg="axis" | "keepdims" as name):
            node.arg = None
            node.value = ast.Dict([], [])
            yield f"{name} dropped"


def compiled(reference: Function, tree: ast.FunctionDef) -> Function | None:
    """The mutant, in a copy of the reference's module."""
    namespace: dict[str, Any] = dict(vars(inspect.getmodule(reference)))
    try:
        module = ast.fix_missing_locations(ast.Module([tree], []))
        exec(compile(module, "mutant", "exec"), namespace)  # noqa: S102  # our own source, changed in one place
    except (SyntaxError, ValueError, TypeError):
        return None
    return namespace[tree.name]


def mutants(entry: Entry, rng: random.Random) -> Iterator[tuple[str, Exercise, Function, ast.AST]]:
    """All mutants of one exercise's reference, in random order."""
    exercise = load(entry)
    if exercise.accepts is not None or exercise.kind not in {"exact", "trajectory"} or exercise.track == "torch":
        return
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(exercise.reference))).body[0]
    except (OSError, TypeError):
        return
    if not isinstance(tree, ast.FunctionDef):
        return
    tree.body = tree.body[1:] if ast.get_docstring(tree) and len(tree.body) > 1 else tree.body
    found = list(mutations(tree))
    rng.shuffle(found)
    for done, changed in found:
        if (function := compiled(exercise.reference, changed)) is not None:
            yield done, exercise, function, changed


def told(entry: Entry, exercise: Exercise, function: Function, tree: ast.AST, seed: int) -> tuple[str, int] | None:
    """What a report would show (a pattern's code, a count of numbers); None for right or named answers."""
    cases = case_set(exercise, seed)
    outcomes = [simulate(function, exercise, p.case) for p in cases.prepared]
    found = judge(cases, outcomes)
    if found.verdict not in {"WA", "RTE"} or found.diagnosis is not None:
        return None
    pattern = pattern_of(cases.prepared, outcomes, found.cases)
    result = ExerciseResult(
        entry.id, entry.topic, exercise.title, found.verdict, 0, 0, seed, "", cases=found.cases, checks=found.checks
    )

    def ask(small: CaseSet) -> list[Any]:
        return [simulate(function, exercise, p.case) for p in small.prepared]

    example = counterexample(result, cases, outcomes, tree, ask)
    count = 10**6 if example is None else numbers_in(tuple(example.args.values()))
    return (pattern.code.removeprefix("pattern.") if pattern is not None else ""), count


def main(count: int, seed: int) -> int:
    """Print the measure; 1 when fewer than 70 % are told."""
    rng = random.Random(seed)  # noqa: S311  # which mutants are looked at, no secret
    streams = [(entry, mutants(entry, rng)) for entry in find_all().values()]
    rng.shuffle(streams)
    shown: list[tuple[str, str, str, int]] = []
    warnings.simplefilter("ignore")
    for _ in range(MOST):
        for entry, stream in streams:
            for done, exercise, function, tree in stream:
                if len(shown) == count:
                    break
                if (found := told(entry, exercise, function, tree, seed)) is not None:
                    shown.append((entry.id, done, *found))
                    break
    patterns = Counter(pattern for _, _, pattern, _ in shown if pattern)
    few = sum(numbers <= FEW for *_, numbers in shown)
    rest = [item for item in shown if not item[2] and item[3] > FEW]
    good = len(shown) - len(rest)
    out = sys.stdout.write
    out(f"| mutants that no misconception names | {len(shown)} |\n| --- | --- |\n")
    out(f"| get a pattern | {sum(patterns.values())} |\n")
    out(f"| get a counterexample of at most {FEW} numbers | {few} |\n")
    out(f"| get one or the other | {good} ({100 * good / max(len(shown), 1):.0f} %) |\n\n")
    out("Patterns: " + ", ".join(f"{name} {n}" for name, n in patterns.most_common()) + ".\n\n")
    out("Neither:\n\n")
    for exercise_id, done, _, numbers in rest:
        out(f"- `{exercise_id}`, {done}: {'no counterexample' if numbers == 10**6 else f'{numbers} numbers'}\n")
    return 0 if good >= 0.7 * len(shown) else 1


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    raise SystemExit(main(*(given + [200, 1][len(given) :])))
