"""What is asked of the box: a program (the student's source) and calls of functions it defines."""

from dataclasses import dataclass

from grader.spec.value import Value


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one call.

    cpu_s: 2 s is 40 times the slowest call of a reference (train_mlp, 50 ms) and what a student will wait for.
    wall_s: generous, since a loaded machine stretches wall time, never CPU time.
    memory_mb: over what the box itself takes. output_kb: a screenful a thousand times over.
    """

    cpu_s: float = 2.0
    wall_s: float = 10.0
    memory_mb: int = 512
    output_kb: int = 64


@dataclass(frozen=True, slots=True)
class Program:
    """The student's source. `keep`: indices of the top-level statements to run; None runs all of them."""

    source: str
    keep: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Call `entry` with `args`.

    names: the parameter names, where arguments go by keyword (the student's order differs from ours).
    driver: source of one self-contained function `def f(fn, *args)` that is run in the box instead of
    `fn(*args)` and gets the student's function as `fn`; what it returns is the answer.
    """

    entry: str
    args: tuple[Value, ...]
    names: tuple[str, ...] | None = None
    driver: str | None = None
    limits: Limits = Limits()
