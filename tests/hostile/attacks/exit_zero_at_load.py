# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Ends before anything is asked."""

import os

print('{"passed": true, "score": 100}')
os._exit(0)
