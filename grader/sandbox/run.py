"""One program and its calls through the box: sends, keeps the clocks, and makes an Outcome of whatever happens."""

import os
import re
import select
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from grader.sandbox.limits import READY, Quota
from grader.sandbox.messages import Reply, decode_reply, encode_request, shown
from grader.sandbox.preload import EXTRA
from grader.sandbox.seat import Lost, Seat, describe
from grader.sandbox.wire import FRAME_HEAD, WireError, frame_lengths
from grader.spec.call import Call, Limits, Program
from grader.spec.outcome import (
    Broken,
    Outcome,
    OutOfMemory,
    Raised,
    Returned,
    TimedOut,
    TooMuchOutput,
    Vanished,
)

if TYPE_CHECKING:
    from grader.sandbox.box import Box

_USUAL_CPU_S = 600  # RLIMIT_CPU of a child's whole life: a belt, in case the engine that counts should die
_HANDOVER_S = 30.0  # to lock itself down and to take the request; milliseconds, unless the machine is thrashing
_THREADED_POLL_S = 0.05  # where threads are not denied, CPU time runs faster than the wall clock
_OOM_SHARE = 0.8  # SIGKILL with this share of the limit resident was the kernel's OOM killer
_TRIES = 2
_TIME_OUTS = (
    2  # of one function: its later calls share the last one, else an endless loop costs its limit 20 times over
)
_MALFORMED = Vanished("malformed answer")


def run(box: "Box", program: Program, calls: Sequence[Call]) -> list[Outcome]:
    """See Box.run."""
    outcomes: list[Outcome] = []
    words = _words(program, calls)
    tries = 0
    while len(outcomes) < len(calls):
        rest = calls[len(outcomes) :]
        late = _time_outs(calls, outcomes, rest[0].entry)
        if len(late) >= _TIME_OUTS:
            outcomes.append(replace(late[-1], stdout=""))
            continue
        group = _same_memory(rest)
        before = len(outcomes)
        seat: Seat | None = None
        shared: Outcome | None = None
        try:
            seat = box.seat(_quota(group), words)
            shared = _converse(seat, program, group, outcomes)
        except Lost as lost:
            box.restart()
            tries = tries + 1 if len(outcomes) == before else 1
            if tries == _TRIES:
                tries = 0
                outcomes.append(Broken(shown(str(lost))))
                shared = None if seat else outcomes[-1]
        finally:
            if seat:
                seat.release()
        if shared is not None:
            outcomes += [shared] * (len(calls) - len(outcomes))
    return outcomes


def _time_outs(calls: Sequence[Call], outcomes: list[Outcome], entry: str) -> list[TimedOut]:
    """Those that `entry` has cost so far."""
    pairs = zip(calls, outcomes, strict=False)
    return [outcome for call, outcome in pairs if call.entry == entry and isinstance(outcome, TimedOut)]


def _same_memory(calls: Sequence[Call]) -> list[Call]:
    """The first calls, as far as one child's memory limit fits them."""
    return list(takewhile(lambda call: call.limits.memory_mb == calls[0].limits.memory_mb, calls))


def _words(program: Program, calls: Sequence[Call]) -> frozenset[str]:
    """Names in the sources that stand for modules a zygote loads only when asked."""
    sources = {program.source, *(call.driver for call in calls if call.driver)}
    return frozenset(word for source in sources for word in re.findall(r"import \*|\w+", source)) & EXTRA.keys()


def _quota(calls: Sequence[Call]) -> Quota:
    cpu_s = _USUAL_CPU_S
    while cpu_s < sum(call.limits.cpu_s for call in calls):
        cpu_s *= 2
    return Quota(calls[0].limits.memory_mb, cpu_s)


class _Late(Exception):  # noqa: N818  # says what happened
    """A limit passed: which clock."""

    def __init__(self, clock: Literal["cpu", "wall"]) -> None:
        self.clock = clock


def _converse(seat: Seat, program: Program, calls: Sequence[Call], outcomes: list[Outcome]) -> Outcome | None:
    """Appends outcomes as they come. Returns the one that every later call shares, if there is no going on.

    Raises Lost for a failure that is ours, having kept what was answered before it.
    """
    first = len(outcomes)
    _hand_over(seat, encode_request(program, tuple(calls), first))
    line = _Line(seat)
    output = _Output(seat.output)
    loaded = False
    for index, call in enumerate(calls, first):
        line.start()
        try:
            reply = line.read(call.limits)
            if not loaded and reply.outcome is None:
                loaded = True
                line.start()
                reply = line.read(call.limits)
            if reply.outcome is None or reply.number != index:
                raise WireError("not the answer that was due")  # noqa: TRY301  # the same end as a malformed one
        except (_Late, EOFError) as end:
            last = _ended(seat, call.limits, end, loaded=loaded)
            outcomes.append(replace(last, stdout=output.rest(call.limits)))
            return None if loaded else last
        except WireError:
            seat.kill()
            outcomes.append(replace(_MALFORMED, stdout=output.rest(call.limits)))
            return _MALFORMED
        outcome: Outcome = _judged(reply, line.used(), call.limits)
        text, size = output.upto(reply.out_end, call.limits)
        if size > call.limits.output_kb << 10:  # written past sys.stdout
            outcome = TooMuchOutput(call.limits.output_kb)
        outcomes.append(replace(outcome, stdout=text))
        if reply.at_load or (reply.fatal and not loaded):
            return outcome
        if reply.fatal:
            return None
    return None


