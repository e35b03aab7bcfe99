"""A child ready to take one program, as the engine holds it. Light: imported before numpy."""

import contextlib
import os
import signal
import socket
from collections.abc import Callable
from typing import NamedTuple

from grader.sandbox.limits import Quota


class Lost(Exception):  # noqa: N818  # says what happened
    """The box's own machinery failed: to be tried once more, and never the student's fault."""


class Death(NamedTuple):
    """How a child ended: a wait status, and the most memory it had."""

    status: int
    maxrss_kb: int


class Seat(NamedTuple):
    """The child's channel and output file, and how to end it and to learn of its end.

    locked: by seccomp, so that it cannot have sent itself the SIGKILL it died of.
    """

    pid: int
    quota: Quota
    words: frozenset[str]
    channel: socket.socket
    output: int
    kill: Callable[[], None]
    obituary: Callable[[], Death | None]
    release: Callable[[], None]
    locked: bool


def pidfd_kill(pidfd: int) -> None:
    """SIGKILL to the process itself, even if its pid has been given to another one since."""
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)


def describe(death: Death | None) -> str:
    """A death in the words of Vanished."""
    if death is None:
        return "closed its channel"
    if os.WIFSIGNALED(death.status):
        return f"signal {os.WTERMSIG(death.status)}"
    return f"exit {os.waitstatus_to_exitcode(death.status)}"
