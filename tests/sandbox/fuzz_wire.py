"""Coverage-guided fuzzing of the decoder: `python -m tests.sandbox.fuzz_wire -max_total_time=60` (needs atheris).

The first two bytes of the input choose the header's length; the rest is header and body of one frame.
"""

import json
import sys

import atheris

with atheris.instrument_imports(include=["grader.sandbox.wire", "grader.sandbox.messages"]):
    from grader.sandbox.messages import decode_reply
    from grader.sandbox.wire import WireError, encode, frame

SEEDS = (
    ["loaded", 0],
    ["returned", 0, 3, 3, ["a", "<f8", [1]], [0]],
    ["returned", 0, 3, 3, ["d", "k", ["l", 1, ["t", 1.5, ["n", "nan"]], ["c", 1.0, ["n", "inf"]]]], []],
    ["returned", 0, 3, 3, ["p", "lt", "<i8", [2, 2]], []],
    ["returned", 0, 3, 3, ["l", ["r", 1], ["o", "name"]], []],
    ["raised", 0, 0, 0, "call", "ValueError", "m", ["Exception"], [[1, "f"]]],
    ["memory", 0, 0, 0, "call"],
    ["output", 0, 0, 0, "load"],
)


def one(data: bytes) -> None:
    """One input: only WireError may come out, and what is accepted is a Value."""
    size = int.from_bytes(data[:2], "little")
    header, body = data[2 : 2 + size], data[2 + size :]
    try:
        reply = decode_reply(header, body, (512, 64))
    except WireError:
        return
    value = getattr(reply.outcome, "value", None)
    encode(value)


def corpus(folder: str) -> None:
    """Writes the seeds: one good frame of every kind."""
    from pathlib import Path

    Path(folder).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS):
        text = json.dumps(seed).encode()
        assert frame(seed)
        Path(folder, f"seed-{number}").write_bytes(len(text).to_bytes(2, "little") + text + bytes(32))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        corpus(folder)
        atheris.Setup([*sys.argv, folder], one)
        atheris.Fuzz()
