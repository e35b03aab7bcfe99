# expect: RTE
# machine: x86_64
# ruff: noqa
"""A system call of the 32-bit ABI: fork has another number there."""

import ctypes, mmap


def f(x, world):
    code = mmap.mmap(-1, 4096, prot=7)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20 (getpid); int 0x80; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    return f"BREACH {ctypes.CFUNCTYPE(ctypes.c_int)(address)()}"
