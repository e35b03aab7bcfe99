# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""A pickle, for whoever would load it."""

import os, pickle, struct


class Evil:
    def __reduce__(self):
        return (print, ("BREACH",))


def f(x, world):
    body = pickle.dumps(Evil())
    os.write(world["channel"], struct.pack("<II", len(body), 0) + body)
    os._exit(0)
