# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""An exception that lies about all that is asked of it."""


class M(type):
    @property
    def __name__(cls):
        raise SystemExit

    def mro(cls):
        return [cls, ValueError, Exception, BaseException, object]


class E(ValueError, metaclass=M):
    __class__ = property(lambda self: 1 / 0)

    def __str__(self):
        return 5


def f(x, world):
    raise E
