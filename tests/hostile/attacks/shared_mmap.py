# expect: RTE
# levels: strict import weak
# falls: strict -limits
# ruff: noqa
"""Shared memory, which RLIMIT_DATA would not count."""
import mmap
def f(x, world):
    area = mmap.mmap(-1, 700 << 20)
    area[:: 1 << 12] = bytes(len(area[:: 1 << 12]))
    return "BREACH"
