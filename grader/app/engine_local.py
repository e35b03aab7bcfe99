"""The engine that needs nothing installed: worker processes of this machine, each with its own boxes.

A worker that dies or falls silent is replaced, and only what it had not answered is done again.
"""

import multiprocessing
import signal
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from grader.app.worker import Bench, Graded, Setup, Task
from grader.spec.errors import GraderError, InputError

AHEAD = 4  # tasks at a worker, so that it never waits for us; few, so that the last ones are spread evenly
SILENT_S = 900.0  # 114 exercises that each use up their time limits take less; an engine that hangs takes for ever
TRIES = 2  # deaths with the same submission in hand: then it is the submission


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    waiting: deque[Task] = field(default_factory=deque)  # sent and not answered, in order
    heard: float = field(default_factory=time.monotonic)


def run(tasks: Iterable[Task], setup: Setup, jobs: int) -> Iterator[Graded]:
    """Results as they come. Closing the generator ends the workers.

    Raises:
        InputError: the boxes are too weak (see Setup.allow_weak).
        GraderError: workers die before they have graded anything.
    """
    todo = iter(tasks)
    again: deque[Task] = deque()
    deaths = Counter[int]()
    workers: list[_Worker] = []
    stillborn = 0
    try:
        while _staffed(workers, todo, again, setup, jobs):
            ready = wait([worker.pipe for worker in workers], timeout=5.0)
            for worker in list(workers):
                if worker.pipe not in ready and time.monotonic() - worker.heard < SILENT_S:
                    continue
                answered = _receive(worker) if worker.pipe in ready else None
                if answered is not None:
                    stillborn = 0
                    yield from answered
                    continue
                workers.remove(worker)
                _end(worker)
                stillborn += 1
                if stillborn > TRIES * jobs:
                    raise GraderError("workers_die", reason=str(worker.process.exitcode))
                yield from _bury(worker, again, deaths)
    finally:
        for worker in workers:
            _end(worker)


def _staffed(workers: list[_Worker], todo: Iterator[Task], again: deque[Task], setup: Setup, jobs: int) -> bool:
    """Every worker fed, idle ones sent home, missing ones started while there is work; False when there is none."""
    for worker in workers:
        while len(worker.waiting) < AHEAD and (task := _next(todo, again)) is not None:
            _send(worker, task)
    for worker in [worker for worker in workers if not worker.waiting]:
        workers.remove(worker)
        _end(worker)
    while len(workers) < jobs and (task := _next(todo, again)) is not None:
        workers.append(_start(setup))
        _send(workers[-1], task)
    return bool(workers)


def _next(todo: Iterator[Task], again: deque[Task]) -> Task | None:
    return again.popleft() if again else next(todo, None)


def _send(worker: _Worker, task: Task) -> None:
    if not worker.waiting:
        worker.heard = time.monotonic()
    worker.waiting.append(task)
    with suppress(OSError):  # dead: `_receive` will find it so
        worker.pipe.send(task)


def _receive(worker: _Worker) -> list[Graded] | None:
    """What the worker has answered; None when it is dead."""
    answered: list[Graded] = []
    try:
        while True:
            graded = worker.pipe.recv()
            if isinstance(graded, tuple):
                raise InputError(graded[0], **graded[1])
            worker.waiting.popleft()
            answered.append(graded)
            if not worker.pipe.poll():
                break
    except (EOFError, OSError):
        if not answered:
            return None
    worker.heard = time.monotonic()
    return answered


def _bury(worker: _Worker, again: deque[Task], deaths: Counter[int]) -> Iterator[Graded]:
    """Its work is done again; the submission it had in hand only once more."""
    if not worker.waiting:
        return
    in_hand = worker.waiting.popleft()
    deaths[in_hand.index] += 1
    if deaths[in_hand.index] >= TRIES:
        yield Graded(in_hand.index, broken=f"worker ended with {worker.process.exitcode}")
    else:
        again.append(in_hand)
    again.extend(worker.waiting)
    worker.waiting.clear()


def _start(setup: Setup) -> _Worker:
    context = multiprocessing.get_context("spawn")  # a fork would copy our database connection
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, setup), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _end(worker: _Worker) -> None:
    """Closing the pipe lets an idle worker close its boxes; one that hangs is killed."""
    worker.pipe.close()
    worker.process.join(0.0 if worker.waiting else 2.0)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _serve(pipe: "Connection[Any, Any]", setup: Setup) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        bench = Bench(setup)
    except GraderError as error:
        pipe.send((error.code, error.params))
        return
    with bench, suppress(EOFError, OSError):  # the parent has closed, or is gone
        while True:
            pipe.send(bench.grade(pipe.recv()))
