"""The command line as a person meets it: outputs, exit codes, one clear line for every error, in both languages."""

import json
import re
import sqlite3

import pytest

from grader.render.messages import messages

RELU = "import numpy as np\ndef relu(z):\n    return np.maximum(z, 0)\n"
DEVANAGARI = re.compile("[ऀ-ॿ]")
COMMANDS = ("list", "show", "start", "try", "submit", "hint", "progress", "doctor", "author")


@pytest.fixture
def relu(tmp_path):
    path = tmp_path / "relu.py"
    path.write_text(RELU)
    return path


def test_an_accepted_file_exits_0_and_is_remembered(grade_command, relu, tmp_path):
    done = grade_command("submit", relu, check=0)
    assert "Correct!" in done.stdout
    rows = sqlite3.connect(tmp_path / "grade.db").execute("select exercise, verdict, score from attempt").fetchall()
    assert rows == [("relu", "AC", 10.0)]


def test_a_wrong_file_exits_1(grade_command, tmp_path):
    (tmp_path / "relu.py").write_text("def relu(z):\n    return abs(z)\n")
    assert "Wrong answer." in grade_command("submit", "relu.py", check=1).stdout


@pytest.mark.usefixtures("relu")
@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("submit", "nope.py"), "There is no file nope.py"),
        (("submit", "."), "is a folder"),
        (("show", "sofmax"), "Did you mean softmax"),
        (("submit",), "must be given"),
        (("frobnicate",), "There is no command frobnicate"),
        (("list", "--frobnicate"), "There is no option --frobnicate"),
        (("list", "--topic", "cooking"), "There is no topic cooking"),
        (("list", "--lang", "fr"), "lang"),
        (("submit", "relu.py", "--seed", "-1"), "seed"),
        (("submit", "relu.py", "--exercise", "reluu"), "Did you mean relu"),
        (("submit", "relu.py", "--db", "mysql://x"), "mysql"),
        (("submit", "relu.py", "--pack", "nowhere"), "nowhere"),
    ],
)
def test_every_error_is_one_clear_line_and_exits_2(grade_command, args, says):
    done = grade_command(*args, check=2)
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    "args", [("submit", "nope.py"), ("show", "sofmax"), ("submit",), ("frobnicate",), ("list", "--frob")]
)
def test_errors_are_hindi_for_those_who_read_hindi(grade_command, args):
    done = grade_command(*args, env={"GRADE_LANG": "hi"}, check=2)
    assert DEVANAGARI.search(done.stderr)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["hi", "en"])
def test_every_command_has_help_in_both_languages(grade_command, command, lang):
    done = grade_command(command, "--help", "--lang", lang, check=0)
    assert messages(lang)(f"cli.{command}")[:20] in " ".join(done.stdout.split())


def test_json_is_one_document_and_nothing_else(grade_command, relu):
    report = json.loads(grade_command("submit", relu, "--format", "json", check=0).stdout)
    assert report["schema"] == "pariksha.report/1"
    assert report["results"][0]["attempt"] == 1


def test_several_files_are_graded_each_and_an_unreadable_one_is_named(grade_command, relu, tmp_path):
    (tmp_path / "empty.py").write_text("")
    done = grade_command("submit", "empty.py", relu, check=2)
    assert "empty.py is empty" in done.stderr
    assert "Correct!" in done.stdout


def test_standard_input_is_graded(grade_command):
    assert "Correct!" in grade_command("submit", "-", stdin=RELU, check=0).stdout


def test_try_shows_samples_and_records_nothing(grade_command, relu, tmp_path):
    done = grade_command("try", relu, check=0)
    assert "Nothing was recorded" in done.stdout
    assert not (tmp_path / "grade.db").exists()


def test_start_writes_a_file_that_gets_a_helpful_report_and_is_never_overwritten(grade_command, tmp_path):
    grade_command("start", "relu", check=0)
    report = grade_command("submit", "relu.py", check=1)
    assert "return" in report.stdout
    before = (tmp_path / "relu.py").read_text()
    assert "relu.py exists already" in grade_command("start", "relu", check=2).stderr
    assert (tmp_path / "relu.py").read_text() == before


def test_hints_come_one_by_one_and_end(grade_command):
    first = grade_command("hint", "softmax", check=0).stdout
    second = grade_command("hint", "softmax", check=0).stdout
    assert first != second
    for _ in range(10):
        last = grade_command("hint", "softmax")
    assert last.returncode == 2


def test_list_is_text_and_json(grade_command):
    assert "softmax" in grade_command("list", "--topic", "activations", check=0).stdout
    listed = json.loads(grade_command("list", "--format", "json", "--topic", "losses", check=0).stdout)
    assert listed["schema"] == "pariksha.list/1"
    assert {"id", "topic", "track", "title", "points", "best"} == set(listed["exercises"][0])


def test_progress_names_what_is_still_misunderstood(grade_command, relu, tmp_path):
    assert "No attempts yet" in grade_command("progress", check=0).stdout
    grade_command("submit", relu, check=0)
    (tmp_path / "softmax.py").write_text(
        "import numpy as np\ndef softmax(z):\n    e = np.exp(z - z.max(axis=0))\n    return e / e.sum(axis=0)\n"
    )
    grade_command("submit", "softmax.py", check=1)
    done = grade_command("progress", check=0)
    assert "axis 0" in done.stdout


def test_doctor_says_how_well_code_is_shut_in(grade_command):
    assert "Isolation: " in grade_command("doctor", check=0).stdout


def test_the_report_can_go_to_a_file_or_say_why_not(grade_command, relu, tmp_path):
    assert grade_command("submit", relu, "--format", "json", "--out", "r.json", check=0).stdout == ""
    assert json.loads((tmp_path / "r.json").read_text())["verdict"] == "AC"
    assert "cannot be written" in grade_command("submit", relu, "--out", "no/such/r.json", check=2).stderr
