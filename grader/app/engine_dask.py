"""A batch on other machines: workers of a running Dask cluster, `--engine dask://HOST:PORT` (ADR 0005).

Every worker has its own boxes. Work lost with a worker is done again by Dask; rows are written once, here, by their
idempotency keys.
"""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from grader.app.worker import Graded, Setup, Task, grade_chunk
from grader.spec.errors import GraderError, InputError

CHUNK = 20  # SANDBOX section 10: 239 submissions a second one by one, 377 by twenty
AHEAD = 3  # chunks for each worker that are under way, so that none waits and memory stays flat
CONNECT_S = 10


def run(tasks: Iterable[Task], setup: Setup, url: str) -> Iterator[Graded]:
    """Results as they come.

    Raises:
        InputError: the engine is not installed, not there, or its workers' boxes are too weak.
        GraderError: the cluster has gone away, or has no worker.
    """
    try:
        distributed: Any = importlib.import_module("distributed")  # untyped, and slow to import
    except ModuleNotFoundError as error:
        raise InputError("engine_missing", package="distributed", install='pip install "pariksha[dask]"') from error
    try:
        client: Any = distributed.Client(url.replace("dask://", "tcp://", 1), timeout=CONNECT_S, set_as_default=False)
    except OSError as error:
        raise InputError("engine_unreachable", url=url, reason=str(error)[:200]) from error
    todo = iter(tasks)
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
        running: Any = distributed.as_completed(loop=client.loop)
        chunks: dict[str, list[Task]] = {}

        def start(chunk: list[Task]) -> None:
            future = client.submit(grade_chunk, setup, chunk, pure=False)
            chunks[future.key] = chunk
            running.add(future)

        def top_up() -> None:
            width = AHEAD * max(1, len(client.nthreads()))
            while len(chunks) < width and (chunk := list(islice(todo, CHUNK))):
                start(chunk)

        top_up()
        for future in running:
            chunk = chunks.pop(future.key)
            if future.status == "finished":
                yield from _answers(future.result())
            elif future.status == "error" and len(chunk) > 1:
                for task in chunk:  # a worker died with this chunk several times: one of them does it
                    start([task])
            else:
                yield Graded(chunk[0].index, broken=_why(future))
            top_up()
    except (TimeoutError, OSError) as error:
        raise GraderError("engine_gone", url=url, reason=str(error)[:200] or type(error).__name__) from error
    finally:
        client.close()


def _answers(found: Sequence[Graded] | tuple[str, Any]) -> Iterator[Graded]:
    if isinstance(found, tuple):
        raise InputError(found[0], **found[1])
    yield from found


def _why(future: Any) -> str:
    error = future.exception()
    return f"{type(error).__name__}: {error}"[:500]
