# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""An endless loop before the function is there."""

while True:
    pass
