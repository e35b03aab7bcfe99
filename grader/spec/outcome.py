"""What the box gives back for one call: exactly one Outcome, whatever the submission does."""

from dataclasses import dataclass, field
from typing import Literal

from grader.spec.value import Value


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the student's own file in a traceback."""

    line: int
    function: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The call came back with `value`.

    `mutated` holds the positions of the arguments that the function changed; `stdout` what it printed (cut).
    """

    value: Value
    mutated: tuple[int, ...] = ()
    stdout: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Raised:
    """The submission raised. `stage` says whether while its file was loaded or during the call."""

    kind: str
    message: str
    stage: Literal["load", "call"] = "call"
    bases: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = field(default=())
    stdout: str = ""


@dataclass(frozen=True, slots=True)
class TimedOut:
    """Stopped at the limit, `clock` saying which one."""

    limit_s: float
    clock: Literal["cpu", "wall"] = "cpu"
    stage: Literal["load", "call"] = "call"
    stdout: str = ""


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """More memory asked for than `limit_mb`."""

    limit_mb: int
    stdout: str = ""


@dataclass(frozen=True, slots=True)
class TooMuchOutput:
    """Printed more than `limit_kb`, or an answer larger than the cap."""

    limit_kb: int
    stdout: str = ""


@dataclass(frozen=True, slots=True)
class Vanished:
    """The process ended without an answer: `how` is "exit 0", "signal 11" or the like. Silence is no pass."""

    how: str
    stdout: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """The box itself failed twice: our fault, verdict JE, never the student's."""

    reason: str
    stdout: str = ""


Outcome = Returned | Raised | TimedOut | OutOfMemory | TooMuchOutput | Vanished | Broken
