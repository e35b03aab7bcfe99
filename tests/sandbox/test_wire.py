"""The protocol's decoder: whatever bytes come, only its own error, in bounded time and memory."""

import json
import os
import socket
import struct
import time
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.sandbox.limits import READY, Quota
from grader.sandbox.line import Taken
from grader.sandbox.messages import decode_reply, encode_request
from grader.sandbox.run import _converse
from grader.sandbox.seat import Death, Seat
from grader.sandbox.wire import (
    BODY_CAP,
    DTYPES,
    FRAME_HEAD,
    HEADER_CAP,
    WireError,
    decode,
    encode,
    frame,
    frame_lengths,
    parse_header,
)  # fmt: skip
from grader.spec.call import Call, Limits, Program
from grader.spec.outcome import Outcome, Returned, TimedOut, Vanished
from grader.spec.value import Opaque, Rng

FUZZ = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ARRAYS = st.tuples(st.sampled_from(sorted(DTYPES)), st.lists(st.integers(0, 4), max_size=3)).map(
    lambda pair: np.arange(int(np.prod(pair[1]))).astype(pair[0]).reshape(pair[1])
)
NUMBERS = st.lists(st.floats(), max_size=40) | st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=9) | ARRAYS
    | NUMBERS | st.complex_numbers() | st.builds(Rng, st.integers(0, 2**64)) | st.builds(Opaque, st.text(max_size=9)),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple)
    | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
TAGS = st.sampled_from(["l", "t", "d", "a", "p", "n", "c", "r", "o", "lt", "|b1", "<f8", "|O", "nan", "x"])
TREES = st.recursive(SCALARS | TAGS, lambda inner: st.lists(inner | TAGS, max_size=6), max_leaves=30)


@FUZZ
@given(VALUES)
def test_round_trip(value):
    tree, body = encode(value)
    back = decode(parse_header(json.dumps(tree).encode()), body)
    assert repr(back) == repr(value)


@FUZZ
@given(TREES, st.binary(max_size=64))
@example(["a", "<f8", [-1]], b"12345678")
@example(["a", "<f8", [0, 10**15]], b"")
@example(["a", "<f8", [0] * 40], b"")
@example(["a", "<f8", [True]], b"12345678")
@example(["a", "|O", [1]], b"12345678")
@example(["p", "l", "<f8", [2, 2]], bytes(32))
@example(["d", "a"], b"")
@example(["c", ["l"], 1.0], b"")
@example(["r", -1], b"")
@example([], b"")
@example({"a": 1}, b"")
def test_decode_raises_only_its_own_error(tree, body):
    try:
        value = decode(tree, body)
    except WireError:
        return
    encode(value)  # what is accepted is a Value


@FUZZ
@given(st.binary(max_size=200))
@example(b"[" * 100_000)
@example(b'{"a":' * 50_000)
@example(b"9" * 5000)
@example(b"1e999999999")
@example(b"NaN")
@example(b"\xff\xfe[")
@example('"\ud800"'.encode("utf-16", "surrogatepass"))
def test_headers_raise_only_their_own_error(text):
    try:
        decode_reply(text, b"", (1, 1))
    except WireError:
        pass
    else:
        assert text.startswith(b"[")


REPLIES = st.sampled_from(
    [
        ["loaded", 0],
        ["returned", 0, 3, 3, ["a", "<f8", [1]], [0]],
        ["raised", 0, 0, 0, "call", "ValueError", "m", ["Exception"], [[1, "f"]]],
        ["memory", 0, 0, 0, "call"],
        ["output", 0, 0, 0, "load"],
    ]
)


@FUZZ
@given(REPLIES, st.integers(0, 8), TREES)
def test_a_reply_with_one_field_replaced(reply, position, junk):
    changed = [*reply]
    changed[position % len(reply)] = junk
    body = bytes(8) if reply[0] == "returned" else b""
    try:
        answer = decode_reply(json.dumps(changed).encode(), body, (512, 64))
    except WireError:
        return
    assert answer.outcome is None or isinstance(answer.outcome, Outcome)


def _channel(data: bytes, *, then_close: bool) -> tuple[Seat, socket.socket]:
    mine, its = socket.socketpair()
    its.sendall(READY)
    its.sendall(data)
    if then_close:
        its.shutdown(socket.SHUT_WR)
    output = os.memfd_create("test")

    def release():
        mine.close()
        its.close()
        os.close(output)

    seat = Seat(
        os.getpid(), Quota(512, 600), frozenset(), mine, output, lambda: None, lambda: Death(0, 0), release, locked=True
    )
    return seat, its


