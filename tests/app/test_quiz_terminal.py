"""The instructor's and the student's way through a quiz, in the terminal."""

import csv
import json

import pytest

QUESTIONS = ("slowest-layers", "weighted-sum-value", "dying-relu")
ASKED = [word for name in QUESTIONS for word in ("-q", name)]
GOOD = "For almost all inputs z is negative so the gradient is zero and the unit never learns."


@pytest.fixture
def quiz(grade_command):
    grade_command("quiz", "new", "week1", *ASKED, "--title", "Week 1", check=0)
    return grade_command


def answers(path, rows, columns=("student", "question", "answer", "lang")):
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerows([columns, *rows])
    return path


def test_a_quiz_is_made_listed_and_shown_in_both_languages(quiz):
    assert "week1: Week 1 3 questions" in quiz("quiz", "list", check=0).stdout
    shown = quiz("quiz", "show", "week1", "--lang", "hi", check=0).stdout
    assert "1. slowest-layers (gradient_flow, एक विकल्प, level 1)" in shown


def test_the_same_name_is_not_taken_in_silence(quiz):
    again = quiz("quiz", "new", "week1", *ASKED)
    assert again.returncode == 2
    assert "There is a quiz named week1 already" in again.stderr
    quiz("quiz", "new", "week1", *ASKED, "--replace", check=0)


def test_a_quiz_is_drawn_by_topic_level_kind_and_seed(grade_command):
    drawn = ["--topic", "optimizers", "--level", "2", "--kind", "numeric", "-n", "2", "--seed", "9"]
    for name in ("a", "b"):
        grade_command("quiz", "new", name, *drawn, check=0)
    shown = [grade_command("quiz", "show", name, check=0).stdout.splitlines()[1:] for name in ("a", "b")]
    assert shown[0] == shown[1]
    assert all("(optimizers, number, level 2)" in line for line in shown[0] if line[:1].isdigit())
    too_many = grade_command("quiz", "new", "c", "--topic", "losses", "-n", "200")
    assert too_many.returncode == 2
    assert "200 questions asked for; the bank has" in too_many.stderr


def test_what_cannot_be_read_costs_nothing_and_the_language_switches(quiz):
    done = quiz("quiz", "take", "week1", stdin=f"Z\n:hi\nB\n1000\n{GOOD}\n")
    assert done.returncode == 1
    assert '"Z" names no option' in done.stdout
    assert "एक network में 20 sigmoid layers हैं" in done.stdout
    assert done.stdout.count("प्रश्न 1/3") == 1
    assert "शिक्षक की पुष्टि तक" not in done.stdout  # the result is in the language of the command
    assert "until a teacher confirms" in done.stdout
    assert "│" not in done.stdout  # no table borders around Devanagari


def test_a_quiz_goes_on_where_it_was_left(quiz):
    left = quiz("quiz", "take", "week1", stdin="B\n:q\n")
    assert left.returncode == 130
    assert "Your answers are kept" in left.stdout
    resumed = quiz("quiz", "take", "week1", stdin="0\nx\n").stdout
    assert "1 answer(s) are kept" in resumed
    assert "Question 1/3" not in resumed


def test_attempts_are_limited(grade_command):
    grade_command("quiz", "new", "once", "-q", "slowest-layers", "--attempts", "1", check=0)
    grade_command("quiz", "take", "once", stdin="A\n")
    again = grade_command("quiz", "take", "once", stdin="A\n")
    assert again.returncode == 2
    assert "at most" in again.stderr or "you have used them all" in again.stderr


def test_each_student_has_numbers_of_their_own_for_ever(quiz):
    first, again, other = (
        quiz("quiz", "render", "week1", "--to", "md", "--student", who, "--out", "-", check=0).stdout
        for who in ("asha", "asha", "ravi")
    )
    assert first == again
    assert first != other


