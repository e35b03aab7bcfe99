# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Read another process's memory."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    buffer = ctypes.create_string_buffer(8)
    pair = ctypes.c_void_p * 2
    mine, its = pair(ctypes.addressof(buffer), 8), pair(world["victim_address"], 8)
    check(libc.process_vm_readv(world["victim"], mine, 1, its, 1, 0))
    return "BREACH"
