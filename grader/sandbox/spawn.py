"""The weak path, for systems without the layers: each program in a fresh process with limits and a deadline, no more.

A submission can read files and open connections here. Uses nothing that only Linux has.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from typing import Any

from grader.sandbox.isolation import Isolation, Level
from grader.sandbox.limits import CHANNEL, READY, Quota
from grader.sandbox.pool import DEATH_S, ROOT, command, environment, library_paths
from grader.sandbox.seat import Death, Lost, Seat

_OURS = frozenset({"grader", "reference", "exercises", "question_bank", "tests"})


class SpawnPool:
    """Processes started ahead, one at a time. The same interface as ZygotePool."""

    def __init__(self, flavor: str, level: Level, quota: Quota) -> None:
        """Starts the first process; returns at once."""
        self.flavor, self.level = flavor, level
        self.paths = library_paths(flavor)
        self.quota = quota
        self.ready: Seat | None = self._spawn(quota)

    def take(self, quota: Quota, _words: frozenset[str]) -> Seat:
        """A process with this quota."""
        seat = self.ready
        if seat is None or seat.quota != quota:
            self.close()
            seat = self._spawn(quota)
        self.ready = None
        self.quota = quota
        return seat

    def refill(self) -> None:
        """Starts the next process in the background."""
        if self.ready is None:
            with contextlib.suppress(Lost):  # the next `take` says it
                self.ready = self._spawn(self.quota)

    def isolation(self) -> Isolation:
        """Known without a test: nothing is claimed."""
        reason = ("seccomp", "this path is for systems without it")
        return Isolation(self.level, ("limits",) if self.level == "weak" else (), (reason,))

    def close(self) -> None:
        """Ends the waiting process."""
        if self.ready is not None:
            self.ready.release()
        self.ready = None

    def _spawn(self, quota: Quota) -> Seat:
        mine, theirs = socket.socketpair()
        output = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `release`
        config = {
            "channel": theirs.fileno(),
            "root": ROOT,
            "paths": self.paths,
            "flavor": self.flavor,
            "limited": self.level == "weak",
            "quota": quota._asdict(),
        }
        try:
            process = subprocess.Popen(  # noqa: S603  # our own interpreter on our own module
                command("spawn", config),
                pass_fds=(theirs.fileno(),),
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd=tempfile.gettempdir(),
            )
        except OSError as error:
            raise Lost(str(error)) from None
        theirs.close()

        def obituary() -> Death | None:
            try:
                code = process.wait(DEATH_S)
            except subprocess.TimeoutExpired:
                return None
            return Death(-code if code < 0 else code << 8, 0)  # a wait status again

        def release() -> None:
            process.kill()
            process.wait()
            mine.close()
            output.close()

        return Seat(
            process.pid, quota, frozenset(), mine, output.fileno(), process.kill, obituary, release, locked=False
        )


class _Refuse:
    """An import hook: the grader's own modules are not for submissions. A hint, not a wall."""

    @staticmethod
    def find_spec(name: str, *_: Any) -> None:
        if name.partition(".")[0] in _OURS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def main(config: dict[str, Any]) -> None:
    """The spawned process: loads the libraries, limits itself, serves one program."""
    from grader.sandbox import preload

    preload.core(config["flavor"])
    from grader.sandbox.child import serve

    if config["channel"] != CHANNEL:
        os.dup2(config["channel"], CHANNEL)
        os.close(config["channel"])
    sys.path[:] = [path for path in sys.path if path != config["root"] or path in config["paths"]]
    sys.argv = ["submission.py"]
    if config["limited"]:
        from grader.sandbox.lockdown import limit

        limit(Quota(**config["quota"]), _vsz())
    sys.meta_path.insert(0, _Refuse())
    os.write(CHANNEL, READY)
    serve(CHANNEL, count_cpu=True)
    os._exit(0)


def _vsz() -> int:
    """This process's address space in bytes; 0 where only Linux would tell (RLIMIT_AS does not work there either)."""
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123  # pathlib would say no more
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
