# expect: WA|TLE|MLE
# levels: strict import weak none
# ruff: noqa
"""A list without end, from __iter__."""

import itertools


class L(list):
    def __iter__(self):
        return itertools.count()


def f(x, world):
    return L([1])
