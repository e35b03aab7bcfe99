# expect: WA
# levels: strict import weak none
# ruff: noqa
"""A finder that answers every import."""

import sys, types


class Hook:
    def find_spec(self, name, path=None, target=None):
        raise ImportError(name)


sys.meta_path.insert(0, Hook())
sys.path_hooks.insert(0, lambda path: (_ for _ in ()).throw(ImportError))


def f(x, world):
    return x
