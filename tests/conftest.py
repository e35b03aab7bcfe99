"""What tests of the whole way share: one warm set of boxes, and a command line in a folder of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.app.boxes import Boxes
from grader.app.source import source_of
from grader.app.submit import Order, grade
from grader.catalog.exercises import find_all

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def boxes():
    with Boxes() as opened:
        yield opened


@pytest.fixture(scope="session")
def graded(boxes):
    """Grade a source text in process, in a real box; returns the report."""
    entries = find_all()

    def run(text, *exercises, seed=1, name="hw.py", **order):
        return grade(source_of(text.encode(), name), entries, Order("asha", exercises, seed, **order), boxes)

    return run


@pytest.fixture
def grade_command(tmp_path):
    """Run the command `grade` in `tmp_path` with a database there."""

    def run(*args, stdin=None, env=None, check=None):
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "GRADE_DB": f"sqlite:///{tmp_path}/grade.db",
            "GRADE_STUDENT": "asha",
            "PYTHONPATH": str(ROOT),
            **(env or {}),
        }
        done = subprocess.run(
            [sys.executable, "-m", "grader", *map(str, args)],
            cwd=tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if check is not None:
            assert done.returncode == check, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run
