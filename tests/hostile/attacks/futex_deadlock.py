# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Waits for a lock it holds itself."""

import _thread


def f(x, world):
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire()
