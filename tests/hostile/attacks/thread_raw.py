# expect: RTE
# falls: strict -seccomp -identity
# ruff: noqa
"""_thread below threading."""

import _thread


def f(x, world):
    _thread.start_new_thread(lambda: None, ())
    return "BREACH"
