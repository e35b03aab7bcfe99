# expect: RTE|MLE
# levels: strict import weak none
# ruff: noqa
"""An expression deeper than the parser."""

exec("x = " + "(" * 150 + "-" * 50000 + "1" + ")" * 150)
