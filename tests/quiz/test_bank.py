"""Every question of the bank keeps the contract; every practice question of the sources is covered."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.quiz.coverage import counts, coverage, missing
from grader.quiz.lint import check_question, slugs_of
from grader.quiz.lint_variants import variants
from grader.quiz.load import bank_root, load_bank, load_question, question_files, source_ids
from grader.quiz.mark import mark
from grader.spec.question import KINDS

FILES = question_files(bank_root())
SLUGS = slugs_of(bank_root().parent / "exercises")


@pytest.mark.parametrize("name", FILES)
def test_the_question_keeps_its_contract(name):
    report = check_question(load_question(FILES[name]), SLUGS)
    assert [f"{i.check}: {i.place}: {i.says}" for i in report.issues if i.severity == "error"] == []


@pytest.mark.parametrize("name", FILES)
def test_each_source_that_is_covered_exists(name):
    assert set(load_question(FILES[name]).covers) <= set(source_ids())


def test_every_practice_question_of_the_sources_is_covered():
    rows = coverage(load_bank(), source_ids())
    assert sum(row.required for row in rows) == 70
    assert [row.source for row in missing(rows)] == []


def test_a_source_that_nothing_covers_is_found():
    bank = load_bank()
    without = {k: q for k, q in bank.items() if "neurons-2" not in q.covers}
    assert "neurons-2" in [row.source for row in missing(coverage(without, source_ids()))]


def test_the_counts_add_up():
    bank = load_bank()
    assert all(sum(counter.values()) == len(bank) for counter in counts(bank).values())


def test_every_kind_is_in_the_bank():
    assert {load_question(path).kind for path in FILES.values()} == set(KINDS)


def test_the_manual_links_to_files_that_exist():
    manual = bank_root().parent / "docs" / "writing-a-question.md"
    links = re.findall(r"\]\((\.\./question_bank/[^)]+)\)", manual.read_text(encoding="utf-8"))
    assert len(links) == len(KINDS)
    assert all((manual.parent / link).is_file() for link in links)


def test_the_printed_outputs_are_what_torch_prints():
    """The keys of code questions come from running; one is known from the sources' own numbers."""
    q = load_question(FILES["tanh-output"])
    variant = variants(q, 1)[0]
    program = variant.drawn.params["program"]
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", program)]
    expected = " ".join(f"{math.tanh(n):.4f}" for n in numbers)
    assert mark(variant, expected).fraction == 1


def test_a_fresh_interpreter_prints_every_key_of_the_code_questions():
    keys = {}
    for name, path in FILES.items():
        question = load_question(path)
        if question.kind == "code_output":
            keys[name] = variants(question, 1)[0].drawn
    script = (
        "import json, sys, io, contextlib\n"
        "out = {}\n"
        "for name, program in json.load(sys.stdin).items():\n"
        "    text = io.StringIO()\n"
        "    with contextlib.redirect_stdout(text):\n"
        "        try:\n"
        "            exec(program, {})\n"
        "        except Exception as error:\n"
        "            print(type(error).__name__)\n"
        "    out[name] = text.getvalue().strip()\n"
        "print(json.dumps(out))\n"
    )
    programs = json.dumps({name: drawn.params["program"] for name, drawn in keys.items()})
    got = subprocess.run([sys.executable, "-c", script], input=programs, capture_output=True, text=True, check=True)
    assert json.loads(got.stdout) == {name: drawn.key for name, drawn in keys.items()}
    assert len(keys) >= 3


def test_no_generator_types_a_key():
    """Keys are computed: `key=` is never followed by a bare number in a generator that draws."""
    for path in sorted((bank_root() / "generators").glob("*.py")):
        typed = re.findall(r"key=-?\d[\d.]*\s*[,)]", Path(path).read_text(encoding="utf-8"))
        assert typed == [], path.name
