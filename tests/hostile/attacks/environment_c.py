# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""The environment as C sees it, behind os.environ's back."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    libc.getenv.restype = ctypes.c_char_p
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    found = []
    while environ[len(found)]:
        found.append(environ[len(found)].decode())
    return str(found)
