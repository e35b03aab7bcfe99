# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Answers with a coroutine."""


async def f(x, world):
    return 2 * x + 1
