# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Code for the next fork of the zygote: registered in a copy that forks nothing."""

import os

os.register_at_fork(before=lambda: os._exit(0), after_in_child=lambda: os._exit(0))


def f(x, world):
    return x
