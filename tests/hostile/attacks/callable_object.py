# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Not a function, and every attribute of it lies."""


class F:
    def __call__(self, *args, **kwargs):
        return args[0]

    def __getattr__(self, name):
        if name.startswith("__"):
            raise ZeroDivisionError(name)
        return self


f = F()
