"""`%load_ext grader` and `%%grade` in a real IPython shell."""

import sqlite3

import pytest

pytest.importorskip("IPython")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")

RELU = "%%grade relu\ndef relu(z):\n    return np.maximum(z, 0)\n"


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADE_DB", f"sqlite:///{tmp_path}/grade.db")
    monkeypatch.setenv("GRADE_STUDENT", "asha")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("GRADE_LANG", "en")
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_cell("%load_ext grader", store_history=True)

    def run(cell):
        with capture_output() as caught:
            shell.run_cell(cell, store_history=True)
        return caught

    yield run
    InteractiveShell.clear_instance()


def only(caught):
    (output,) = caught.outputs
    return output.data


def test_a_cell_is_run_and_graded_with_the_imports_of_earlier_cells(shell, tmp_path):
    shell("import numpy as np")
    data = only(shell(RELU))
    assert "Correct!" in data["text/plain"]
    assert '<section class="AC">' in data["text/html"]
    assert "True" in shell("print(relu(np.array([-1.0]))[0] == 0)").stdout
    rows = sqlite3.connect(tmp_path / "grade.db").execute("select exercise, verdict, student from attempt").fetchall()
    assert rows == [("relu", "AC", "asha")]


def test_the_name_may_be_left_out_and_the_language_given(shell):
    shell("import numpy as np\n%matplotlib_missing 1\n!ls")
    data = only(shell(RELU.replace("%%grade relu", "%%grade --lang hi").replace("maximum", "minimum")))
    assert "उत्तर ग़लत है।" in data["text/html"]
    assert 'lang="hi"' in data["text/html"]
    assert "<svg" in data["text/html"]


def test_a_second_try_replaces_the_first(shell):
    shell("import numpy as np")
    assert "Wrong" in only(shell(RELU.replace("maximum", "minimum")))["text/plain"]
    assert "Correct!" in only(shell(RELU))["text/plain"]


def test_try_records_nothing(shell, tmp_path):
    shell("import numpy as np")
    assert "Correct!" in only(shell(RELU.replace("relu\n", "relu --try\n", 1)))["text/plain"]
    assert not (tmp_path / "grade.db").exists()


def test_a_cell_that_fails_is_still_graded_and_escaped(shell):
    shell("import numpy as np")
    html = only(shell("%%grade relu\ndef relu(z):\n    raise ValueError('<script>1</script>')\n"))["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_an_unknown_exercise_is_one_line(shell):
    caught = shell("%%grade reluu\ndef relu(z):\n    return z\n")
    assert "Did you mean relu" in caught.stdout
    assert caught.outputs == []


def test_a_cell_that_answers_nothing_says_so(shell):
    caught = shell("%%grade\nx = 1\n")
    assert len(caught.stdout.strip().splitlines()) == 1
