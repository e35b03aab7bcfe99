"""The system call filter, as classic BPF: an allow-list; all else fails with EPERM, foreign ABIs kill.

Sources: Linux Documentation/userspace-api/seccomp_filter.rst, include/uapi/linux/{seccomp,filter,bpf_common}.h.
"""

import ctypes
import errno
import os
import struct

from grader.sandbox.syscalls import ALLOWED, ARGUMENTS, MACHINES, PATHS

_LOAD, _JUMP_EQ, _JUMP_GE, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, RET|K
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCH, _ARGS = 0, 4, 16  # offsets in struct seccomp_data
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2


def build(*, paths: bool, machine: str | None = None) -> bytes:
    """The filter program. paths: the import profile, where path calls reach Landlock."""
    arch = MACHINES[machine or os.uname().machine]
    program = [_op(_LOAD, _ARCH), _op(_JUMP_EQ, arch.audit_arch, 1, 0), _op(_RETURN, _KILL), _op(_LOAD, _NUMBER)]
    if arch.x32_bit is not None:
        program += [_op(_JUMP_GE, arch.x32_bit, 0, 1), _op(_RETURN, _KILL)]
    for name in ALLOWED + (PATHS if paths else ()):
        if name in arch.numbers:
            program += [_op(_JUMP_EQ, arch.numbers[name], 0, 1), _op(_RETURN, _ALLOW)]
    for name, (position, values) in ARGUMENTS.items():
        program += _by_argument(arch.numbers[name], position, values)
    # glibc tries clone3 first and falls back to clone only on ENOSYS; clone then meets EPERM
    program += [_op(_JUMP_EQ, arch.numbers["clone3"], 0, 1), _op(_RETURN, _ERRNO | errno.ENOSYS)]
    program.append(_op(_RETURN, _ERRNO | errno.EPERM))
    return b"".join(program)


def _by_argument(number: int, position: int, values: tuple[int, ...]) -> list[bytes]:
    """Allow `number` if its argument, all 64 bits of it, is one of `values` (of 32 bits), else EPERM."""
    low = _ARGS + 8 * position
    checks = [_op(_LOAD, low + 4), _op(_JUMP_EQ, 0, 1, 0), _op(_RETURN, _ERRNO | errno.EPERM), _op(_LOAD, low)]
    for value in values:
        checks += [_op(_JUMP_EQ, value, 0, 1), _op(_RETURN, _ALLOW)]
    checks.append(_op(_RETURN, _ERRNO | errno.EPERM))
    return [_op(_JUMP_EQ, number, 0, len(checks)), *checks]


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


class _Program(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def require(libc: ctypes.CDLL) -> None:
    """Raises OSError if this kernel has no filters or this machine no table.

    A kernel that has them fails on the null pointer (EFAULT), one that has not on the mode (EINVAL).
    """
    if os.uname().machine not in MACHINES:
        raise OSError(f"no table of system calls for {os.uname().machine}")
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, None, 0, 0) != 0 and ctypes.get_errno() != errno.EFAULT:
        raise OSError(ctypes.get_errno(), "this kernel takes no seccomp filter")


def load(libc: ctypes.CDLL, program: bytes) -> None:
    """Puts the filter on this thread for good. no_new_privs must be set. Raises OSError."""
    header = _Program(len(program) // 8, program)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(header), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp filter refused")
