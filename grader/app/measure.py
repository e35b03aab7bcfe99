"""Measure the judge, exercise by exercise: how often is it wrong, in either direction, and by what margin?"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from grader.app.contract import Measured, check
from grader.catalog.exercises import Entry

COLUMNS = (
    "exercise",
    "kind",
    "cases",
    "styles",
    "wrong",
    "refused right",
    "accepted wrong",
    "misnamed",
    "largest right",
    "smallest wrong",
    "margin",
)


def measure(entries: Sequence[Entry], seeds: int, jobs: int) -> Iterator[Measured]:
    """Check every exercise on `seeds` seeds, `jobs` at a time, in order."""
    if jobs == 1:
        yield from (check(entry, range(seeds)) for entry in entries)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(partial(check, seeds=range(seeds)), entries)


def row(measured: Measured) -> tuple[str, ...]:
    """One line of the table."""
    return (
        measured.exercise,
        measured.kind,
        str(measured.cases),
        str(measured.styles),
        str(measured.misconceptions),
        str(measured.false_refusals),
        str(measured.false_acceptances),
        str(measured.misnamed),
        f"{measured.largest_right:.2g}",
        f"{measured.smallest_wrong:.2g}",
        f"{measured.margin:.2g}",
    )


def total(all_: Sequence[Measured]) -> tuple[str, ...]:
    """The last line: sums, and the worst of each ratio."""
    return (
        str(len(all_)),
        "",
        str(sum(m.cases for m in all_)),
        str(sum(m.styles for m in all_)),
        str(sum(m.misconceptions for m in all_)),
        str(sum(m.false_refusals for m in all_)),
        str(sum(m.false_acceptances for m in all_)),
        str(sum(m.misnamed for m in all_)),
        f"{max(m.largest_right for m in all_):.2g}",
        f"{min(m.smallest_wrong for m in all_):.2g}",
        f"{min(m.margin for m in all_):.2g}",
    )


def table(all_: Sequence[Measured]) -> str:
    """The whole table in Markdown."""
    lines = [COLUMNS, ("---",) * len(COLUMNS), *(row(m) for m in all_), total(all_)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
