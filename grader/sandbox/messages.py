"""What the engine and a child say to one another, over one socket.

Engine to child: a frame with the program, then one a call. Child to engine: "loaded", then one reply a call, sent as
soon as it is there, so that earlier answers outlive a later death. Replies are hostile bytes until `decode_reply` made
an Outcome of them; it raises WireError and nothing else.
"""

import re
from typing import Any, NamedTuple

from grader.sandbox.wire import BODY_CAP, WireError, clean_text, decode, encode, frame, parse_header
from grader.spec.call import Call, Program
from grader.spec.outcome import Frame, OutOfMemory, Raised, Returned, TooMuchOutput
from grader.spec.value import Value

MESSAGE_CHARS = 500  # enough for numpy's longest broadcast message
NAME_CHARS = 100
MAX_FRAMES = 20
MAX_ARGUMENTS = 255
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and newline: they drive terminals


class Job(NamedTuple):
    """One call as the child sees it."""

    entry: str
    args: tuple[Value, ...]
    names: tuple[str, ...] | None
    driver: str | None
    cpu_s: float
    output_kb: int


class Reply(NamedTuple):
    """One message of a child. `outcome` is None for "loaded"; `fatal`: the child ends after it."""

    outcome: Returned | Raised | OutOfMemory | TooMuchOutput | None
    number: int
    out_end: int
    printed: int
    fatal: bool = False
    at_load: bool = False


def encode_request(program: Program, calls: tuple[Call, ...], first: int) -> bytes:
    """Everything the child needs, in one piece; its answers are numbered from `first` on."""
    keep = None if program.keep is None else list(program.keep)
    parts = [frame([program.source, keep, first, len(calls)])]
    for call in calls:
        args, body = encode(tuple(call.args))
        if len(body) > BODY_CAP:
            raise ValueError(f"arguments of {len(body)} bytes: the child takes {BODY_CAP}")
        names = None if call.names is None else list(call.names)
        parts.append(frame([call.entry, args, names, call.driver, call.limits.cpu_s, call.limits.output_kb], body))
    return b"".join(parts)


def decode_job(header: bytes, body: bytes) -> Job:
    """A call, in the child."""
    entry, args, names, driver, cpu_s, output_kb = parse_header(header)
    return Job(entry, decode(args, body), None if names is None else tuple(names), driver, cpu_s, output_kb)


def decode_reply(header: bytes | bytearray, body: bytes | bytearray, limits: tuple[int, int]) -> Reply:
    """A message of a child; `limits` are memory_mb and output_kb of the call it answers."""
    match parse_header(header):
        case ["loaded", int(end)]:
            _empty(body)
            return Reply(None, -1, end, 0)
        case ["returned", int(index), int(end), int(printed), tree, list(mutated)]:
            if not all(type(position) is int and 0 <= position < MAX_ARGUMENTS for position in mutated):
                raise WireError("not a list of positions")
            value = decode(tree, body)
            return Reply(Returned(value, tuple(sorted(set(mutated)))), index, end, printed)
        case ["raised", int(index), int(end), int(printed), str(stage), str(kind), str(message), bases, frames]:
            _empty(body)
            outcome = Raised(
                shown(kind)[:NAME_CHARS],
                shown(message)[:MESSAGE_CHARS],
                "load" if stage == "load" else "call",
                _names(bases),
                _frames(frames),
            )
            return Reply(outcome, index, end, printed, at_load=stage == "load")
        case ["memory", int(index), int(end), int(printed), str(stage)]:
            _empty(body)
            return Reply(OutOfMemory(limits[0]), index, end, printed, fatal=True, at_load=stage == "load")
        case ["output", int(index), int(end), int(printed), str(stage)]:
            _empty(body)
            limit = limits[1] if printed > limits[1] << 10 else BODY_CAP >> 10
            return Reply(TooMuchOutput(limit), index, end, printed, fatal=True, at_load=stage == "load")
    raise WireError("unknown message")


def shown(text: str) -> str:
    """Text of a submission made safe to store and to print: no surrogates, no control characters."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", clean_text(text))


def _empty(body: bytes | bytearray) -> None:
    if body:
        raise WireError("bytes left over")


def _names(parts: Any) -> tuple[str, ...]:
    if type(parts) is not list or len(parts) > MAX_FRAMES or not all(type(part) is str for part in parts):
        raise WireError("not a list of names")
    return tuple(shown(part)[:NAME_CHARS] for part in parts)


def _frames(parts: Any) -> tuple[Frame, ...]:
    if type(parts) is not list or len(parts) > MAX_FRAMES:
        raise WireError("not a list of lines")
    frames = []
    for part in parts:
        match part:
            case [int(line), str(function)] if type(line) is int and 0 <= line < 2**31:
                frames.append(Frame(line, shown(function)[:NAME_CHARS]))
            case _:
                raise WireError("not a line of a file")
    return tuple(frames)
