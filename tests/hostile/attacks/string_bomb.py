# expect: MLE|TLE
# levels: strict import weak
# ruff: noqa
"""Twice as long, forty times."""


def f(x, world):
    text = "ha"
    for _ in range(40):
        text += text
    return len(text)
