"""Marks for a platform: late rules, attempts, best, last and mean, names that fit."""

import csv
from dataclasses import dataclass
from datetime import timedelta

import pytest

from grader.app.assignment import assignment_of
from grader.app.gradebook import mark_of
from grader.app.roster import Person, matched, read_roster
from grader.spec.errors import InputError

TEXT = """assignment: hw1
exercises: {relu: 20}
due: 2026-01-12 18:00
closes: 2026-01-20 00:00
late: {per_day: 10%, at_most: 50%}
counts: best
"""


@dataclass
class Row:
    score: float
    submitted_at: object
    max_score: float = 10.0
    verdict: str = "WA"
    exercise: str = "relu"
    diagnosis: str | None = None
    fingerprint: str | None = "f"


def made(**changes):
    text = TEXT
    for key, value in changes.items():
        text = "\n".join(line for line in text.splitlines() if not line.startswith(f"{key}:")) + f"\n{key}: {value}\n"
    return assignment_of(text.encode(), "a.yaml", ["relu"])


@pytest.mark.parametrize(
    ("changes", "points", "late", "uncounted"),
    [
        ({}, 14.4, 0.1, 0),  # in time 5/10 -> 10; a day late 8/10 * 0.9 -> 14.4; too late 10/10 -> 0
        ({"counts": "last"}, 0.0, 1.0, 0),
        ({"counts": "mean"}, round((10 + 14.4 + 0) / 3, 2), 0.1, 0),
        ({"attempts": "1"}, 10.0, 0.0, 2),
    ],
)
def test_late_rules_attempts_and_what_counts(changes, points, late, uncounted):
    assignment = made(**changes)
    due = assignment.due
    rows = [Row(5, due), Row(8, due + timedelta(hours=1)), Row(10, assignment.closes + timedelta(hours=1))]
    mark = mark_of(rows, assignment, 20, {"relu:f": "see page 3"})
    assert (mark.points, mark.late, mark.uncounted, mark.comment) == (points, late, uncounted, "see page 3")


def test_work_finds_its_student_by_any_name_and_never_two():
    people = [
        Person("asha01", "Asha Rao", "asha@x.in", "R1", "4711"),
        Person("asha02", "Asha Rao", "rao@x.in", "R2", "4712"),
        Person("meera", "मीरा जोशी", "m@x.in"),
    ]
    work = ["asha01", "ASHA@x.in", "Asha Rao", "Asha Rao (4712)", "raoasha", "मीरा  जोशी", "m", "nobody"]
    found = {student: person.student for student, person in matched(people, work).items()}
    assert found == {
        "asha01": "asha01",
        "ASHA@x.in": "asha01",
        "Asha Rao (4712)": "asha02",
        "मीरा  जोशी": "meera",
        "m": "meera",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("First name,Last name,Email address,ID number\nAsha,Rao,a@x.in,7\n", ("a@x.in", "Asha Rao", "7")),
        (
            'Student,ID,SIS User ID,SIS Login ID,Section\nPoints Possible,,,,\n"Rao, Asha",4711,R1,asha01,A\n',
            ("asha01", "Asha Rao", "R1"),
        ),
        ("\ufeffstudent;name;email\nasha;आशा;a@x.in\n", ("asha", "आशा", "")),
    ],
)
def test_rosters_of_moodle_canvas_and_our_own(tmp_path, text, expected):
    (tmp_path / "r.csv").write_text(text)
    (person,) = read_roster(str(tmp_path / "r.csv"))
    assert (person.student, person.name, person.number) == expected


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"a,b\n1,2\n", "roster_columns", None),
        (b"student\nasha\nAsha\n", "roster_twice", 3),
        (b"student\n\xff\n", "file_not_utf8", 2),
        (b'student\n"' + b"x" * 200_000, "roster_csv", None),
        (b"", "roster_columns", None),
    ],
)
def test_a_roster_that_cannot_be_is_one_line(tmp_path, data, code, line):
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_roster(str(tmp_path / "r.csv"))
    assert caught.value.code == code
    assert line is None or caught.value.params["line"] == line


def test_from_a_moodle_roster_and_a_batch_to_csv_for_each_platform(grade_command, tmp_path):
    (tmp_path / "assignment.yaml").write_text("assignment: hw1\nexercises: {relu: 20}\n")
    (tmp_path / "p.csv").write_text(
        "First name,Last name,Email address,ID number\nAsha,Rao,a@x.in,7\n=Ravi,K,r@x.in,8\nNobody,Here,n@x.in,9\n"
    )
    for student, text in {"Asha Rao": "return z * (z > 0)", "=ravi k": "return abs(z)", "guest": "return z"}.items():
        (tmp_path / "hw" / student).mkdir(parents=True)
        (tmp_path / "hw" / student / "a.py").write_text(f"def relu(z):\n    {text}\n")
    assert "3" in grade_command("import", "roster", "p.csv", check=0).stdout
    grade_command("batch", "hw", "--assignment", "assignment.yaml")
    plain = grade_command("export", "gradebook", "--roster", "roster.csv", check=0).stdout.lstrip("\ufeff")
    rows = {row[0]: row for row in csv.reader(plain.splitlines())}
    assert rows["student"][:5] == ["student", "name", "email", "relu", "total"]
    assert rows["a@x.in"][1:5] == ["Asha Rao", "a@x.in", "20", "20"]
    assert rows["r@x.in"][1] == "'=Ravi K"
    assert rows["n@x.in"][3:] == ["", "0", "nothing handed in"]
    assert "not in the roster" in rows["guest"][5]
    moodle = grade_command("export", "gradebook", "--to", "moodle", "--roster", "roster.csv", check=0).stdout
    assert moodle.splitlines()[0].startswith("Username,Full name,ID number,Email address,hw1: relu,hw1,")
    canvas = list(csv.reader(grade_command("export", "gradebook", "--to", "canvas", check=0).stdout.splitlines()))
    assert canvas[0][:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert canvas[1] == ["Points Possible", "", "", "", "", "20"]
