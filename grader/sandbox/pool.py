"""The engine's side of a zygote: starts it, keeps locked children ready, learns of deaths. Light: no numpy."""

import contextlib
import importlib.util
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections import deque
from typing import Any

from grader.sandbox.isolation import Isolation, Profile, judged
from grader.sandbox.limits import READY, Quota
from grader.sandbox.seat import Death, Lost, Seat, pidfd_kill

START_S = 120.0  # torch on a machine under load took 20 s; beyond this something is broken
DEATH_S = 2.0  # the zygote reports a death within milliseconds; under load within a tenth of a second
ROOT = os.path.abspath(__file__ + "/../../..")  # noqa: PTH100  # pathlib would cost 15 ms here
_BOOT = (
    "import sys, json; c = json.loads(sys.argv[1]); "
    "sys.path += [c['root'], *c['paths']]; from grader.sandbox.{module} import main; main(c)"
)
_SEAT_FDS = 3  # channel, output, pidfd
_KEPT = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PATH", "TMPDIR", "SYSTEMROOT")  # the first two: kernels safe here
_ROOTS = {"numpy": ("numpy",), "scipy": ("numpy", "scipy"), "torch": ("numpy", "scipy", "torch")}


def command(module: str, config: dict[str, Any]) -> list[str]:
    """Python without site, user folder and unsafe path. Not -I: it would ignore PYTHONHASHSEED as well."""
    boot = _BOOT.format(module=module)
    return [sys.executable, "-s", "-S", "-P", "-X", "utf8", "-c", boot, json.dumps(config)]


def environment() -> dict[str, str]:
    """All that a box's process gets of the environment. One thread each: a fork copies one, and BLAS would hang."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return kept | threads | {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


def library_paths(flavor: str) -> list[str]:
    """The folders that hold the flavor's libraries, found without importing them."""
    folders = []
    for name in _ROOTS[flavor]:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise Lost(f"{name} is not installed")
        folders.append(os.path.dirname(os.path.dirname(spec.origin)))  # noqa: PTH120  # as above
    return sorted(set(folders))


