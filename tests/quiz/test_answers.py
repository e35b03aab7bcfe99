import pytest

from grader.quiz.answers import read_answers
from grader.quiz.node import BadFileError

KNOWN = ("q-one", "q-two")


def written(tmp_path, text, name="answers.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_csv_of_a_class_is_read_as_typed(tmp_path):
    path = written(
        tmp_path, '\ufeffstudent,question,answer,lang\nआशा,q-one,"[1, 2]",hi\nआशा,q-two, ०.५ ,\nरवि,q-one,"a\nb",en\n'
    )
    rows = read_answers(path, KNOWN, "en")
    assert [(r.student, r.question, r.raw, r.lang) for r in rows] == [
        ("आशा", "q-one", "[1, 2]", "hi"),
        ("आशा", "q-two", " ०.५ ", "en"),
        ("रवि", "q-one", "a\nb", "en"),
    ]


def test_a_yaml_of_one_student_is_read_as_typed(tmp_path):
    path = written(tmp_path, "asha:\n  q-one: 0.50\n  q-two: no\n", "answers.yaml")
    assert [(r.raw, r.line) for r in read_answers(path, KNOWN, "hi")] == [("0.50", 2), ("no", 3)]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("student,question,answer\na,q-three,1\n", 2, "a question of this quiz"),
        ("student,question,answer\na,q-one,1\na,q-one,2\n", 3, "line 2 has one already"),
        ("student,question\na,q-one\n", 1, "expected the columns"),
        ("student,question,answer,marks\na,q-one,1,2\n", 1, "expected the columns"),
        ("student,question,answer\na,q-one\n", 2, "expected 3 columns"),
        ("student,question,answer\na,q-one,1,2\n", 2, "expected 3 columns"),
        ("student,question,answer,lang\na,q-one,1,fr\n", 2, "expected one of"),
        ("student,question,answer\n,q-one,1\n", 2, "expected a student"),
        ('student,question,answer\na,q-one,"1\n', 2, "expected CSV"),
        ("student,question,answer\n", 1, "at least one answer"),
        (b"student,question,answer\na,q-one,\xff\n", 1, "UTF-8"),
        ("student,question,answer\na,q-one," + "x" * 20_000 + "\n", 2, "at most"),
    ],
)
def test_a_bad_file_is_refused_whole_with_its_line(tmp_path, text, line, expected):
    with pytest.raises(BadFileError) as caught:
        read_answers(written(tmp_path, text), KNOWN, "en")
    assert caught.value.line == line
    assert expected in caught.value.expected


def test_one_student_in_two_unicode_forms_is_one(tmp_path):
    text = "student,question,answer\nज\u093cोया,q-one,1\n\u095bोया,q-one,2\n"
    with pytest.raises(BadFileError, match="already"):
        read_answers(written(tmp_path, text), KNOWN, "hi")


def test_a_list_as_answer_is_refused_with_its_place(tmp_path):
    path = written(tmp_path, "asha:\n  q-one: [1, 2]\n", "answers.yaml")
    with pytest.raises(BadFileError) as caught:
        read_answers(path, KNOWN, "en")
    assert caught.value.place == "asha.q-one"
