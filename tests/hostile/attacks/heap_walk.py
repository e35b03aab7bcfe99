# expect: WA|MLE
# levels: strict import weak none
# ruff: noqa
"""Every object the collector knows, for the grader's secret and the expected values."""

import gc


def f(x, world):
    hits = []
    for thing in gc.get_objects():
        if isinstance(thing, dict):
            for key, value in list(thing.items()):
                if type(value) is str and "token" in value:
                    hits.append(value[:100])
    return hits[:100]
