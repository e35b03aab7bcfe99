"""A quiz's marks as a class's scores, and as the item analysis sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from grader.app.quiz_paper import Paper
from grader.app.quiz_record import standing
from grader.quiz.stats import Analysis, Answer, analyze
from grader.store.marks import Marked, current_marks
from grader.store.quizzes import quiz_attempts
from grader.store.store import Store

Which = Literal["first", "last", "best", "mean"]


@dataclass(frozen=True, slots=True)
class Score:
    """One student's points. waiting: answers that a person has not confirmed yet."""

    student: str
    points: float
    max_points: float
    attempts: int
    waiting: int


def by_attempt(store: Store, paper: Paper) -> dict[str, dict[int, list[Marked]]]:
    """The marks that stand: student, then number of the attempt. An attempt without an answer is there too."""
    out: dict[str, dict[int, list[Marked]]] = defaultdict(dict)
    for attempt in quiz_attempts(store, quiz_id=paper.id):
        out[attempt.student][attempt.number] = []
    for row in standing(current_marks(store, quiz_id=paper.id)):
        out[row.student][row.number or 1].append(row)
    return dict(sorted(out.items()))


def earned(paper: Paper, rows: Iterable[Marked]) -> float:
    """Points of one attempt."""
    return sum((row.fraction or 0.0) * paper.questions[row.question].points for row in rows)


def counting(paper: Paper, attempts: dict[int, list[Marked]], which: Which) -> list[Marked]:
    """The attempt that counts."""
    if which == "best":
        return max(attempts.items(), key=lambda item: (earned(paper, item[1]), -item[0]))[1]
    return attempts[min(attempts) if which == "first" else max(attempts)]


def scores_of(store: Store, paper: Paper, which: Which = "best") -> list[Score]:
    """Every student's score, by name."""
    worth = sum(question.points for question in paper.questions.values())
    out = []
    for student, attempts in by_attempt(store, paper).items():
        rows = counting(paper, attempts, "best" if which == "mean" else which)
        total = earned(paper, rows)
        if which == "mean":
            total = sum(earned(paper, found) for found in attempts.values()) / len(attempts)
        waiting = sum(row.status in {"provisional", "needs_review"} for row in rows)
        out.append(Score(student, total, worth, len(attempts), waiting))
    return out


def analysis(store: Store, paper: Paper, which: Which = "first") -> tuple[Analysis, int]:
    """The item analysis of the first attempts, and how many answers are still waiting for a person."""
    answers, waiting = [], 0
    for student, attempts in by_attempt(store, paper).items():
        for row in counting(paper, attempts, which):
            waiting += row.status in {"provisional", "needs_review"}
            if row.fraction is not None:
                chosen = tuple(row.detail.get("chosen", ()))
                answers.append(Answer(student, row.question, row.fraction, chosen, row.language, row.seed))
    return analyze(answers), waiting
