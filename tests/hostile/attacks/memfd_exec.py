# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""A program that is no file."""

import os


def f(x, world):
    fd = os.memfd_create("p")
    os.write(fd, b"#!/bin/sh\nexit 0\n")
    return "BREACH"
