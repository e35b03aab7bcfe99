"""A class at a time: nothing lost, nothing twice, one submission touches no other."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from grader.app.batch import Tally, batch_seed, run_batch
from grader.app.collect import collect
from grader.app.engine_local import run
from grader.app.worker import Setup
from grader.catalog.exercises import find_all
from grader.spec.errors import GraderError, InputError
from grader.store.history import attempts, summaries
from grader.store.store import open_store

ROOT = Path(__file__).resolve().parents[2]
GOOD = "import numpy as np\ndef relu(z):\n    return np.maximum(np.asarray(z, float), 0)\n"
WRONG = "import numpy as np\ndef relu(z):\n    return np.abs(np.asarray(z, float))\n"
HANG = "def relu(z):\n    while True:\n        pass\n"
FLOOD = "def relu(z):\n    while True:\n        print('x' * 10000)\n"
DIE = "import ctypes\ndef relu(z):\n    ctypes.string_at(0)\n"
EAT = "def relu(z):\n    return [0] * 10**12\n"


@pytest.fixture
def folder(tmp_path):
    def make(**files):
        for student, text in files.items():
            (tmp_path / "hw" / student).mkdir(parents=True, exist_ok=True)
            (tmp_path / "hw" / student / "hw.py").write_text(text)
        return str(tmp_path / "hw")

    return make


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/grade.db"


def grade_all(url, path, engine=None, **more):
    tally = Tally()
    with open_store(url) as store:
        setup = Setup(batch="b", seed=batch_seed(store, "b", None), lang="en", **more)
        collected = collect([path])
        engine = engine or (lambda tasks, setup: run(tasks, setup, 2))
        run_batch(store, collected.handed, setup, find_all(), engine, tally)
        return tally, list(summaries(store, batch="b"))


def test_one_that_hangs_floods_dies_or_eats_memory_touches_no_other(folder, url):
    hostile = {"hang": HANG, "flood": FLOOD, "die": DIE, "eat": EAT, "broken": "def relu(:", "empty": " "}
    tally, rows = grade_all(url, folder(**hostile, **{f"good{n}": f"{GOOD}# {n}\n" for n in range(8)}))
    verdicts = {row.student: row.verdict for row in rows}
    assert {verdicts.pop(f"good{n}") for n in range(8)} == {"AC"}
    assert verdicts.pop("die") in {"CE", "RTE"}
    assert verdicts == {"hang": "TLE", "flood": "OLE", "eat": "MLE", "broken": "CE"}
    assert [error.code for error in tally.refused] == ["file_empty"]


def test_all_are_asked_the_same_and_a_second_run_grades_nothing(folder, url):
    path = folder(asha=GOOD, ravi=WRONG)
    first, rows = grade_all(url, path)
    assert (first.graded, len({row.seed for row in rows})) == (2, 1)

    def forbidden(tasks, _):
        assert list(tasks) == []
        return iter(())

    second, again = grade_all(url, path, forbidden)
    assert (second.before, again) == (2, rows)
    folder(asha=WRONG)
    third, more = grade_all(url, path)
    assert (third.graded, third.before, len(more)) == (1, 1, 3)
    assert len({row.seed for row in more}) == 1, "whoever hands in again is asked the same as all"


def test_two_different_submissions_of_one_student_both_count_and_equal_ones_once(folder, url, tmp_path):
    path = folder(asha=GOOD)
    for name, text in (("worse.py", WRONG), ("copy.py", GOOD)):
        (tmp_path / "hw" / "asha" / name).write_text(text)
    tally, rows = grade_all(url, path)
    assert (tally.graded, tally.same) == (2, 1)
    assert sorted((row.student, row.verdict) for row in rows) == [("asha", "AC"), ("asha", "WA")]


def test_a_judge_error_is_tried_again_when_the_batch_is_resumed(folder, url):
    path = folder(asha=GOOD, ravi=GOOD + "#\n")

    def faulty(tasks, setup):
        from dataclasses import replace

        for graded in run(tasks, setup, 1):
            rows = [replace(r, verdict="JE", score=0.0, idempotency_key=r.idempotency_key + "!JE") for r in graded.rows]
            yield replace(graded, rows=tuple(rows))

    first, _ = grade_all(url, path, faulty)
    assert first.verdicts == {"JE": 2}
    second, rows = grade_all(url, path)
    assert second.verdicts == {"AC": 2}
    third, _ = grade_all(url, path)
    assert third.before == 2
    assert Counter(row.verdict for row in rows) == {"JE": 2, "AC": 2}


def test_workers_that_are_killed_are_replaced_and_lose_nothing(folder, url):
    path = folder(**{f"s{n}": f"{GOOD}# {n}\n" for n in range(40)})

    def murderous(tasks, setup):
        for count, graded in enumerate(run(tasks, setup, 2)):
            if count in {3, 9, 20}:
                children = subprocess.run(
                    ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=True
                ).stdout.splitlines()
                victim = next(int(line.split()[0]) for line in children if "multiprocessing.spawn" in line)
                os.kill(victim, signal.SIGKILL)
            yield graded

    tally, rows = grade_all(url, path, murderous)
    assert (tally.graded, tally.broken, len(rows)) == (40, [], 40)


def test_a_submission_that_kills_our_worker_twice_is_our_fault_and_the_rest_goes_on(folder, url, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}/tests/app/poisoned:{ROOT}")
    path = folder(asha=GOOD, poison=f"{GOOD}# poison\n", **{f"s{n}": f"{GOOD}# {n}\n" for n in range(10)})
    tally, rows = grade_all(url, path, lambda tasks, setup: run(tasks, setup, 2))
    assert [Path(place).parent.name for place, _ in tally.broken] == ["poison"]
    assert len(rows) == 11


def test_a_database_gone_in_mid_batch_is_said_and_what_was_graded_is_graded_again(folder, url, tmp_path):
    path = folder(**{f"s{n}": f"{GOOD}# {n}\n" for n in range(6)})

    def vanishing(tasks, setup):
        yield from run(tasks, setup, 1)
        (tmp_path / "grade.db").rename(tmp_path / "elsewhere.db")

    with pytest.raises(GraderError, match="store_gone"):
        grade_all(url, path, vanishing)
    tally, rows = grade_all(url, path)
    assert (tally.graded, len(rows)) == (6, 6)


def test_weak_boxes_are_refused_unless_allowed(monkeypatch):
    monkeypatch.setattr("grader.app.worker.at_least", lambda *_: False)
    from grader.app.worker import Bench

    with pytest.raises(InputError, match="weak_isolation"):
        Bench(Setup("b", 1, "en"))
    Bench(Setup("b", 1, "en", allow_weak=True)).__exit__()


def test_the_command_writes_csv_and_html_that_no_name_can_break(grade_command, folder, tmp_path):
    path = folder(**{"आशा": GOOD, "=cmd()": WRONG, "<script>alert(1)<": GOOD + "#\n"})
    done = grade_command("batch", path, "--out", "o.csv", "--out", "o.html", "--jobs", 1, check=1)
    assert "AC 2" in done.stdout
    rows = list(csv.reader((tmp_path / "o.csv").read_text("utf-8-sig").splitlines()))
    assert [row[:3] for row in rows] == [
        ["student", "relu", "total"],
        ["<script>alert(1)<", "10", "10"],
        ["'=cmd()", "0", "0"],
        ["आशा", "10", "10"],
    ]
    html = (tmp_path / "o.html").read_text()
    assert "<script" not in html
    assert "आशा" in html


def test_the_command_in_hindi_and_its_exit_codes(grade_command, folder, tmp_path):
    path = folder(asha=GOOD)
    assert "जाँची गईं" in grade_command("batch", path, "--lang", "hi", check=0).stdout
    assert "पहले ही" in grade_command("batch", path, "--lang", "hi", check=0).stdout
    folder(ravi="x = 1\n")
    assert "ravi" in grade_command("batch", path, check=2).stderr
    assert "o.pdf" in grade_command("batch", path, "--out", "o.pdf", check=2).stderr
    assert grade_command("batch", tmp_path / "nowhere", check=2).stderr.count("\n") == 1


@pytest.mark.parametrize("every_s", [3.0])
def test_kill_9_every_few_seconds_ends_with_exactly_one_result_each(folder, url, tmp_path, every_s):
    path = folder(**{f"s{n:03}": f"{GOOD if n % 2 else WRONG}# {n}\n" for n in range(500)})
    words = [sys.executable, "-m", "grader", "batch", path, "--batch", "b", "--jobs", "2"]
    env = {"PATH": os.environ["PATH"], "GRADE_DB": url, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    kills = 0
    deadline = time.monotonic() + 500
    while time.monotonic() < deadline:
        try:  # run() sends SIGKILL when the time is up
            limit = every_s + kills % 3
            done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            kills += 1
            continue
        assert done.returncode == 1, done.stderr
        break
    with open_store(url) as store:
        rows = list(attempts(store, batch="b", current=False))
    assert kills > 0
    assert len(rows) == 500
    assert len({row.student for row in rows}) == 500
    assert Counter(row.verdict for row in rows) == {"AC": 250, "WA": 250}
    assert len({row.seed for row in rows}) == 1
