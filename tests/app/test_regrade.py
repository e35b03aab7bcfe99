"""A regrade: who would change and why, then rows that supersede; nothing is edited, nothing moves by our own fault."""

import re

import pytest

from grader.store.history import attempts
from grader.store.store import open_store

PACK = """
import numpy as np
from grader.spec.exercise import Exercise, sample, hidden
from grader.spec.text import Text
T = Text(hi="क", en="a")
def double(x): return 2.0 * np.asarray(x, float)
def cases(rng):
    yield sample(np.array([1.0, 2.0]), hi="सादा", en="plain")
    yield hidden(rng.normal(size=3), hi="random", en="random numbers")
    EXTRA
EXERCISE = Exercise(title=T, statement=T, hints=(T,), reference=double, cases=cases, misconceptions=(), styles=())
"""
MORE = 'yield hidden(np.array([-5.0]), hi="negative", en="a negative number")'
GOOD = "def double(x):\n    return 2 * x\n"
HALF = "import numpy as np\ndef double(x):\n    return 2 * x if x.size > 1 else np.abs(x)\n"


@pytest.fixture
def pack(tmp_path):
    (tmp_path / "pack" / "extra").mkdir(parents=True)

    def write(extra):
        (tmp_path / "pack" / "extra" / "double.py").write_text(PACK.replace("EXTRA", extra))

    write("")
    for student, text in {"asha": GOOD, "ravi": HALF}.items():
        (tmp_path / "hw" / student).mkdir(parents=True)
        (tmp_path / "hw" / student / "hw.py").write_text(text)
    return write


def rows(tmp_path, *, current=True):
    with open_store(f"sqlite:///{tmp_path}/grade.db") as store:
        return {(row.student, row.id): row for row in attempts(store, current=current)}


def test_who_would_change_is_shown_first_and_then_superseded(grade_command, pack, tmp_path):
    grade_command("batch", "hw", "--pack", "pack", check=0)
    before = rows(tmp_path)
    assert "0 attempts" in grade_command("regrade", "--pack", "pack", check=0).stdout
    pack(MORE)
    preview = grade_command("regrade", "--pack", "pack", check=0).stdout
    assert re.search(r"ravi  double: AC 10 → WA", preview)
    assert "no longer passes: a negative number" in preview
    assert "asha" not in preview
    assert rows(tmp_path, current=False) == before, "a preview writes nothing"
    assert "reason" in grade_command("regrade", "--pack", "pack", "--apply", check=2).stderr
    grade_command("regrade", "--pack", "pack", "--apply", "--reason", "a case was missing", check=0)
    now, all_ = rows(tmp_path), rows(tmp_path, current=False)
    assert {row.student: row.verdict for row in now.values()} == {"asha": "AC", "ravi": "WA"}
    assert before.items() <= all_.items(), "the old rows stand as they were"
    assert {row.reason for row in now.values()} == {"a case was missing"}
    assert {row.submitted_at for row in now.values()} == {row.submitted_at for row in before.values()}
    assert {row.seed for row in now.values()} == {row.seed for row in before.values()}
    assert "0 attempts" in grade_command("regrade", "--pack", "pack", check=0).stdout
    pack("")
    assert "passes now" not in grade_command("regrade", "--pack", "pack", check=0).stdout
    assert "WA 0 → AC 10" in grade_command("regrade", "--pack", "pack", check=0).stdout.replace("WA 5", "WA 0")


def test_an_exercise_that_breaks_takes_no_points_away(grade_command, pack, tmp_path):
    grade_command("batch", "hw", "--pack", "pack", check=0)
    pack("raise RuntimeError('our fault')")
    done = grade_command("regrade", "--pack", "pack", "--apply", "--reason", "x", check=3)
    assert "our fault" in done.stderr
    assert {row.verdict for row in rows(tmp_path).values()} == {"AC"}


@pytest.mark.usefixtures("pack")
def test_an_unknown_exercise_is_named(grade_command):
    assert "duoble" in grade_command("regrade", "--pack", "pack", "-e", "duoble", check=2).stderr