class ZygotePool:
    """One zygote and its ready children. Not for several threads at once: Box holds a lock."""

    def __init__(self, flavor: str, profile: Profile, layers: frozenset[str], quota: Quota, size: int) -> None:
        """Starts the zygote and orders `size` children of `quota`; returns at once."""
        self.profile, self.size = profile, size
        self.ready: deque[Seat] = deque()
        self.ordered: deque[tuple[Quota, frozenset[str]]] = deque()
        self.words: frozenset[str] = frozenset()
        self.deaths: dict[int, Death] = {}
        self.alive: set[int] = set()
        self.report: dict[str, Any] | None = None
        self.breached: list[str] | None = None
        self.probe: Seat | None = None
        self.errors = os.memfd_create("zygote-errors")
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        config = {
            "control": theirs.fileno(),
            "root": ROOT,
            "paths": library_paths(flavor),
            "flavor": flavor,
            "profile": profile,
            "layers": sorted(layers),
            "quota": quota._asdict(),
        }
        self.quota = quota
        self.locked = "seccomp" in layers
        self.process = subprocess.Popen(  # noqa: S603  # our own interpreter on our own module
            command("zygote", config),
            pass_fds=(theirs.fileno(),),
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
            start_new_session=True,
            cwd="/",
        )
        theirs.close()
        self._fill(size)

    def take(self, quota: Quota, words: frozenset[str]) -> Seat:
        """A child with this quota that has what `words` ask for. Raises Lost."""
        self.words |= words
        self.quota = quota
        self._drop_unfit()
        if not self.ready:
            self._fill(max(self.size, 1))
        deadline = time.monotonic() + START_S
        while not self.ready:
            self._pump(deadline)
            self._drop_unfit()
        return self.ready.popleft()

    def refill(self) -> None:
        """Orders new children in place of those taken: after the run, whose start a fork beside it slows by half."""
        with contextlib.suppress(Lost):  # the next `take` says it
            self._pump(None)
            self._drop_unfit()
            self._fill(self.size)

    def _fill(self, size: int) -> None:
        coming = [order for order in self.ordered if self._fits(*order)]
        for _ in range(size - len(self.ready) - len(coming)):
            self._order()

    def isolation(self) -> Isolation:
        """What the self-test found. Waits for it. Raises Lost."""
        deadline = time.monotonic() + START_S
        while self.report is None or self.breached is None:
            self._pump(deadline)
        return judged(self.profile, self.report["layers"], self.report["missing"], self.breached)

    def obituary(self, pid: int) -> Death | None:
        """How child `pid` died, or None if it lives on."""
        deadline = time.monotonic() + DEATH_S
        with contextlib.suppress(TimeoutError):
            while pid not in self.deaths:
                self._pump(deadline, timeout=TimeoutError)
        return self.deaths.pop(pid, None)

    def close(self) -> None:
        """Ends the zygote; its children die with it (PDEATHSIG)."""
        for seat in [*self.ready, *([self.probe] if self.probe else [])]:
            seat.release()
        self.ready.clear()
        self.control.close()
        self.process.kill()
        self.process.wait()
        os.close(self.errors)

    def _fits(self, quota: Quota, words: frozenset[str]) -> bool:
        return quota == self.quota and self.words <= words

    def _drop_unfit(self) -> None:
        unfit = [seat for seat in self.ready if not self._fits(seat.quota, seat.words)]
        for seat in unfit:
            self.ready.remove(seat)
            seat.release()

    def _order(self) -> None:
        self.ordered.append((self.quota, self.words))
        self._send({"quota": self.quota._asdict(), "extra": sorted(self.words)})

    def _send(self, order: dict[str, Any]) -> None:
        try:
            self.control.send(json.dumps(order).encode())
        except (BrokenPipeError, ConnectionResetError):
            while True:
                self._receive()  # what it said before it ended, then Lost

    def _pump(self, deadline: float | None, timeout: type[Exception] = Lost) -> None:
        """Takes in messages: all that are there, after waiting for one until `deadline`."""
        wait = 0.0 if deadline is None else max(deadline - time.monotonic(), 0.0)
        watched = select.poll()  # not select(), which fails on descriptors over 1023
        watched.register(self.control, select.POLLIN)
        if self.probe:
            watched.register(self.probe.channel, select.POLLIN)
        while True:
            readable = [fd for fd, _ in watched.poll(wait * 1000)]
            if not readable:
                if deadline is not None and wait:
                    raise timeout("the zygote did not answer in time")
                return
            if self.probe and self.probe.channel.fileno() in readable:
                self._finish_probe()
                return
            self._receive()
            deadline, wait = None, 0.0

    def _receive(self) -> None:
        try:
            try:
                data, fds, _, _ = socket.recv_fds(self.control, 4096, _SEAT_FDS, socket.MSG_CMSG_CLOEXEC)
            except ConnectionResetError:  # it ended with our orders unread: said once, and its last words come after it
                data, fds, _, _ = socket.recv_fds(self.control, 4096, _SEAT_FDS, socket.MSG_CMSG_CLOEXEC)
        except OSError as error:
            raise Lost(self._last_words(str(error))) from None
        if not data:
            raise Lost(self._last_words("the zygote ended"))
        tag, rest = data[:1], data[1:]
        if tag in (b"C", b"T"):
            if len(fds) != _SEAT_FDS:
                for fd in fds:
                    os.close(fd)
                raise Lost("this process has no file descriptors left")
            seat = self._seat(int(rest), fds, probe=tag == b"T")
            if tag == b"T":
                self.probe = seat
            else:
                self.ready.append(seat)
        elif tag == b"D":
            fields = json.loads(rest)
            if fields["pid"] in self.alive:  # else nobody asks any more
                self.deaths[fields["pid"]] = Death(fields["status"], fields["maxrss_kb"])
        elif tag == b"R":
            self.report = json.loads(rest)
            self.locked = "seccomp" in self.report["layers"]
        else:
            raise Lost(json.loads(rest)["reason"])

    def _seat(self, pid: int, fds: list[int], *, probe: bool) -> Seat:
        channel, output, pidfd = fds
        quota, words = (self.quota, frozenset()) if probe else self.ordered.popleft()
        sock = socket.socket(fileno=channel)
        self.alive.add(pid)

        def release() -> None:
            pidfd_kill(pidfd)
            sock.close()
            os.close(output)
            os.close(pidfd)
            self.alive.discard(pid)
            self.deaths.pop(pid, None)

        return Seat(
            pid,
            quota,
            words,
            sock,
            output,
            lambda: pidfd_kill(pidfd),
            lambda: self.obituary(pid),
            release,
            self.locked,
        )

    def _finish_probe(self) -> None:
        assert self.probe is not None  # noqa: S101  # only called with one
        data = bytearray()
        while part := self.probe.channel.recv(4096):
            data += part
        self.probe.release()
        self.probe = None
        try:
            self.breached = list(json.loads(data.removeprefix(READY)))
        except ValueError:
            self.breached = ["the self-test itself failed"]

    def _last_words(self, reason: str) -> str:
        self.process.poll()
        said = os.pread(self.errors, 1 << 20, 0)[-500:].decode(errors="replace").strip()
        return f"{reason} (exit {self.process.returncode}): {said}"
