# expect: RTE
# levels: strict import
# ruff: noqa
"""A thread that works on while the answer is sent."""

import threading


def f(x, world):
    def forge():
        while True:
            pass

    threading.Thread(target=forge, daemon=True).start()
    return "BREACH"
