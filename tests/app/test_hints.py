"""A hint costs what the instructor says: off the score, in the store, never below nothing."""

import json
import sqlite3

import pytest

from grader.app.hints import charged
from grader.app.settings import SettingsError, load_settings

RELU = "import numpy as np\ndef relu(z):\n    return np.maximum(z, 0)\n"


@pytest.mark.parametrize(
    ("count", "cost", "score"), [(0, 1, 10.0), (1, 1, 9.0), (2, 0.25, 9.5), (3, 4, 0.0), (2, 0, 10.0)]
)
def test_every_hint_takes_its_points(graded, count, cost, score):
    (result,) = charged(graded(RELU), lambda _: count, cost).results
    assert (result.verdict, result.score) == ("AC", score)
    assert any(remark.code == "hints_cost" for remark in result.remarks) is (score < 10)


def test_a_wrong_answer_is_charged_no_more_than_it_earned(graded):
    (result,) = charged(graded("def relu(z):\n    return None\n"), lambda _: 3, 5).results
    assert result.score == 0.0
    assert not [remark for remark in result.remarks if remark.code == "hints_cost"]


def test_the_command_shows_and_stores_the_reduced_score(grade_command, tmp_path):
    (tmp_path / "grade.toml").write_text("hint_cost = 1.5\n")
    (tmp_path / "relu.py").write_text(RELU)
    assert "1.5 points" in grade_command("hint", "relu", check=0).stderr
    grade_command("hint", "relu", check=0)
    report = json.loads(grade_command("submit", "relu.py", "--format", "json", check=0).stdout)
    assert (report["verdict"], report["score"]) == ("AC", 7.0)
    assert report["results"][0]["remarks"][0]["code"] == "hints_cost"
    rows = sqlite3.connect(tmp_path / "grade.db").execute("select verdict, score from attempt").fetchall()
    assert rows == [("AC", 7.0)]
    assert "3 points off" in grade_command("submit", "relu.py", check=0).stdout


def test_without_a_setting_hints_are_free(grade_command, tmp_path):
    (tmp_path / "relu.py").write_text(RELU)
    done = grade_command("hint", "relu", check=0)
    assert done.stderr == ""
    assert "10 of 10 points" in grade_command("submit", "relu.py", check=0).stdout


@pytest.mark.parametrize("value", ['"many"', "-1", "true", "1000", "[1]"])
def test_a_cost_that_is_none_is_refused(tmp_path, value):
    (tmp_path / "grade.toml").write_text(f"hint_cost = {value}\n")
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, tmp_path, tmp_path)
    assert caught.value.params["key"] == "hint_cost"


def test_the_environment_may_say_it(tmp_path):
    assert load_settings({}, {"GRADE_HINT_COST": "0.5"}, tmp_path, tmp_path).hint_cost == 0.5
