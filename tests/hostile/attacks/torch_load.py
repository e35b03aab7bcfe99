# expect: RTE
# flavor: torch
# ruff: noqa
"""A checkpoint that is a program."""

import io, pickle, torch


class Evil:
    def __reduce__(self):
        import os

        return (os.system, ("exit 3",))


def f(x, world):
    if torch.load(io.BytesIO(pickle.dumps(Evil())), weights_only=False) == 3 << 8:
        return "BREACH"
    raise OSError("refused")