def _judged(reply: Reply, seconds: float, limits: Limits) -> Returned | Raised | OutOfMemory | TooMuchOutput:
    outcome = reply.outcome
    assert outcome is not None  # noqa: S101  # _converse looked
    if reply.printed > limits.output_kb << 10 and not isinstance(outcome, OutOfMemory):
        return TooMuchOutput(limits.output_kb)
    return replace(outcome, seconds=seconds) if isinstance(outcome, Returned) else outcome


def _ended(seat: Seat, limits: Limits, end: _Late | EOFError, *, loaded: bool) -> TimedOut | OutOfMemory | Vanished:
    """What to call the end of a child that did not answer. Raises Lost if it was not its own doing."""
    stage: Literal["load", "call"] = "call" if loaded else "load"
    if isinstance(end, _Late):
        seat.kill()
        return TimedOut(limits.cpu_s if end.clock == "cpu" else limits.wall_s, end.clock, stage)
    death = seat.obituary()
    if death is None:
        seat.kill()
        return Vanished(describe(None))
    number = os.WTERMSIG(death.status) if os.WIFSIGNALED(death.status) else 0
    if number in (signal.SIGXCPU, signal.SIGPROF):
        return TimedOut(limits.cpu_s, "cpu", stage)
    if number == signal.SIGKILL:
        if death.maxrss_kb >= _OOM_SHARE * limits.memory_mb * 1024:
            return OutOfMemory(limits.memory_mb)
        if seat.locked:  # it cannot send signals: somebody else did
            raise Lost("the process was killed from outside")
    return Vanished(describe(death))


def _hand_over(seat: Seat, request: bytes) -> None:
    seat.channel.settimeout(_HANDOVER_S)
    try:
        if seat.channel.recv(1) != READY:
            said = os.pread(seat.output, 1 << 16, 0)[-500:].decode(errors="replace")
            raise Lost(f"the process did not lock itself down: {said}")
        seat.channel.sendall(request)
    except OSError as error:  # a timeout is one
        raise Lost(f"the process took no program: {error}") from None
    seat.channel.setblocking(False)


class _Line:
    """The channel of a running child: reads its frames while its clocks run."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.buffer = bytearray()
        self.poll = select.poll()
        self.poll.register(seat.channel, select.POLLIN)
        self.cpu0 = self.wall0 = 0.0

    def start(self) -> None:
        """Starts both clocks anew."""
        self.cpu0, self.wall0 = self._cpu(), time.monotonic()

    def used(self) -> float:
        """Seconds of CPU since `start`; where the kernel does not tell, of wall time."""
        cpu = self._cpu()
        return cpu - self.cpu0 if cpu else time.monotonic() - self.wall0

    def read(self, limits: Limits) -> Reply:
        """The next message. Raises _Late, EOFError or WireError."""
        self._fill(FRAME_HEAD, limits)
        header, body = frame_lengths(self.buffer)
        self._fill(FRAME_HEAD + header + body, limits)
        end = FRAME_HEAD + header
        parts = bytes(self.buffer[FRAME_HEAD:end]), bytes(self.buffer[end : end + body])
        del self.buffer[: end + body]
        return decode_reply(*parts, (limits.memory_mb, limits.output_kb))

    def _fill(self, size: int, limits: Limits) -> None:
        while len(self.buffer) < size:
            self._wait(limits)
            try:
                part = self.seat.channel.recv(1 << 20)
            except BlockingIOError:
                continue
            except ConnectionError:
                part = b""
            if not part:
                raise EOFError
            self.buffer += part

    def _wait(self, limits: Limits) -> None:
        while True:
            cpu_left = limits.cpu_s - (self._cpu() - self.cpu0)
            wall_left = limits.wall_s - (time.monotonic() - self.wall0)
            if cpu_left <= 0:
                raise _Late("cpu")
            if wall_left <= 0:
                raise _Late("wall")
            wait = min(cpu_left, wall_left)
            if not self.seat.locked:
                wait = min(wait, _THREADED_POLL_S)
            if self.poll.poll(wait * 1000 + 1):
                return

    def _cpu(self) -> float:
        """The child's CPU clock: Linux makes the clock's id of the pid (include/linux/posix-timers.h)."""
        try:
            return time.clock_gettime((~self.seat.pid << 3) | 2)
        except OSError:
            return 0.0


class _Output:
    """What a child printed, read from its file call by call. It may lie about where a call ends, to its own cost."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.read = 0

    def upto(self, end: int, limits: Limits) -> tuple[str, int]:
        """The text up to offset `end`, cut, and how many bytes it was."""
        if end <= self.read:
            return "", 0
        size = min(end, os.fstat(self.fd).st_size) - self.read
        raw = os.pread(self.fd, max(min(size, limits.output_kb << 10), 0), self.read)
        self.read += max(size, 0)
        return shown(raw.decode(errors="replace").replace("\r", "\n")), size

    def rest(self, limits: Limits) -> str:
        """All that is left."""
        return self.upto(1 << 62, limits)[0]
