"""What a forked child does to itself before it reads a byte of a submission. Every step is one layer of the box.

Order matters: limits while still allowed; the user id before PDEATHSIG, which setresuid clears; no_new_privs before
Landlock and seccomp; seccomp last, since it forbids all the others.
"""

import contextlib
import ctypes
import os
import resource
import signal
from typing import NamedTuple

from grader.sandbox import landlock, seccomp
from grader.sandbox.limits import CHANNEL, OUTPUT_FILE_KB, Quota

NOBODY = 65534  # by convention the user that owns nothing
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522
_FREE_FD = 5  # the first number the child does not use; 4 is the ruleset's until it is applied


class Plan(NamedTuple):
    """What was made ready once, in the zygote: which layers, and their material."""

    layers: frozenset[str]
    uid: int | None  # whom to become; None keeps the user
    ruleset: int | None  # Landlock file descriptor
    program: bytes | None  # seccomp filter


def enter(libc: ctypes.CDLL, plan: Plan, quota: Quota, parent: int, fds: tuple[int, int, int], vsz: int) -> None:
    """Locks this process down. fds: null, output and channel, all above 20. vsz: the zygote's, in bytes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    null, output, channel = fds
    for source, target in ((null, 0), (output, 1), (output, 2), (channel, CHANNEL)):
        os.dup2(source, target)
    if plan.ruleset is not None:
        os.dup2(plan.ruleset, 4)
    os.closerange(4 if plan.ruleset is None else _FREE_FD, 1 << 16)
    if "limits" in plan.layers:
        limit(quota, vsz)
    if "identity" in plan.layers:
        _become_nobody(libc, plan.uid)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)  # the zygote died before PDEATHSIG was set
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if plan.ruleset is not None:
        landlock.restrict(libc, 4)
        os.close(4)
    if plan.program is not None:
        seccomp.load(libc, plan.program)


def limit(quota: Quota, vsz: int) -> None:
    """Resource limits, soft and hard alike. Memory counts from `vsz` on, since numpy maps 128 MB untouched."""
    for name, value in (
        ("RLIMIT_AS", vsz + (quota.memory_mb << 20)),
        ("RLIMIT_FSIZE", OUTPUT_FILE_KB << 10),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_MSGQUEUE", 0),
        ("RLIMIT_NOFILE", 64),
    ):
        _set(name, value, value)
    _set("RLIMIT_CPU", quota.cpu_s, quota.cpu_s + 1)  # SIGXCPU tells more than the SIGKILL a second later


def _set(name: str, soft: int, hard: int) -> None:
    number = getattr(resource, name, None)
    if number is None:
        return
    ceiling = resource.getrlimit(number)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses every value
        resource.setrlimit(number, (soft, hard))


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def _become_nobody(libc: ctypes.CDLL, uid: int | None) -> None:
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header, none = _CapHeader(_CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    if libc.syscall(_CAPSET[os.uname().machine], ctypes.byref(header), ctypes.byref(none)) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    _set("RLIMIT_NPROC", 0, 0)  # counts for any user but root; the filter forbids clone to all
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # what runs as the same user cannot look in
