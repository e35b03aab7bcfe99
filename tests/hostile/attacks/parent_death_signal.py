# expect: RTE
# ruff: noqa
"""PR_SET_PDEATHSIG 0, to survive the zygote."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.prctl(1, 0, 0, 0, 0))
    return "BREACH"
