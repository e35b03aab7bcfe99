# expect: AC
# levels: strict import weak none
# ruff: noqa
"""Python normalizes identifiers: this is an honest f."""


def 𝒇(𝔵, world):
    return 2 * x + 1
