"""What a class has not understood."""

import json

import pytest

from grader.app.similar import prints, similar

GOOD = "import numpy as np\ndef relu(z):\n    return np.maximum(np.asarray(z, float), 0)\n"
ABS = "import numpy as np\ndef relu(z):\n    return np.abs(np.asarray(z, float))\n"
LONG = """
def helper_{n}(a, b):
    total = 0
    for i in range(len(a)):
        total = total + a[i] * b[i] - {k}
        if total > 100:
            total = total / 2 + {k} ** 2
            break
        while total < -5:
            total += abs(a[i]) or b[i]
    return [total, {{"x": a, "y": (b, total)}}]
"""


@pytest.fixture
def graded_class(grade_command, tmp_path):
    for n in range(12):
        (tmp_path / "hw" / f"s{n}").mkdir(parents=True)
        (tmp_path / "hw" / f"s{n}" / "a.py").write_text((ABS if n < 9 else GOOD) + f"# {n}\n")
    grade_command("batch", "hw", "--batch", "b", check=1)


@pytest.mark.usefixtures("graded_class")
def test_passes_misconceptions_clusters_and_a_comment_written_once(grade_command, tmp_path):
    found = json.loads(grade_command("insights", "--batch", "b", "--format", "json", check=0).stdout)
    assert found["students"] == 12
    (line,) = found["exercises"]
    assert (line["passed"], line["tried"], line["too_hard"]) == (3, 12, False)
    assert found["misconceptions"] == [["relu", "absolute-value", 9]]
    (cluster,) = found["clusters"]
    assert len(cluster["students"]) == 9
    grade_command("insights", "--batch", "b", "--comments", "c.yaml", check=0)
    text = (tmp_path / "c.yaml").read_text()
    (tmp_path / "c.yaml").write_text(text.replace('""', '"देखिए: <b>max</b> और abs अलग हैं"'))
    assert "देखिए" in grade_command("insights", "--batch", "b", "--comments", "c.yaml", check=0).stdout
    html = grade_command("insights", "--batch", "b", "--comments", "c.yaml", "--format", "html", check=0).stdout
    assert "देखिए: &lt;b&gt;" in html
    assert "<svg" in html
    assert "देखिए" in (tmp_path / "c.yaml").read_text(), "what was written is kept"
    (tmp_path / "c.yaml").write_text("- x")
    assert "c.yaml" in grade_command("insights", "--batch", "b", "--comments", "c.yaml", check=2).stderr


def test_nothing_recorded_and_nothing_asked_are_said(grade_command):
    assert "hw9" in grade_command("insights", "--assignment", "hw9", check=2).stderr
    assert "--batch" in grade_command("insights", check=2).stderr


def test_renamed_copies_are_found_and_what_all_have_is_not():
    def text(n, k):
        return LONG.format(n=n, k=k)

    starter = "def starter(q):\n    return [x ** 2 for x in q if x > 3 and x != 7 or not x]\n" * 3
    own = {
        f"s{n}": starter
        + f"def f(x):\n    {' '.join(f'y{i} = x {op} {i};' for i, op in enumerate(ops))}\n    return x\n"
        for n, ops in enumerate(["+-*/+-*/+-*/", "//++--**//++", "-+-+*/*/-+-+", "%%%+++---***"])
    }
    sources = {**own, "copier": starter + text(1, 3), "source": starter + text("z", 9).replace("total", "summe")}
    pairs = similar({student: prints(source) for student, source in sources.items()})
    assert [(pair.first, pair.second) for pair in pairs] == [("copier", "source")]
    assert pairs[0].share > 0.9


def test_a_source_that_does_not_tokenize_is_no_fault():
    assert prints("def f(:\n  '''") == prints("def f(:\n  '''")
