"""A short hash of what an attempt answered: equal for equal mistakes, whether they have a name or not."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np

from grader.judge.align import Numbers, leaves, to_array
from grader.judge.prepare import Prepared
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome, Raised, Returned
from grader.spec.report import CaseResult
from grader.spec.value import Opaque, Value

STEP = 1e-3  # of the answer's scale: a thousand times the rounding of float32, far below any mistake
OFFSET = 0.381966  # no round number lies on the edge between two steps
SIZE = 8  # bytes


def fingerprint(prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> str:
    """The hash over the sample cases' answers, the same for everybody, and over what passed, check by check.

    Random answers are left out: they differ between runs that make the same mistake in another order.
    """
    parts = [f"{name}:{line}" for name, line in sorted(_checks(outcomes, results))]
    for p, o in zip(prepared, outcomes, strict=True):
        if p.case.is_sample and isinstance(o, Returned):
            scale = max((float(np.abs(leaf).max(initial=0.0)) for leaf in _finite(p.expected)), default=1.0) or 1.0
            parts.append("|".join(_quantised(o.value, scale)) if p.expected is not None else "")
    return blake2b("\n".join(parts).encode(), digest_size=SIZE).hexdigest()


def _checks(outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> set[tuple[str, str]]:
    """For every check: whether it passed, how its calls ended, and of what kind the findings are."""
    lines: dict[str, set[str]] = {}
    for outcome, result in zip(outcomes, results, strict=True):
        kind = f"{type(outcome).__name__} {outcome.kind}" if isinstance(outcome, Raised) else type(outcome).__name__
        codes = "" if result.passed else ",".join(sorted({f.code for f in result.findings} - {"imprecise", "value"}))
        lines.setdefault(result.check, set()).add(f"{kind} {codes}".strip())
    passed = {check: all(r.passed for r in results if r.check == check) for check in lines}
    return {(check, f"{passed[check]} {sorted(kinds)}") for check, kinds in lines.items()}


def _finite(value: Value) -> Iterator[Numbers]:
    for leaf in leaves(value):
        numbers = leaf.astype(float)
        yield numbers[np.isfinite(numbers)]


def _quantised(value: Value, scale: float) -> Iterator[str]:
    """Shapes and steps: linear up to the scale of the right answer, logarithmic beyond it."""
    match value:
        case None | str():
            yield repr(value)
        case Opaque(name):
            yield f"<{name}>"
        case dict():
            for key in sorted(value):
                yield key
                yield from _quantised(value[key], scale)
        case _:
            array = to_array(value)
            if isinstance(array, Finding):
                for item in value if isinstance(value, (list, tuple)) else ():
                    yield from _quantised(item, scale)
            elif array.dtype.kind == "c":
                yield "complex"
            else:
                steps = np.floor(np.arcsinh(array.astype(float) / scale) / STEP + OFFSET)
                yield f"{array.shape} {[int(s) if np.isfinite(s) else str(s) for s in steps.ravel()]}"
