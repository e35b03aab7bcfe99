# expect: TLE|MLE|RTE|WA
# levels: strict import weak none
# ruff: noqa
"""Work for the compiler, not the program."""

exec("def g(): return " + "(2**64)**2**0" * 1 + " + " + " + ".join(["'a' * 4096"] * 2000))


def f(x, world):
    return x
