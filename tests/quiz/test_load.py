import json

import pytest
from make import CHOICE, FORMULA, HEAD, NUMERIC, ORDERING, question

from grader.quiz.load import bank_root, load_question, question_files, question_of
from grader.quiz.node import BadFileError, of_plain, parse, read


def refused(kind, body="", head=HEAD):
    with pytest.raises(BadFileError) as caught:
        question(kind, body, head=head)
    return caught.value


def test_a_good_question_loads():
    assert question("choice", CHOICE).body.options[0].correct


@pytest.mark.parametrize(
    ("body", "place", "expected"),
    [
        ("surprise: 1\n" + CHOICE, "surprise", "unknown key"),
        (CHOICE.replace("id: good", "idd: good"), "options[0].idd", "unknown key"),
        (CHOICE.replace(", en: The wrong thing}", "}"), "options[1].text", "missing key 'en'"),
        (
            CHOICE.replace("{hi: ग़लत बात, en: The wrong thing}", "{hi: '', en: The wrong thing}"),
            "options[1].text.hi",
            "expected a text",
        ),
        (CHOICE.replace("correct: true, ", ""), "options[0]", "missing key 'feedback'"),
        (CHOICE.replace("id: worse", "id: bad"), "options", "ids that differ"),
        (CHOICE.replace("id: bad", "id: Bad One"), "options[1].id", "lower-case words"),
        (CHOICE.replace("The wrong thing}", "'The $x thing'}"), "options[1].text.en", "broken LaTeX"),
        (CHOICE.replace("The wrong thing}", r"'The $\frac{1}{2$ thing'}"), "options[1].text.en", "broken LaTeX"),
        (CHOICE.replace("The wrong thing}", r"'The $\left( x$ thing'}"), "options[1].text.en", r"as many \left"),
        (
            CHOICE.replace("The wrong thing}", r"'The $\fracc{1}{2}$ thing'}"),
            "options[1].text.en",
            r"instead of \fracc",
        ),
        (CHOICE.replace("The wrong thing}", r"'The \alpha thing'}"), "options[1].text.en", r"\alpha inside"),
        (
            CHOICE.replace("The wrong thing}", r"'The $\begin{bmatrix} 1$ thing'}"),
            "options[1].text.en",
            r"matching \end",
        ),
        (CHOICE.replace("ग़लत बात", "'यह $क$ है'"), "options[1].text.hi", "no Devanagari in maths"),
        ("covers: [neurons-99]\n" + CHOICE, "covers[0]", "sources.tsv"),
        ("points: 0\n" + CHOICE, "points", "above 0"),
        ("generator: activations\n" + CHOICE, "generator", "module.function"),
        ("options: []\n", "options", "two to"),
    ],
)
def test_a_mistake_is_named_by_place_and_expectation(body, place, expected):
    error = refused("choice", body)
    assert error.place == place
    assert expected in error.expected
    assert error.file == "planted.yaml"


def test_the_line_is_the_line_of_the_mistake():
    text = "kind: choice\nlevel: 1\nstem:\n  hi: सवाल\n  eng: question\n"
    root = parse(text + "solution: {hi: क, en: a}\noptions: []\n", "f.yaml")
    with pytest.raises(BadFileError) as caught:
        question_of(root, "q", "losses")
    assert str(caught.value).startswith("f.yaml:5: stem.eng: unknown key")


@pytest.mark.parametrize(
    ("kind", "body", "place"),
    [
        ("numeric", "wrong: {}\n", ""),
        ("numeric", NUMERIC + "tolerance: {rel: 5}\n", "tolerance"),
        ("numeric", NUMERIC + "tolerance: about\n", "tolerance"),
        ("formula", FORMULA.replace("[-4, 4]", "[4, -4]"), "variables.x"),
        ("formula", FORMULA.replace("e^{-x}", "e^{-q}"), "answer"),
        ("formula", FORMULA.replace("'1/(1+e^x)'", "'1/(1+'"), "wrong.sign-lost.formula"),
        ("ordering", ORDERING.replace("RULE", "half"), "credit"),
        ("ordering", ORDERING.replace("RULE", "pairs").replace("then: third-part", "then: first-part"), "before"),
        ("ordering", ORDERING.replace("RULE", "pairs").replace("then: third-part", "then: fourth"), "before[1].then"),
        ("riddle", "", "kind"),
        ("code", "", ""),
    ],
)
def test_each_kind_refuses_what_it_cannot_use(kind, body, place):
    assert refused(kind, body).place == place


@pytest.mark.parametrize(
    "change",
    [("level: 1", "level: 4"), ("level: 1", "level: easy"), ("This is a question.", "'The answer is {{key}}.'")],
)
def test_the_head_is_checked(change):
    refused("choice", CHOICE, head=HEAD.replace(*change))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "twice"),
        ("a: [1\n", "expected YAML"),
        ("", "empty file"),
        ("{{x}}: 1\n", "expected a word as key"),
        ("a: &x 1\nb: *y\n", "expected YAML"),
        ("a: &x [1, 2]\nb: [*x, *x]\n", "no aliases"),
        ("a: " + "[" * 2000 + "]" * 2000, "at most 12 levels"),
        ("a: " + "[" * 20 + "1" + "]" * 20, "at most 12 levels"),
    ],
)
def test_broken_yaml_is_named_by_line(text, expected):
    with pytest.raises(BadFileError) as caught:
        parse(text, "f.yaml")
    assert expected in str(caught.value)


def test_only_true_and_false_are_booleans():
    root = parse("a: no\nb: true\nc: 2026-01-01\nd: 1e-6\n", "f.yaml").mapping()
    assert [root[key].value for key in "abcd"] == ["no", True, "2026-01-01", 1e-6]


def test_a_stored_question_loads_as_the_same_question():
    for path in question_files(bank_root()).values():
        again = question_of(of_plain(json.loads(json.dumps(read(path).plain())), "stored"), path.stem, path.parent.name)
        assert again == load_question(path)


def test_a_fault_in_a_stored_question_names_the_place():
    tree = of_plain({"kind": "choice", "level": 1, "odd": 2}, "stored")
    with pytest.raises(BadFileError, match=r"stored:0: odd: unknown key"):
        question_of(tree, "q", "losses")


def test_a_file_that_is_no_utf8_is_refused(tmp_path):
    path = tmp_path / "losses" / "bad.yaml"
    path.parent.mkdir()
    path.write_bytes(b"kind: \xff\xfe")
    with pytest.raises(BadFileError, match="UTF-8"):
        load_question(path)


def test_folder_and_name_are_checked(tmp_path):
    with pytest.raises(BadFileError, match="topic"):
        load_question(tmp_path / "cooking" / "rice.yaml")
    with pytest.raises(BadFileError, match="file name"):
        load_question(tmp_path / "losses" / "Rice_1.yaml")


def test_two_files_with_one_id_are_refused(tmp_path):
    for topic in ("losses", "tuning"):
        (tmp_path / topic).mkdir()
        (tmp_path / topic / "same.yaml").write_text("kind: code\n", encoding="utf-8")
    with pytest.raises(BadFileError, match="an id of its own"):
        question_files(tmp_path)
