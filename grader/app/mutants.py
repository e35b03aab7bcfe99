"""Mutants of the references: does the judge see every small change of a right function?

cosmic-ray's operators (arithmetic, comparisons, numbers, booleans, loops) are applied to each reference function, one
change at a time, and each mutant is judged as a submission would be. A mutant that is accepted on every seed is a
survivor: equivalent, for a reason written in tests/accuracy/survivors.toml, or a case is missing.
"""

import ast
import inspect
import resource
import signal
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from types import FrameType
from typing import Any

from grader.catalog.exercises import Entry, load
from grader.judge.case import judge_case
from grader.judge.caseset import CaseSet, case_set
from grader.judge.simulate import simulate
from grader.spec.exercise import Exercise, Function

SEEDS = 2
SECONDS = 5.0  # of one mutant on one seed: a loop that no longer ends is refused by its time
MEMORY = 4 << 30


@dataclass(frozen=True, slots=True)
class Mutants:
    """How many mutants of one reference there are, and which were accepted on every seed, as "old -> new"."""

    exercise: str
    made: int
    survivors: tuple[str, ...]


def measure_mutants(entries: Sequence[Entry], seeds: int, jobs: int) -> Iterator[Mutants]:
    """Mutate and judge every numpy exercise of `entries`, in order."""
    wanted = [entry for entry in entries if load(entry).track == "numpy"]
    if jobs == 1:
        yield from (mutants_of(entry, seeds) for entry in wanted)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_limit) as pool:
        yield from pool.map(partial(mutants_of, seeds=seeds), wanted)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def mutants_of(entry: Entry, seeds: int = SEEDS, at_most: int | None = None) -> Mutants:
    """All mutants of one reference (or `at_most`, evenly taken) judged on `seeds` seeds, until one refuses."""
    exercise = load(entry)
    source = source_of(exercise.reference)
    mutated = list(mutate(source))
    if at_most is not None:
        mutated = mutated[:: max(1, -(-len(mutated) // at_most))]
    sets = [case_set(exercise, seed) for seed in range(seeds)]
    survivors = [
        _change(source, other)
        for other in mutated
        if (function := _compiled(other, exercise.reference)) is not None
        and all(_accepted(exercise, cases, function) for cases in sets)
    ]
    return Mutants(entry.id, len(mutated), tuple(dict.fromkeys(survivors)))


def source_of(function: Function) -> str:
    """The function and the private helpers of its module that it reaches, without docstrings and annotations."""
    module = sys.modules[function.__module__]
    wanted, found = [function.__name__], dict[str, str]()
    while wanted:
        name = wanted.pop()
        tree = _bare(ast.parse(textwrap.dedent(inspect.getsource(getattr(module, name)))))
        found[name] = ast.unparse(tree)
        wanted += [
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name)
            and node.id.startswith("_")
            and node.id not in found
            and inspect.isfunction(getattr(module, node.id, None))
        ]
    return ast.unparse(ast.parse("\n".join(reversed(found.values())))) + "\n"


def _bare(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            for arg in ast.walk(node.args):
                if isinstance(arg, ast.arg):
                    arg.annotation = None
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:]
    return tree


def mutate(source: str) -> Iterator[str]:
    """The source with one change, for every operator and every place; each text once."""
    from cosmic_ray.ast import ast_nodes, get_ast  # type: ignore[import-untyped]
    from cosmic_ray.mutating import mutate_code  # type: ignore[import-untyped]
    from cosmic_ray.plugins import get_operator, operator_names  # type: ignore[import-untyped]

    nodes = list(ast_nodes(get_ast(source)))
    seen = {ast.unparse(ast.parse(source))}
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments():
            continue  # those that need to be told which variable
        operator = kind()
        places = sum(len(list(operator.mutation_positions(node))) for node in nodes)
        for occurrence in range(places):
            other = mutate_code(source, operator, occurrence)
            try:
                plain = ast.unparse(ast.parse(other))
            except SyntaxError:
                continue
            if plain not in seen:
                seen.add(plain)
                yield plain


def _compiled(source: str, reference: Function) -> Function | None:
    """The mutant in a copy of the reference's module; None when it cannot even be defined."""
    namespace: dict[str, Any] = dict(sys.modules[reference.__module__].__dict__)
    try:
        exec(compile(source, "mutant", "exec"), namespace)  # noqa: S102  # our own source, changed by us
    except Exception:  # noqa: BLE001  # e.g. a decorator that was taken away
        return None
    function: Function = namespace[reference.__name__]
    return function


def _accepted(exercise: Exercise, cases: CaseSet, mutant: Function) -> bool:
    """Whether every case is passed; the first that is not ends it."""
    before = signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return all(judge_case(exercise, p, simulate(mutant, exercise, p.case)).passed for p in cases.prepared)
    except (Exception, _SlowError):  # noqa: BLE001  # what the judge makes JE
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _SlowError(BaseException):
    """Passes through a mutant's own `except Exception`."""


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise _SlowError


def _change(old: str, new: str) -> str:
    """What was changed: the one line that differs, before and after."""
    before, after = old.splitlines(), new.splitlines()
    for a, b in zip(before, after, strict=False):
        if a != b:
            return f"{a.strip()} -> {b.strip()}"
    return "lines removed" if len(before) > len(after) else "lines added"


def table(all_: Iterable[Mutants]) -> str:
    """The counts in Markdown, the survivors under it."""
    found = list(all_)
    lines = ["| exercise | mutants | survivors |", "| --- | --- | --- |"]
    lines += [f"| {m.exercise} | {m.made} | {len(m.survivors)} |" for m in found]
    lines += [f"| {len(found)} | {sum(m.made for m in found)} | {sum(len(m.survivors) for m in found)} |"]
    lines += ["", *(f"{m.exercise}: {change}" for m in found for change in m.survivors)]
    return "\n".join(lines) + "\n"
