"""The one-shot child: reads one program and its calls, answers each, ends.

Runs locked down, next to the submission, which can change anything here: nothing that this file reports is trusted.
What is taken from the student's reach cheaply is taken (functions captured before the program runs), for the sake of
honest code that patches by accident, not as a wall. The wall is lockdown.py and the engine.
"""

import __future__

import ast
import builtins
import errno
import io
import os
import random
import signal
import sys
import types
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np

from grader.sandbox.messages import MAX_FRAMES, MESSAGE_CHARS, NAME_CHARS, Job, decode_job
from grader.sandbox.wire import (
    BODY_CAP,
    FRAME_HEAD,
    HEADER_CAP,
    encode,
    frame,
    parse_header,
    trusted_lengths,
)
from grader.spec.plain import plain
from grader.spec.value import thaw
from grader.spec.watch import watched

FILENAME = "submission.py"
_REHEARSAL = "import numpy as np\ndef f(x):\n    y = np.exp(x - x.max(axis=1))\n    return y / y.sum(axis=1) @ x\n"
FLOOD = 16  # a call that prints 16 times its limit is ended at once, so that the flood does not eat its CPU time
_BUILTIN_ERRORS = {
    kind: name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException) and kind.__name__ == name
}
_TORCH_OUT_OF_MEMORY = "can't allocate memory"  # c10/core/impl/alloc_cpu.cpp: torch has no MemoryError
_seed_numpy, _seed_random = np.random.seed, random.seed


class Flood(BaseException):  # no Exception: it must pass the student's `except Exception`
    """Printed far too much, raised in the student's print; or an answer beyond the cap. Caught by `serve`."""


class Output(io.RawIOBase):
    """File descriptor 1, cut: writes beyond the limit are counted and dropped, and do not raise before FLOOD."""

    limit = printed = 0

    def begin(self, limit_kb: int) -> None:
        """A call starts, with its own limit."""
        self.limit, self.printed = limit_kb << 10, 0

    def writable(self) -> bool:
        """As io asks."""
        return True

    def fileno(self) -> int:
        """As io asks."""
        return 1

    def write(self, data: Any) -> int:
        """Writes what still fits, and says that it wrote all."""
        size = len(data)
        room = self.limit - self.printed
        self.printed += size
        if room > 0:
            with suppress(OSError):  # the file's own cap over all calls: the rest is dropped
                os.write(1, bytes(data[:room]))
        if self.printed > self.limit * FLOOD:
            raise Flood
        return size


def serve(channel: int, *, count_cpu: bool = False) -> None:
    """Answers the one request that comes over `channel`. count_cpu: end by SIGPROF at each call's CPU limit."""
    source, keep, first, count = parse_header(_read_frame(channel)[0])
    requests = [_read_frame(channel) for _ in range(count)]
    output = Output()
    sys.stdout = io.TextIOWrapper(output, "utf-8", errors="backslashreplace", write_through=True)
    sys.stderr = io.TextIOWrapper(output, "utf-8", errors="backslashreplace", write_through=True)
    space: dict[str, Any] | None = None
    for index, request in enumerate(requests, first):
        job = decode_job(*request)
        output.begin(job.output_kb)
        alarm = partial(signal.setitimer, signal.ITIMER_PROF, job.cpu_s) if count_cpu else int
        stage = "load" if space is None else "call"
        reserve: bytes | None = bytes(1 << 20)  # given back when memory runs out, to say so
        ends = False
        try:
            alarm()
            if space is None:
                space = _load(source, keep)
                _write(channel, frame(["loaded", _end()]))
                stage = "call"
                alarm()
            _seed()
            tree, body, mutated = _answer(job, space)
            message = frame(["returned", index, _end(), output.printed, tree, mutated], body)
            if len(body) > BODY_CAP or len(message) - len(body) - FRAME_HEAD > HEADER_CAP:
                raise Flood  # noqa: TRY301  # the same end as a flood of print
        except Flood:
            message, ends = frame(["output", index, _end(), output.printed, stage]), True
        except MemoryError:
            reserve = None
            message, ends = frame(["memory", index, _end(), output.printed, stage]), True
        except BaseException as error:  # noqa: BLE001  # SystemExit and KeyboardInterrupt are the student's too
            if _out_of_memory(error):
                message, ends = frame(["memory", index, _end(), output.printed, stage]), True
            else:
                stage = "load" if isinstance(error, Missing) else stage
                message, ends = frame(_raised(error, index, output.printed, stage)), stage == "load"
        finally:
            del reserve
        _write(channel, message)
        if ends:
            return


