"""A fault of the engine, planted: a source that says "# poison" ends the worker that parses it."""

import builtins
import os

_compile = builtins.compile


def compile_(source, *args, **kwargs):
    if isinstance(source, str) and "# poison\n" in source and len(source) < 1000:
        os._exit(7)
    return _compile(source, *args, **kwargs)


builtins.compile = compile_
