"""A class's papers: thirty bilingual questions, sixty copies, each with its own numbers."""

import time

import pytest

from grader.quiz.load import load_bank
from grader.quiz.paper import Draw, Quiz, choose
from grader.spec.text import LANGS, Text

pytest.importorskip("typst")

LIMIT_S = 20.0  # of computing: on an idle machine with two cores the clock shows less


def test_sixty_copies_of_thirty_questions():
    from grader.app.quiz_paper import Paper
    from grader.app.quiz_render import copies
    from grader.render.quiz_pdf import pdf

    bank = load_bank()
    names = choose(bank, Draw(30), 1)
    paper = Paper(1, "bench", Quiz(title=Text("परीक्षा", "Paper"), questions=names), {n: bank[n] for n in names}, b"s")
    begun, clock = time.process_time(), time.perf_counter()
    made = pdf(copies(paper, range(1, 61), LANGS))
    spent, waited = time.process_time() - begun, time.perf_counter() - clock
    print(f"60 copies: {spent:.1f} s computing, {waited:.1f} s by the clock, {len(made) / 1e6:.1f} MB")  # noqa: T201  # a measurement
    assert spent < LIMIT_S