def rehearse() -> None:
    """Answers a program of our own, in the zygote, and drops the answer: first uses import, intern and specialize.

    Measured: a tenth less CPU time a child. Doing it in each child saves 2 ms of waiting and costs 20 % of throughput.
    """
    args, body = encode((np.ones((2, 2)),))
    job = decode_job(frame(["f", args, None, None, 1.0, 1])[FRAME_HEAD:], body)
    space = _load(_REHEARSAL, [0, 1])
    _seed()
    frame(["returned", 0, _end(), 0, *_answer(job, space)[::2]])
    del sys.modules["submission"]


class Missing(NameError):  # noqa: N818  # never seen outside: reported as the NameError it is
    """The program does not define the entry."""


def _read_frame(channel: int) -> tuple[bytes, bytes]:
    header, body = trusted_lengths(_read(channel, FRAME_HEAD))
    return _read(channel, header), _read(channel, body)


def _read(channel: int, size: int) -> bytes:
    parts = []
    while size:
        part = os.read(channel, min(size, 1 << 20))
        if not part:
            os._exit(0)  # the engine went away
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(channel: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(channel, view[: 1 << 20]) :]


def _end() -> int:
    """How much stdout holds so far."""
    try:
        return os.lseek(1, 0, os.SEEK_CUR)
    except OSError:
        return 0


def _seed() -> None:
    _seed_random(0)
    _seed_numpy(0)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.manual_seed(0)


def _load(source: str, keep: list[int] | None) -> dict[str, Any]:
    """Runs the kept top-level statements as module `submission` and gives its namespace."""
    _seed()
    tree = ast.parse(source, FILENAME)
    if keep is not None:
        tree.body = [tree.body[index] for index in keep if index < len(tree.body)]
    code = compile(tree, FILENAME, "exec", dont_inherit=True)
    module = types.ModuleType("submission")
    module.__file__ = FILENAME
    sys.modules["submission"] = module  # dataclasses and typing look a class's module up
    space = module.__dict__  # taken now: the program may change its module's class
    exec(code, space)  # noqa: S102  # what the box is for
    return space


def _answer(job: Job, space: dict[str, Any]) -> tuple[Any, bytes, list[int]]:
    if job.entry not in space:
        raise Missing(f"name '{job.entry}' is not defined")
    function, mutated = watched(space[job.entry], job.names)
    args = thaw(job.args)
    result = function(*args) if job.driver is None else _driver(job.driver)(function, *args)
    if isinstance(result, np.ndarray) and result.nbytes > BODY_CAP:
        raise Flood  # before it is copied: a broadcast view may be larger than any memory
    return *encode(plain(result)), sorted(mutated)


def _driver(source: str) -> Callable[..., Any]:
    """The driver's function: the last one its source defines."""
    flags = __future__.annotations.compiler_flag
    space: dict[str, Any] = {"__name__": "driver"}
    exec(compile(source, "driver", "exec", flags, dont_inherit=True), space)  # noqa: S102  # ours, from the exercise
    return [value for value in space.values() if isinstance(value, types.FunctionType)][-1]


def _raised(error: BaseException, index: int, printed: int, stage: str) -> list[Any]:
    kind = type(error) if type(error) is not Missing else NameError
    bases = [_BUILTIN_ERRORS[base] for base in type.mro(kind) if base in _BUILTIN_ERRORS][:MAX_FRAMES]
    name = _text(partial(getattr, kind, "__name__"), "Exception")[:NAME_CHARS]
    message = _text(partial(str, error), "")[:MESSAGE_CHARS]
    return ["raised", index, _end(), printed, stage, name, message, bases, _frames(error)]


def _out_of_memory(error: BaseException) -> bool:
    """Torch and mmap have other exceptions than MemoryError for it."""
    if type(error) is OSError:
        return error.errno == errno.ENOMEM
    return type(error) is RuntimeError and _TORCH_OUT_OF_MEMORY in _text(partial(str, error), "")


def _text(read: Callable[[], Any], otherwise: str) -> str:
    """What the student's own `__str__` gives, if it gives a str."""
    try:
        text = read()
        return str.__str__(text) if isinstance(text, str) else otherwise
    except BaseException:  # noqa: BLE001  # whatever it raises, the first error is the one to report
        return otherwise


def _frames(error: BaseException) -> list[list[Any]]:
    """The lines of the student's file that the error came through, innermost last."""
    lines: list[list[Any]] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == FILENAME:
            lines.append([trace.tb_lineno or 0, code.co_name[:NAME_CHARS]])
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == FILENAME and isinstance(error.lineno, int):
        lines.append([max(error.lineno, 0), "<module>"])
    return lines[-MAX_FRAMES:]
