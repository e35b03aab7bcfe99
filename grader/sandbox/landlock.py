"""Landlock: this process and what it becomes may read the given paths and nothing else; no TCP, no outside signals.

Sources: Linux Documentation/userspace-api/landlock.rst, include/uapi/linux/landlock.h (ABI 1 to 7).
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same on every architecture
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # number of file rights the ABI knows; 16 from ABI 5 (ioctl_dev)
_ABI_NET, _ABI_SCOPE = 4, 6
_NET_BIND_CONNECT, _SCOPE_ABSTRACT_UNIX_AND_SIGNAL = 3, 3


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("fd", ctypes.c_int32))


def abi(libc: ctypes.CDLL) -> int:
    """The kernel's Landlock version, 0 if it has none. Only asking the call itself is reliable."""
    return max(int(libc.syscall(_CREATE, None, ctypes.c_size_t(0), 1)), 0)


def build(libc: ctypes.CDLL, readable: Iterable[Path]) -> int:
    """File descriptor of a ruleset that allows reading `readable`, each with all beneath it. Raises OSError."""
    version = abi(libc)
    if not version:
        raise OSError("this kernel has no Landlock")
    rules = _Ruleset(
        (1 << _FS_RIGHTS.get(version, 16)) - 1,
        _NET_BIND_CONNECT if version >= _ABI_NET else 0,
        _SCOPE_ABSTRACT_UNIX_AND_SIGNAL if version >= _ABI_SCOPE else 0,
    )
    size = (
        8 if version < _ABI_NET else 16 if version < _ABI_SCOPE else 24
    )  # older kernels refuse the fields they do not know
    ruleset = libc.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    for path in readable:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = _PathBeneath(_READ_FILE | (_READ_DIR if path.is_dir() else 0), parent)
        failed = libc.syscall(_ADD_RULE, ruleset, 1, ctypes.byref(rule), 0)
        os.close(parent)
        if failed:
            raise OSError(ctypes.get_errno(), f"landlock_add_rule {path}")
    return int(ruleset)


def restrict(libc: ctypes.CDLL, ruleset: int) -> None:
    """Puts the ruleset on this thread for good. no_new_privs must be set. Raises OSError."""
    if libc.syscall(_RESTRICT, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "landlock_restrict_self")
