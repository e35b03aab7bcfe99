"""Real processes: several writers at once, and writers that are killed at any moment."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from grader.store.attempts import record_attempts
from grader.store.history import attempts, history
from grader.store.store import open_store

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[2]
EACH = 4


def start(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, WRITER, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def whole(url: str) -> Counter[str]:
    """Transactions by key, each of which is there with all its rows."""
    with open_store(url) as store:
        rows = Counter(row.batch for row in attempts(store))
    assert set(rows.values()) <= {EACH}
    return rows


def test_eight_writers_at_once_on_a_new_database_lose_nothing(url):
    writers = [start(url, f"writer-{number}", 12, EACH) for number in range(8)]
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert (writer.returncode, err) == (0, "")
        assert len(out.split()) == 12
    assert len(whole(url)) == 8 * 12


def test_two_workers_with_the_same_keys_write_everything_once(url):
    writers = [start(url, "same", 25, EACH) for _ in range(3)]
    acknowledged = [writer.communicate(timeout=120) for writer in writers]
    assert [err for _, err in acknowledged] == [""] * 3
    assert len(whole(url)) == 25


@pytest.mark.parametrize("after_s", [0.0, 0.013, 0.05, 0.11])
def test_a_killed_writer_leaves_what_it_acknowledged_and_no_half_transaction(url, after_s):
    with open_store(url) as store:
        assert list(attempts(store)) == []
    acknowledged: list[str] = []
    for number in range(3):
        writer = start(url, f"killed-{number}", 100_000, EACH)
        acknowledged.append(writer.stdout.readline().strip())  # it is under way
        time.sleep(after_s)
        os.kill(writer.pid, signal.SIGKILL)
        out, _ = writer.communicate(timeout=60)
        assert writer.returncode == -signal.SIGKILL
        acknowledged += [line for line in out.split("\n")[:-1] if line]
    there = whole(url)
    assert set(acknowledged) <= set(there)
    # at most the one transaction of each writer that was committed and not yet said
    assert len(set(there) - set(acknowledged)) <= 3
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


def test_writers_go_on_while_others_are_killed(url):
    steady = [start(url, f"steady-{number}", 30, EACH) for number in range(2)]
    for number in range(4):
        victim = start(url, f"victim-{number}", 100_000, EACH)
        victim.stdout.readline()
        victim.kill()
        victim.communicate(timeout=60)
    for writer in steady:
        out, err = writer.communicate(timeout=120)
        assert (writer.returncode, err, len(out.split())) == (0, "", 30)
    with open_store(url) as store:
        assert len(list(history(store, "steady-0"))) == len(list(history(store, "steady-1"))) == 30 * EACH
    whole(url)


def test_a_database_killed_while_it_was_made_can_be_opened(tmp_path, new):
    """The file is there, and empty, or has the whole schema: never half of it."""
    for number in range(6):
        url = f"sqlite:///{tmp_path}/{number}.db"
        writer = start(url, "w", 1)
        deadline = time.monotonic() + 30
        while not (tmp_path / f"{number}.db").exists() and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(number * 0.0007)
        writer.kill()
        writer.communicate(timeout=60)
        with open_store(url) as store:
            assert record_attempts(store, [new()])


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_store_does_not_go_through_a_fork(tmp_path, new):
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        child = os.fork()
        if not child:
            try:
                record_attempts(store, [new()])
            except RuntimeError:
                os._exit(7)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert record_attempts(store, [new()])
