# expect: RTE
# machine: x86_64
# falls: strict -seccomp -identity
# ruff: noqa
"""Machine code that forks, past libc."""

import ctypes, mmap


def f(x, world):
    code = mmap.mmap(-1, 4096, prot=7)
    code.write(b"\xb8\x39\x00\x00\x00\x0f\x05\xc3")  # mov eax, 57 (fork); syscall; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    if result < 0:
        raise OSError(-result, "refused")
    return "BREACH"
