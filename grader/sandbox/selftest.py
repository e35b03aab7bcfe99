"""Canary attacks, tried from a child locked down like any other; whatever succeeds lowers the isolation level.

Runs once, when a zygote starts, beside the first children. Versions are not asked: only what is stopped counts.
"""

import contextlib
import ctypes
import json
import mmap
import os
import resource
import socket
from collections.abc import Callable
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWUSER = 0x10000000


def probe(channel: int, memory_mb: int) -> None:
    """Tries every canary and writes the names of those that got through, as one JSON list."""
    through = []
    for name, attack in CANARIES.items():
        try:
            attack()
        except (OSError, ValueError, MemoryError, RuntimeError):
            continue
        through.append(name)
    if _more_memory(memory_mb):
        through.append("take more memory than the limit")
    os.write(channel, json.dumps(through).encode())


def _read() -> None:
    with open("/etc/passwd", "rb") as file:  # noqa: PTH123  # the system call itself is tried
        file.read(1)


def _stat() -> None:
    os.stat("/etc/passwd")  # noqa: PTH116


def _list() -> None:
    os.listdir("/")  # noqa: PTH208


def _write() -> None:
    os.close(os.open("/dev/null", os.O_WRONLY))  # a probe may be killed at any moment: nothing to leave behind


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _exec() -> None:
    with contextlib.suppress(FileNotFoundError):  # the call was reached
        os.execv("/nonexistent/pariksha", ["canary"])  # noqa: S606


def _connect(family: int, address: Any) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as link, contextlib.suppress(ConnectionRefusedError):
        link.settimeout(0.2)
        link.connect(address)


def _thread() -> None:
    import _thread

    _thread.start_new_thread(lambda: None, ())


def _call(name: str, *args: Any) -> None:
    if getattr(_libc, name)(*args) < 0:
        raise OSError(ctypes.get_errno(), name)


def _peek() -> None:
    """Read the zygote's memory."""
    buffer = ctypes.create_string_buffer(8)
    pair = ctypes.c_void_p * 2
    mine, its = pair(ctypes.addressof(buffer), 8), pair(id(None), 8)
    _call("process_vm_readv", os.getppid(), mine, 1, its, 1, 0)


def _raise_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _more_memory(memory_mb: int) -> bool:
    try:
        mmap.mmap(-1, (memory_mb + 1) << 20).close()
    except (OSError, ValueError, MemoryError):
        return False
    return True


CANARIES: dict[str, Callable[[], None]] = {
    "read a file": _read,
    "stat a file": _stat,
    "write a file": _write,
    "list a folder": _list,
    "start a process": _fork,
    "replace the program": _exec,
    "open a TCP connection": lambda: _connect(socket.AF_INET, ("127.0.0.1", 9)),
    "open a local connection": lambda: _connect(socket.AF_UNIX, "\0pariksha-canary"),
    "signal another process": lambda: os.kill(os.getppid(), 0),
    "signal itself": lambda: os.kill(os.getpid(), 0),
    "read another process": _peek,
    "trace": lambda: _call("ptrace", 0, 0, 0, 0),
    "change a limit": _raise_limit,
    "make a namespace": lambda: _call("unshare", _CLONE_NEWUSER),
    "make a file in memory": lambda: os.close(os.memfd_create("canary")),
    "start a thread": _thread,  # last: a process with threads may not make a user namespace
}
