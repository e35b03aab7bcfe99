"""One program and its calls through the box: sends, keeps the clocks, and makes an Outcome of whatever happens."""

import os
import re
import signal
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from grader.sandbox.limits import READY, Quota
from grader.sandbox.line import Late, Line, Output, Taken
from grader.sandbox.messages import Reply, encode_request, shown
from grader.sandbox.preload import EXTRA
from grader.sandbox.seat import Lost, Seat, describe
from grader.sandbox.wire import BODY_CAP, WireError
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
_OOM_SHARE = 0.8  # SIGKILL with this share of the limit resident was the kernel's OOM killer
_TRIES = 2
_TIME_OUTS = (
    2  # of one function: its later calls share the last one, else an endless loop costs its limit 20 times over
)
_RUN_CAP = (
    2 * BODY_CAP
)  # of all answers together, which the engine holds at once; 70 times the largest run (dropout, 0.95 MB)
_MALFORMED = Vanished("malformed answer")


def run(box: "Box", program: Program, calls: Sequence[Call]) -> list[Outcome]:
    """See Box.run."""
    outcomes: list[Outcome] = []
    words = _words(program, calls)
    tries = 0
    taken = Taken()
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
            shared = _converse(seat, program, group, outcomes, taken)
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


def _converse(
    seat: Seat, program: Program, calls: Sequence[Call], outcomes: list[Outcome], taken: Taken
) -> Outcome | None:
    """Appends outcomes as they come. Returns the one that every later call shares, if there is no going on.

    Raises Lost for a failure that is ours, having kept what was answered before it.
    """
    first = len(outcomes)
    _hand_over(seat, encode_request(program, tuple(calls), first))
    line = Line(seat, taken)
    output = Output(seat.output)
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
        except (Late, EOFError) as end:
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
        if taken.size > _RUN_CAP:
            outcome = TooMuchOutput(_RUN_CAP >> 10)
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


def _ended(seat: Seat, limits: Limits, end: Late | EOFError, *, loaded: bool) -> TimedOut | OutOfMemory | Vanished:
    """What to call the end of a child that did not answer. Raises Lost if it was not its own doing."""
    stage: Literal["load", "call"] = "call" if loaded else "load"
    if isinstance(end, Late):
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
