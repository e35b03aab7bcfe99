"""How long a student waits. Run: make bench. Ratios within one run are the robust part: compare the groups' medians.

Targets: cold `grade submit relu.py` at most 3 times `python -c "import numpy"`; `grade --help` at most 5 times
`python -c pass`; a submission to a warm server at most 15 ms over calling the function in process.
"""

import subprocess
import sys

import numpy as np
import pytest

from grader.app.boxes import Boxes
from grader.app.source import source_of
from grader.app.submit import Order, grade
from grader.catalog.exercises import find_all, load
from grader.judge.prepare import draw

RELU = "import numpy as np\ndef relu(z):\n    return np.maximum(z, 0)\n"


def shell(*args, **kwargs):
    return subprocess.run([sys.executable, *args], check=True, capture_output=True, **kwargs)


@pytest.mark.benchmark(group="cold")
@pytest.mark.parametrize("what", ["import numpy", "grade submit"])
def test_cold(benchmark, tmp_path, what):
    (tmp_path / "relu.py").write_text(RELU)
    submit = ("-m", "grader", "submit", "relu.py", "--db", f"sqlite:///{tmp_path}/b.db", "--student", "asha")
    args = ("-c", "import numpy") if what == "import numpy" else submit
    done = benchmark.pedantic(shell, args=args, kwargs={"cwd": tmp_path}, rounds=15, warmup_rounds=2)
    assert done.returncode == 0


@pytest.mark.benchmark(group="help")
@pytest.mark.parametrize("what", ["pass", "grade --help"])
def test_help(benchmark, what):
    args = ("-c", "pass") if what == "pass" else ("-m", "grader", "--help")
    assert benchmark.pedantic(shell, args=args, rounds=15, warmup_rounds=2).returncode == 0


@pytest.mark.benchmark(group="warm")
def test_in_process(benchmark):
    exercise = load(find_all()["relu"])
    cases = draw(exercise, 1)
    answers = benchmark(lambda: [np.maximum(case.args[0], 0) for case in cases])
    assert len(answers) == len(cases)


@pytest.mark.benchmark(group="warm")
def test_in_a_warm_box(benchmark):
    entries, source = find_all(), source_of(RELU.encode(), "relu.py")
    with Boxes() as boxes:
        report = benchmark(lambda: grade(source, entries, Order("asha", seed=1), boxes))
    assert report.verdict == "AC"


@pytest.mark.benchmark(group="warm")
def test_in_a_warm_box_with_new_cases(benchmark):
    entries, source = find_all(), source_of(RELU.encode(), "relu.py")
    with Boxes() as boxes:
        report = benchmark(lambda: grade(source, entries, Order("asha"), boxes))
    assert report.verdict == "AC"
