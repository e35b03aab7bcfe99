"""Runs a command the way Docker's default profile would: 14 capabilities, and the calls it denies denied.

`python -m tests.hostile.container [--user UID] COMMAND...`. From moby profiles/seccomp/default.json (v28): what is not
in its allow-list, and clone with namespace flags, fails with EPERM; clone3 with ENOSYS. Needs root.
"""

import ctypes
import errno
import os
import sys

from grader.sandbox import seccomp
from grader.sandbox.syscalls import MACHINES

# x86_64 numbers of the calls that Docker's default profile does not allow without further capabilities
DENIED = {
    "acct": 163, "add_key": 248, "bpf": 321, "clock_adjtime": 305, "clock_settime": 227, "create_module": 174,
    "delete_module": 176, "fanotify_init": 300, "finit_module": 313, "fsopen": 430, "fsconfig": 431, "fsmount": 432,
    "fspick": 433, "get_kernel_syms": 177, "get_mempolicy": 239, "init_module": 175, "io_uring_setup": 425,
    "io_uring_enter": 426, "io_uring_register": 427, "ioperm": 173, "iopl": 172, "kcmp": 312, "kexec_file_load": 320,
    "kexec_load": 246, "keyctl": 250, "lookup_dcookie": 212, "mbind": 237, "mount": 165, "mount_setattr": 442,
    "move_mount": 429, "move_pages": 279, "name_to_handle_at": 303, "nfsservctl": 180, "open_by_handle_at": 304,
    "open_tree": 428, "perf_event_open": 298, "pivot_root": 155, "quotactl": 179, "query_module": 178, "reboot": 169,
    "request_key": 249, "set_mempolicy": 238, "setns": 308, "settimeofday": 164, "swapoff": 168, "swapon": 167,
    "sysfs": 139, "syslog": 103, "umount2": 166, "unshare": 272, "uselib": 134, "userfaultfd": 323, "ustat": 136,
    "vhangup": 153,
}  # fmt: skip
# chown dac_override fowner fsetid kill setgid setuid setpcap net_bind net_raw sys_chroot mknod audit_write setfcap
KEPT = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)
NAMESPACE_FLAGS = 0x7E020000
_JSET, _LOAD, _JEQ, _RETURN = 0x45, 0x20, 0x15, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000


def profile() -> bytes:
    """The filter: a deny-list of what the profile's allow-list leaves out."""
    op = seccomp._op
    arch = MACHINES["x86_64"]
    code = [op(_LOAD, 4), op(_JEQ, arch.audit_arch, 1, 0), op(_RETURN, _ALLOW), op(_LOAD, 0)]
    for number in DENIED.values():
        code += [op(_JEQ, number, 0, 1), op(_RETURN, _ERRNO | errno.EPERM)]
    code += [op(_JEQ, 435, 0, 1), op(_RETURN, _ERRNO | errno.ENOSYS)]
    code += [op(_JEQ, 56, 0, 3), op(_LOAD, 16), op(_JSET, NAMESPACE_FLAGS, 0, 1), op(_RETURN, _ERRNO | errno.EPERM)]
    return b"".join([*code, op(_RETURN, _ALLOW)])


def enter() -> None:
    """Puts this process in the emulated container."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    for capability in range(41):
        if capability not in KEPT:
            libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
    seccomp.load(libc, profile())  # with CAP_SYS_ADMIN still there, so no_new_privs is not needed, as in Docker
    mask = sum(1 << capability for capability in KEPT)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)(mask, mask, 0, 0, 0, 0)
    if libc.syscall(126, ctypes.byref(header), ctypes.byref(sets)) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def main(arguments: list[str]) -> None:
    """The command."""
    user = None
    if arguments[:1] == ["--user"]:
        user, arguments = int(arguments[1]), arguments[2:]
    else:
        enter()
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    os.execvp(arguments[0], arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
