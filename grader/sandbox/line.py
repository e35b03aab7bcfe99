"""A running child's channel and output, read by the engine while the child's clocks run. All that comes is hostile."""

import os
import select
import time
from dataclasses import dataclass
from typing import Literal

from grader.sandbox.messages import Reply, decode_reply, shown
from grader.sandbox.seat import Seat
from grader.sandbox.wire import FRAME_HEAD, frame_lengths
from grader.spec.call import Limits

_THREADED_POLL_S = 0.05  # where threads are not denied, CPU time runs faster than the wall clock


class Late(Exception):  # noqa: N818  # says what happened
    """A limit passed: which clock."""

    def __init__(self, clock: Literal["cpu", "wall"]) -> None:
        """`clock`: the one that ran out."""
        super().__init__(clock)
        self.clock = clock


@dataclass
class Taken:
    """Bytes of answers that the engine has taken in during one run."""

    size: int = 0


class Line:
    """The channel of a running child: reads its frames while its clocks run."""

    def __init__(self, seat: Seat, taken: Taken) -> None:
        """Clocks stand still until `start`."""
        self.seat, self.taken = seat, taken
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
        """The next message. Raises Late, EOFError or WireError."""
        self._fill(FRAME_HEAD, limits)
        header, body = frame_lengths(self.buffer)
        self._fill(FRAME_HEAD + header + body, limits)
        end = FRAME_HEAD + header
        parts = bytes(self.buffer[FRAME_HEAD:end]), bytes(self.buffer[end : end + body])
        del self.buffer[: end + body]
        self.taken.size += end + body
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
                raise Late("cpu")
            if wall_left <= 0:
                raise Late("wall")
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


class Output:
    """What a child printed, read from its file call by call. It may lie about where a call ends, to its own cost."""

    def __init__(self, fd: int) -> None:
        """fd: the output file, which the child shares."""
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