GOOD = frame(["loaded", 0]) + frame(["returned", 0, 0, 0, 1.5, []]) + frame(["returned", 1, 0, 0, ["l", 1, 2], []])


@FUZZ
@given(st.data())
def test_any_bytes_on_the_channel_give_one_outcome_a_call(data):
    good = bytearray(GOOD)
    for _ in range(data.draw(st.integers(0, 3))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(good)))
    seat, _ = _channel(bytes(good[:cut]) + data.draw(st.binary(max_size=20)), then_close=True)
    outcomes: list[Outcome] = []
    call = Call("f", (), limits=Limits(cpu_s=60, wall_s=0.5))
    try:
        shared = _converse(seat, Program(""), [call, call], outcomes, Taken())
    finally:
        seat.release()
    assert 1 <= len(outcomes) <= 2
    assert len(outcomes) == 2 or shared is not None or not isinstance(outcomes[-1], Returned)
    assert all(isinstance(outcome, Returned | Vanished | TimedOut | Outcome) for outcome in outcomes)


def test_the_unharmed_stream_gives_the_answers():
    seat, _ = _channel(GOOD, then_close=False)
    outcomes = []
    assert _converse(seat, Program(""), [Call("f", ())] * 2, outcomes, Taken()) is None
    assert [outcome.value for outcome in outcomes] == [1.5, [1, 2]]
    seat.release()


@pytest.mark.parametrize("lengths", [(HEADER_CAP + 1, 0), (0, BODY_CAP + 1), (2**32 - 1, 2**32 - 1)])
def test_lengths_beyond_the_caps_are_refused_before_anything_is_read(lengths):
    with pytest.raises(WireError):
        frame_lengths(struct.pack("<II", *lengths))


def _worst() -> list[tuple[bytes, bytes]]:
    cap = HEADER_CAP - 100
    inside = [
        b"[" * cap, b"1," * (cap // 2) + b"1", b'["l"],' * (cap // 6) + b"1", b'"\\ud800",' * (cap // 9) + b"1",
        b'["p","l","<f8",[1]],' * (cap // 20) + b"1", b'["a","<f8",[0,9999]],' * (cap // 21) + b"1",
        b"9" * cap, b"0." + b"9" * (cap - 2), b'["n","nan"],' * (cap // 12) + b"1",
    ]  # fmt: skip
    packed = b'["returned",0,0,0,["p","l","<f8",[%d]],[]]' % (1 << 20)
    return [(b'["returned",0,0,0,["l",' + part + b"],[]]", b"") for part in inside] + [
        (packed, bytes(8 << 20)),
        (b'["returned",0,0,0,["a","<f8",[%d]],[]]' % (BODY_CAP // 8), bytes(BODY_CAP)),
    ]


@pytest.mark.parametrize("case", range(11))
def test_the_worst_frames_within_the_caps_cost_little(case):
    header, body = _worst()[case]
    tracemalloc.start()
    start = time.process_time()
    with suppress(WireError):
        decode_reply(header, body, (512, 64))
    seconds = time.process_time() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 2.0  # tracemalloc itself makes it five times slower
    assert peak < 3 * BODY_CAP


def test_what_cannot_cross_is_refused_on_our_side():
    for value in (object(), {1: 2}, np.array([object()]), 2**200, [[[[[[[[[[[[[[[[[[[[[[object]]]]]]]]]]]]]]]]]]]]]]):
        with pytest.raises(TypeError):
            encode(value)
    with pytest.raises(ValueError, match="arguments of"):
        encode_request(Program(""), (Call("f", (np.zeros(BODY_CAP // 8 + 1),)),), 0)


def test_a_frame_is_as_long_as_it_says():
    data = frame(["x"], b"123")
    assert sum(frame_lengths(data)) + FRAME_HEAD == len(data)


def test_arrays_are_our_own_and_writable():
    value = decode(["a", "|b1", [3]], b"\x00\x02\xff")
    assert value.tolist() == [False, True, True]
    value[0] = True
    value = decode(["a", "<f8", [1]], bytes(8))
    assert type(value) is np.ndarray
    assert value.base is None
