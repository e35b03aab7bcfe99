# expect: WA
# levels: strict import weak none
# ruff: noqa
"""An answer that runs code when unpickled. Nobody does."""


class Evil:
    def __reduce__(self):
        import os

        return (os._exit, (0,))


def f(x, world):
    return Evil()