def test_with_a_course_secret_another_database_gives_the_same_paper(grade_command, tmp_path):
    papers = []
    for name in ("one", "two"):
        env = {"GRADE_SECRET": "course", "GRADE_DB": f"sqlite:///{tmp_path}/{name}.db"}
        grade_command("quiz", "new", "w", *ASKED, env=env, check=0)
        papers.append(grade_command("quiz", "render", "w", "--to", "md", "--out", "-", env=env, check=0).stdout)
    assert papers[0] == papers[1]
    without = grade_command("quiz", "show", "w", env={"GRADE_DB": f"sqlite:///{tmp_path}/one.db"})
    assert without.returncode == 2
    assert "GRADE_SECRET" in without.stderr


def test_a_file_is_marked_once_reviewed_and_regraded(quiz, tmp_path):
    rows = [
        ("asha", "slowest-layers", "input ke paas", "hi"),
        ("asha", "weighted-sum-value", "१२३", "hi"),
        ("asha", "dying-relu", GOOD, "en"),
        ("ravi", "dying-relu", GOOD.upper(), "en"),
    ]
    file = answers(tmp_path / "a.csv", rows)
    first = quiz("quiz", "mark", "week1", file)
    assert first.returncode == 1
    assert "1 could not be read" in first.stdout
    assert quiz("quiz", "mark", "week1", file).stdout == first.stdout
    assert (
        "asha: 1 of 3 points (1 attempt(s); 1 answer(s) not confirmed yet)"
        in quiz("quiz", "show", "week1", "--scores").stdout
    )
    listed = quiz("review", "week1", "--list", check=1).stdout
    assert "2 answer(s) wait, 1 of them different." in listed
    reviewed = quiz("review", "week1", stdin="7\n0.5\n", check=0).stdout
    assert "Type a number from 0 to 1." in reviewed
    assert "Confirmed 2 mark(s)." in reviewed
    assert "Nothing waits" in quiz("review", "week1", check=0).stdout
    assert "asha: 0.5 of 3 points (1 attempt(s))" in quiz("quiz", "show", "week1", "--scores").stdout
    regraded = quiz("quiz", "regrade", "week1", check=0).stdout
    assert "the marks of 0 would change" in regraded
    assert "2 marks were given by a person" in regraded


def test_a_regrade_shows_before_it_writes(quiz, tmp_path):
    import sqlite3

    quiz("quiz", "mark", "week1", answers(tmp_path / "a.csv", [("asha", "slowest-layers", "A", "en")]))
    path = tmp_path / "grade.db"
    with sqlite3.connect(path) as db:  # as if the key had been wrong when it was marked
        (fraction,) = db.execute("select fraction from mark").fetchone()
        triggers = [name for (name,) in db.execute("select name from sqlite_master where type='trigger'")]
        for name in triggers:
            db.execute(f"drop trigger {name}")
        db.execute("update mark set fraction = ?", (1 - fraction,))
    seen = quiz("quiz", "regrade", "week1", check=0).stdout
    assert f"asha, slowest-layers: {1 - fraction:g} -> {fraction:g}" in seen
    assert quiz("quiz", "regrade", "week1", "--apply").returncode == 2
    assert "Wrote 1 new marks" in quiz("quiz", "regrade", "week1", "--apply", "--reason", "key", check=0).stdout
    assert "the marks of 0 would change" in quiz("quiz", "regrade", "week1", check=0).stdout
    with sqlite3.connect(path) as db:
        assert db.execute("select count(*), max(reason) from mark").fetchone() == (2, "key")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("a", "no-such", "x", "en")], "a question of this quiz"),
        ([("a", "dying-relu", "x", "en"), ("a", "dying-relu", "y", "en")], "one answer"),
        ([("a", "dying-relu", "x", "fr")], "one of: hi, en"),
    ],
)
def test_a_bad_file_of_answers_records_nothing(quiz, tmp_path, rows, says):
    done = quiz("quiz", "mark", "week1", answers(tmp_path / "a.csv", rows))
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Nobody has taken" in quiz("quiz", "show", "week1", "--scores", check=0).stdout


