"""The zygote: a fresh process that holds numpy and no secret, and forks one-shot children that are locked down at once.

Started by pool.py. It never sees a program, an input or an answer: the child's channel, output and pidfd go to the
engine, and what it knows of a child is its pid and how it died.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.sandbox import landlock, lockdown, preload, seccomp
from grader.sandbox.limits import CHANNEL, READY, Quota
from grader.sandbox.lockdown import Plan

_HIGH_FD = 20  # the zygote's own descriptors stay above those the child lays out
_CLONE_NEWUSER, _CLONE_NEWIPC, _CLONE_NEWUTS, _CLONE_NEWNET = 0x10000000, 0x08000000, 0x04000000, 0x40000000
_READ_AND_ENTER = 0o005  # for others
_OURS = ("reference", "exercises", "question_bank", "tests")


def main(config: dict[str, Any]) -> None:
    """Runs until the engine closes its end. config: as pool.py makes it."""
    gc.disable()  # until all is loaded: collections are a tenth of the start
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    control = _raise(socket.socket(fileno=config["control"]))
    layers, missing = set(config["layers"]), {}
    if "namespaces" in layers:
        reason = _own_namespaces(libc)
        if reason:
            layers.discard("namespaces")
            missing["namespaces"] = reason
    preload.core(config["flavor"])
    child = importlib.import_module("grader.sandbox.child")
    probe = importlib.import_module("grader.sandbox.selftest").probe
    for _ in range(10):  # the interpreter specializes code in its eighth round
        child.rehearse()
    plan = _plan(libc, config, layers, missing)
    sys.path[:] = [path for path in sys.path if path != config["root"] or path in config["paths"]]
    sys.argv = ["submission.py"]
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        _say(control, "X", {"reason": f"{threads} threads in the zygote; a fork would copy one of them"})
        return
    null = _raise_fd(os.open("/dev/null", os.O_RDWR))
    died = _death_pipe()
    gc.freeze()
    gc.enable()
    with contextlib.suppress(BrokenPipeError):
        quota = Quota(**config["quota"])
        _fork(libc, control, plan, quota, null, lambda: probe(CHANNEL, quota.memory_mb), b"T")
        _say(control, "R", {"layers": sorted(plan.layers), "missing": missing})
        _loop(libc, control, plan, null, died, lambda: child.serve(CHANNEL))


def _loop(libc: ctypes.CDLL, control: socket.socket, plan: Plan, null: int, died: int, serve: Any) -> None:
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(died, select.POLLIN)
    while True:
        for fd, _ in poll.poll():
            if fd == died:
                os.read(died, 512)
                for pid, status, usage in _reaped():
                    _say(control, "D", {"pid": pid, "status": status, "maxrss_kb": usage.ru_maxrss})
                continue
            order = control.recv(4096)
            if not order:
                return
            request = json.loads(order)
            for word in request["extra"]:
                preload.extra(word)  # noqa: S610  # not Django's
            _fork(libc, control, plan, Quota(**request["quota"]), null, serve, b"C")


def _death_pipe() -> int:
    """The reading end of a pipe that gets a byte at every SIGCHLD."""
    read, write = (_raise_fd(fd) for fd in os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK))
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    return read


def _reaped() -> Iterator[tuple[int, int, Any]]:
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, status, usage


def _fork(
    libc: ctypes.CDLL, control: socket.socket, plan: Plan, quota: Quota, null: int, work: Any, tag: bytes
) -> None:
    """Forks one locked child that does `work`, and hands its channel, output and pidfd to the engine."""
    mine, its = socket.socketpair()
    output = _raise_fd(os.memfd_create("output", os.MFD_CLOEXEC))
    channel = _raise_fd(its.detach())
    vsz = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            lockdown.enter(libc, plan, quota, parent, (null, output, channel), vsz)
            sys.setrecursionlimit(sys.getrecursionlimit() + 20)  # our own frames below the student's
            os.write(CHANNEL, READY)
            work()
            code = 0
        finally:
            os._exit(code)
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [tag + str(pid).encode()], [mine.fileno(), output, pidfd])
    mine.close()
    for fd in (output, channel, pidfd):
        os.close(fd)


def _plan(libc: ctypes.CDLL, config: dict[str, Any], layers: set[str], missing: dict[str, str]) -> Plan:
    """Makes each wanted layer ready; one that cannot be had goes to `missing` with the reason."""
    paths = config["profile"] == "import"
    ruleset = program = None
    if "landlock" in layers:
        try:
            ruleset = _raise_fd(landlock.build(libc, _readable(config["paths"]) if paths else ()))
        except OSError as error:
            layers.discard("landlock")
            missing["landlock"] = str(error)
    if "seccomp" in layers:
        try:
            seccomp.require(libc)
            program = seccomp.build(paths=paths)
        except OSError as error:
            layers.discard("seccomp")
            missing["seccomp"] = str(error)
    uid = None
    if os.geteuid() == 0 and "identity" in layers and not (paths and not _open_to_all(sysconfig.get_path("stdlib"))):
        uid = lockdown.NOBODY
    return Plan(frozenset(layers), uid, ruleset, program)


def _readable(folders: list[str]) -> Iterator[Path]:
    """The standard library and the libraries' own folders; never site-packages whole, where the grader may live."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    yield from (entry for entry in stdlib.iterdir() if entry.name not in {"site-packages", "dist-packages"})
    loaded = {name.partition(".")[0] for name in sys.modules} | {"functorch", "torchgen"}
    for folder in map(Path, folders):
        for entry in folder.iterdir():
            name = entry.name.partition(".")[0]
            if name in loaded and name != "grader" and name not in _OURS and not entry.name.endswith("-info"):
                yield entry


def _open_to_all(path: str) -> bool:
    """Whether a user without rights can reach `path`."""
    chain = [Path(path).resolve(), *Path(path).resolve().parents]
    return all(part.stat().st_mode & _READ_AND_ENTER == _READ_AND_ENTER for part in chain)


def _own_namespaces(libc: ctypes.CDLL) -> str:
    """Leaves the host's network, IPC and host name. Returns why not, or nothing."""
    flags = _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWUTS
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0 and libc.unshare(flags) == 0:
        return ""
    if libc.unshare(flags | _CLONE_NEWUSER) != 0:
        return os.strerror(ctypes.get_errno())
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with contextlib.suppress(OSError):
            Path(f"/proc/self/{name}").write_text(text)
    return ""


def _raise(sock: socket.socket) -> socket.socket:
    return socket.socket(fileno=_raise_fd(sock.detach()))


def _raise_fd(fd: int) -> int:
    """A copy of `fd` above the numbers that children use; closes the old one."""
    import fcntl

    if fd >= _HIGH_FD:
        return fd
    high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _HIGH_FD)
    os.close(fd)
    return high


def _say(control: socket.socket, tag: str, fields: dict[str, Any]) -> None:
    control.send(tag.encode() + json.dumps(fields).encode())
