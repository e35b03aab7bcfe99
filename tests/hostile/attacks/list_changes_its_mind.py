# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""A list whose length, items and iterator disagree."""


class L(list):
    def __len__(self):
        return 3

    def __iter__(self):
        return iter(range(10))

    def __getitem__(self, index):
        return 7


def f(x, world):
    return L([1, 2])
