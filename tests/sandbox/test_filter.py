"""The system call filter of both architectures, read by an interpreter of its own, and tried for real."""

import errno
import platform
import re
import struct
from pathlib import Path

import pytest

from grader.sandbox.box import open_box
from grader.sandbox.seccomp import build
from grader.sandbox.syscalls import ALLOWED, ARGUMENTS, MACHINES, PATHS
from grader.spec.call import Call, Limits, Program

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


def verdict(program: bytes, arch: int, number: int, args: tuple[int, ...] = ()) -> int:
    """What the kernel would answer: classic BPF over struct seccomp_data."""
    args = (*args, *(0,) * (6 - len(args)))
    data = struct.pack("<iIQ6Q", number if number < 2**31 else number - 2**32, arch, 0, *args)
    code = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    at, accumulator = 0, 0
    while True:
        op, true, false, value = code[at]
        at += 1
        if op == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif op == 0x15:
            at += true if accumulator == value else false
        elif op == 0x35:
            at += true if accumulator >= value else false
        else:
            assert op == 0x06
            return value


@pytest.fixture(params=[(machine, paths) for machine in MACHINES for paths in (False, True)], ids=str)
def program(request):
    machine, paths = request.param
    return MACHINES[machine], paths, build(paths=paths, machine=machine)


def test_only_the_listed_calls_pass(program):
    machine, paths, code = program
    allowed = {machine.numbers[name] for name in ALLOWED + (PATHS if paths else ()) if name in machine.numbers}
    allowed |= {machine.numbers[name] for name, (_, values) in ARGUMENTS.items() if 0 in values}
    for number in range(600):
        answer = verdict(code, machine.audit_arch, number)
        if number in allowed:
            assert answer == ALLOW
        elif number == machine.numbers["clone3"]:
            assert answer == ERRNO | errno.ENOSYS
        else:
            assert answer == ERRNO | errno.EPERM, number


def test_arguments_are_compared_in_all_64_bits(program):
    machine, _, code = program
    for name, (position, values) in ARGUMENTS.items():
        for value in (*values, 7, 0x5412, 0x541C, 22, 8):
            args = [0] * 6
            args[position] = value
            expected = ALLOW if value in values else ERRNO | errno.EPERM
            assert verdict(code, machine.audit_arch, machine.numbers[name], tuple(args)) == expected
            args[position] = value | 1 << 32
            assert verdict(code, machine.audit_arch, machine.numbers[name], tuple(args)) == ERRNO | errno.EPERM


def test_foreign_architectures_are_killed(program):
    machine, _, code = program
    for arch in (0x40000003, 0xC000003E, 0xC00000B7, 0x40000028, 0):
        if arch != machine.audit_arch:
            assert verdict(code, arch, machine.numbers["read"]) == KILL
    if machine.x32_bit:
        assert verdict(code, machine.audit_arch, machine.x32_bit + machine.numbers["read"]) == KILL
        assert verdict(code, machine.audit_arch, 2**32 - 1) == KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_are_the_kernels(machine):
    header = HEADERS[machine]
    if not header.exists():
        pytest.skip("no kernel headers here")
    text = header.read_text()
    defined = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    for name, number in MACHINES[machine].numbers.items():
        known = defined.get(name, defined.get({"newfstatat": "fstatat", "mmap": "mmap"}.get(name, name)))
        assert known == number, name


def test_strict_knows_no_call_with_a_path():
    assert not set(PATHS) & set(ALLOWED)
    for name in ("clone", "clone3", "execve", "socket", "kill", "ptrace", "prctl", "memfd_create", "prlimit64"):
        assert name not in ALLOWED + PATHS


SWEEP = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def f(allowed):
    through = []
    for number in range(600):
        if number not in allowed:
            ctypes.set_errno(0)
            result = libc.syscall(number, -1, -1, -1, -1, -1, -1)
            if result != -1 or ctypes.get_errno() not in (1, 38):
                through.append([number, result, ctypes.get_errno()])
    return through
"""


@pytest.mark.parametrize("profile", ["strict", "import"])
def test_every_other_call_fails_for_real(profile):
    machine = MACHINES[platform.machine()]
    names = ALLOWED + (PATHS if profile == "import" else ())
    allowed = [machine.numbers[name] for name in names if name in machine.numbers]
    uprobes = [335, 336]  # the kernel's own trampolines: no filter sees them, and they end whoever calls them
    with open_box(profile=profile) as box:
        (out,) = box.run(Program(SWEEP), [Call("f", (allowed + uprobes,), limits=Limits(cpu_s=10))])
    assert out.value == []
