"""The box's fixed numbers and the limits a child is born with. Light: shared by both sides."""

from typing import NamedTuple

LAYERS = ("namespaces", "identity", "limits", "landlock", "seccomp")
OUTPUT_FILE_KB = 1024  # all that one child may print: 16 calls of the default 64 KiB
CHANNEL = 3  # the child's only way out, besides its output at 1 and 2
READY = b"R"  # a child's first byte, once it is locked down and before it has read anything


class Quota(NamedTuple):
    """Limits that only a new child can change: memory over the zygote's own, and CPU seconds of its whole life."""

    memory_mb: int
    cpu_s: int