def test_a_printed_copy_is_marked_by_its_id(quiz, tmp_path):
    sheet = quiz("quiz", "render", "week1", "--to", "md", "--copies", "2", "--out", "-", check=0).stdout
    copy = sheet.rpartition("Copy: ")[2].split()[0]
    key = quiz("quiz", "render", "week1", "--to", "md", "--key", "--copy", copy, "--lang", "en", "--out", "-").stdout
    letter = key.partition("**Answer:** ")[2].split()[0]
    columns = ("student", "question", "answer", "copy")
    file = answers(tmp_path / "p.csv", [("asha", "slowest-layers", letter, copy)], columns)
    assert "asha: 1 of 3 points" in quiz("quiz", "mark", "week1", file).stdout
    bad = answers(tmp_path / "q.csv", [("asha", "slowest-layers", letter, "002-AAAA")], columns)
    done = quiz("quiz", "mark", "week1", bad)
    assert done.returncode == 2
    assert "No copy 002-AAAA" in done.stderr


def test_statistics_never_stand_without_their_n(quiz, tmp_path):
    rows = [(f"s{n}", "slowest-layers", "AB"[n % 2], "hi" if n < 6 else "en") for n in range(12)]
    quiz("quiz", "mark", "week1", answers(tmp_path / "a.csv", rows))
    text = quiz("quiz", "stats", "week1", check=0).stdout
    numbers = [line for line in text.splitlines() if "%" in line or " r:" in line]
    assert numbers
    assert all("n = " in line for line in numbers)
    assert "IRT needs at least 30 students." in text
    data = json.loads(quiz("quiz", "stats", "week1", "--format", "json", check=0).stdout)
    assert data["schema"] == "pariksha.stats/1"
    assert data["items"][0]["facility"]["n"] == 12


def test_practice_brings_a_wrong_answer_back_and_teaches(grade_command):
    pytest.importorskip("fsrs")
    done = grade_command(
        "practice", "--topic", "gradient_flow", "--level", "1", "-n", "1", "--lang", "hi", stdin=":q\n"
    )
    assert done.returncode == 130
    done = grade_command("practice", "--topic", "gradient_flow", "--level", "1", "-n", "1", stdin="B\nB\nB\n0\n:s\n")
    assert done.returncode in {0, 1}


def test_coverage_is_whole_for_the_seventy_and_red_when_one_is_gone():
    from grader.app.quiz_coverage import coverage
    from grader.quiz.load import load_bank

    bank = load_bank()
    rows = [row for row in coverage(bank) if not row.mistake and "checklist" not in row.id]
    assert len(rows) == 70
    assert [row.id for row in rows if not row.questions] == []
    fewer = {name: q for name, q in bank.items() if rows[0].id not in q.covers}
    assert not coverage(fewer)[0].questions


def test_author_check_takes_question_files(grade_command, tmp_path):
    from grader.quiz.load import bank_root

    good = bank_root() / "gradient_flow" / "slowest-layers.yaml"
    assert "Checked 1 questions: 0 at fault" in grade_command("author", "check", good, check=0).stdout
    bad = tmp_path / "gradient_flow" / "slowest-layers.yaml"
    bad.parent.mkdir()
    bad.write_text(good.read_text(encoding="utf-8").replace("level: 1", "level: 7"), encoding="utf-8")
    assert "expected 1, 2 or 3" in grade_command("author", "check", bad, check=1).stdout


def test_progress_shows_quiz_answers_the_weakest_topic_first(quiz, tmp_path):
    rows = [("asha", "weighted-sum-value", "123456", "en"), ("asha", "dying-relu", GOOD, "en")]
    quiz("quiz", "mark", "week1", answers(tmp_path / "a.csv", rows))
    lines = quiz("progress", check=0).stdout.splitlines()
    bars = [line for line in lines if "█" in line or "░" in line]
    assert "░░░░░░░░░░ 0%  Neurons (answers: 1)" in bars[0]
    assert "Activation functions" in bars[1]
    assert "सबसे कमज़ोर topic पहले" in quiz("progress", "--lang", "hi", check=0).stdout
