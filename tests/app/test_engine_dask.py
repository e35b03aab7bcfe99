"""The same batch through Dask: real workers on loopback, one killed in the middle; every result once."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from grader.app.batch import Tally, run_batch
from grader.app.collect import collect
from grader.app.engine_dask import run
from grader.app.worker import Setup
from grader.catalog.exercises import find_all
from grader.spec.errors import GraderError, InputError
from grader.store.history import attempts
from grader.store.store import open_store

ROOT = Path(__file__).resolve().parents[2]
GOOD = "import numpy as np\ndef relu(z):\n    return np.maximum(np.asarray(z, float), 0)\n"


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """URL of a scheduler with two workers, and the workers' processes."""
    port = free_port()
    folder = tmp_path_factory.mktemp("dask")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}

    def start(what, *words):
        command = [sys.executable, "-c", f"from distributed.cli.{what} import main; main()", *words]
        with (folder / "log").open("a") as log:
            return subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=folder, start_new_session=True)

    url = f"127.0.0.1:{port}"
    processes = [start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    words = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--no-nanny")
    processes += [start("dask_worker", f"tcp://{url}", *words) for _ in range(2)]
    yield f"dask://{url}", processes
    for process in processes:
        process.kill()
        process.wait()


def batch(url, tmp_path, count, engine):
    for n in range(count):
        (tmp_path / "hw" / f"s{n:03}").mkdir(parents=True, exist_ok=True)
        (tmp_path / "hw" / f"s{n:03}" / "a.py").write_text(f"{GOOD}# {n}\n")
    tally = Tally()
    with open_store(url) as store:
        run_batch(store, collect([str(tmp_path / "hw")]).handed, Setup("b", 5, "en"), find_all(), engine, tally)
        return tally, list(attempts(store, batch="b", current=False))


@pytest.mark.filterwarnings("default")
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(cluster, tmp_path):
    url, processes = cluster
    killed = []

    def engine(tasks, setup):
        for count, graded in enumerate(run(tasks, setup, url)):
            if count == 25:
                os.killpg(processes[-1].pid, signal.SIGKILL)
                killed.append(time.monotonic())
            yield graded

    tally, rows = batch(f"sqlite:///{tmp_path}/g.db", tmp_path, 160, engine)
    assert killed
    assert (tally.graded, tally.broken) == (160, [])
    assert Counter(row.verdict for row in rows) == {"AC": 160}
    assert len({row.student for row in rows}) == 160
    again, _ = batch(f"sqlite:///{tmp_path}/g.db", tmp_path, 160, lambda tasks, setup: run(tasks, setup, url))
    assert (again.graded, again.before) == (0, 160)


def test_an_engine_that_is_not_there_is_one_clear_line(grade_command, tmp_path):
    (tmp_path / "a.py").write_text(GOOD)
    done = grade_command("batch", "a.py", "--engine", f"dask://127.0.0.1:{free_port()}", check=2)
    assert "dask://" in done.stderr
    assert "spark" in grade_command("batch", "a.py", "--engine", "spark://x", check=2).stderr


@pytest.mark.filterwarnings("default")
def test_a_cluster_without_a_worker_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.app.engine_dask.CONNECT_S", 2)
    port = free_port()
    command = [sys.executable, "-c", "from distributed.cli.dask_scheduler import main; main()", "--no-dashboard"]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as scheduler:
        time.sleep(3)
        try:
            with pytest.raises((GraderError, InputError), match="engine_"):
                batch(
                    f"sqlite:///{tmp_path}/g.db",
                    tmp_path,
                    1,
                    lambda tasks, setup: run(tasks, setup, f"dask://127.0.0.1:{port}"),
                )
        finally:
            scheduler.kill()
