"""System call numbers of x86_64 and aarch64, and which of them a submission may use.

Numbers: Linux arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h, v6.18. They never change.
"""

from typing import NamedTuple


class Machine(NamedTuple):
    """One architecture. `x32_bit`: numbers from here on are another ABI's on the same machine."""

    audit_arch: int
    x32_bit: int | None
    numbers: dict[str, int]


_X86_64 = """read 0 write 1 open 2 close 3 stat 4 fstat 5 lstat 6 poll 7 lseek 8 mmap 9 mprotect 10 munmap 11 brk 12
rt_sigaction 13 rt_sigprocmask 14 rt_sigreturn 15 ioctl 16 pread64 17 pwrite64 18 readv 19 writev 20 access 21
select 23 sched_yield 24 mremap 25 msync 26 mincore 27 madvise 28 dup 32 dup2 33 pause 34 nanosleep 35 getitimer 36
alarm 37 setitimer 38 getpid 39 clone 56 exit 60 uname 63 fcntl 72 getcwd 79 readlink 89 umask 95 gettimeofday 96
getrlimit 97 getrusage 98 sysinfo 99 times 100 getuid 102 getgid 104 geteuid 107 getegid 108 getppid 110 getpgrp 111
sigaltstack 131 prctl 157 gettid 186 futex 202 sched_getaffinity 204 getdents64 217 set_tid_address 218
restart_syscall 219 clock_gettime 228 clock_getres 229 clock_nanosleep 230 exit_group 231 openat 257 newfstatat 262
readlinkat 267 faccessat 269 pselect6 270 ppoll 271 set_robust_list 273 dup3 292 prlimit64 302 getcpu 309 getrandom 318
membarrier 324 statx 332 rseq 334 clone3 435 faccessat2 439"""

_AARCH64 = """getcwd 17 dup 23 dup3 24 fcntl 25 ioctl 29 faccessat 48 openat 56 close 57 getdents64 61 lseek 62 read 63
write 64 readv 65 writev 66 pread64 67 pwrite64 68 pselect6 72 ppoll 73 readlinkat 78 newfstatat 79 fstat 80 exit 93
exit_group 94 set_tid_address 96 futex 98 set_robust_list 99 nanosleep 101 getitimer 102 setitimer 103
clock_gettime 113 clock_getres 114 clock_nanosleep 115 sched_getaffinity 123 sched_yield 124 restart_syscall 128
sigaltstack 132 rt_sigaction 134 rt_sigprocmask 135 rt_sigreturn 139 times 153 uname 160 getrlimit 163 getrusage 165
umask 166 prctl 167 getcpu 168 gettimeofday 169 getpid 172 getppid 173 getuid 174 geteuid 175 getgid 176 getegid 177
gettid 178 sysinfo 179 brk 214 munmap 215 mremap 216 clone 220 mmap 222 mprotect 226 msync 227 mincore 232 madvise 233
prlimit64 261 getrandom 278 membarrier 283 statx 291 rseq 293 clone3 435 faccessat2 439"""


def _table(text: str) -> dict[str, int]:
    words = text.split()
    return {name: int(number) for name, number in zip(words[::2], words[1::2], strict=True)}


MACHINES = {
    "x86_64": Machine(0xC000003E, 0x40000000, _table(_X86_64)),
    "aarch64": Machine(0xC00000B7, None, _table(_AARCH64)),
}

# Computing, memory, clocks, and reading and writing of what is open already. Most used first.
ALLOWED = tuple(
    """read write futex mmap munmap brk mprotect madvise mremap lseek fstat close poll ppoll select pselect6
rt_sigaction rt_sigprocmask rt_sigreturn pread64 pwrite64 readv writev sched_yield msync mincore dup dup2 dup3 pause
nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday getitimer setitimer alarm getpid getppid gettid getuid
getgid geteuid getegid getpgrp uname umask getrlimit getrusage sysinfo times sigaltstack sched_getaffinity getcpu
set_tid_address set_robust_list restart_syscall getrandom membarrier rseq exit exit_group""".split()  # noqa: SIM905  # a paragraph reads better than a column
)

# Whatever takes a path. The import profile adds them, and Landlock decides what they may open.
PATHS = tuple(
    """openat newfstatat statx open stat lstat access readlink readlinkat getdents64 getcwd faccessat
faccessat2""".split()  # noqa: SIM905
)

# Allowed for some arguments only: name -> (which argument, its permitted values).
ARGUMENTS = {
    "ioctl": (1, (0x5401, 0x5413, 0x5421, 0x541B, 0x5451, 0x5450)),  # TCGETS TIOCGWINSZ FIONBIO FIONREAD FIO(N)CLEX
    "fcntl": (1, (0, 1, 2, 3, 4, 1030)),  # F_DUPFD GETFD SETFD GETFL SETFL DUPFD_CLOEXEC
    "prctl": (0, (15, 16)),  # PR_SET_NAME PR_GET_NAME
    "prlimit64": (2, (0,)),  # reading limits: the new limit is a null pointer
}
