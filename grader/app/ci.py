"""Grade a student's repository against its assignment: every exercise asked for, wherever in the repository it is."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.app.assignment import Assignment
from grader.app.boxes import Boxes
from grader.app.collect import collect
from grader.app.source import Source, source_of
from grader.app.submit import Order, grade
from grader.app.targets import answered
from grader.catalog.exercises import Entry, load
from grader.judge.screen import Parsed, parse
from grader.judge.seed import hidden_seed
from grader.spec.errors import InputError
from grader.spec.finding import Finding
from grader.spec.report import ExerciseResult, Report

MAX_FILES = 2000  # a repository with more Python files is no student's


@dataclass(frozen=True, slots=True)
class Answer:
    """The best answer to one exercise, points as the assignment counts them; report: on this exercise alone.

    line: the student's own, where to look; None in a notebook, and where no file answers the exercise.
    """

    exercise: str
    score: float
    max_score: float
    result: ExerciseResult
    report: Report
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What CI says. passed: the pass mark is reached, or without one everything is accepted."""

    answers: tuple[Answer, ...]
    refused: tuple[InputError, ...]
    passed: bool
    broken: bool

    @property
    def score(self) -> float:
        """Points got."""
        return sum(answer.score for answer in self.answers)

    @property
    def max_score(self) -> float:
        """Points that exercises are worth; quizzes are not sat in CI."""
        return sum(answer.max_score for answer in self.answers)


def grade_repository(
    folder: str, assignment: Assignment, entries: Mapping[str, Entry], order: Order, boxes: Boxes
) -> Outcome:
    """Every file of the repository that answers an exercise of the assignment; of two answers the better counts."""
    collected = collect([folder], max_files=MAX_FILES)
    refused = list(collected.refused)
    best: dict[str, Answer] = {}
    for item in collected.handed:
        try:
            source = source_of(item.read(), item.where)
        except InputError as error:
            refused.append(error)
            continue
        for answer in _answers(source, assignment, entries, order, boxes):
            old = best.get(answer.exercise)
            if old is None or answer.score > old.score:
                best[answer.exercise] = answer
    answers = tuple(
        best.get(id_) or _missing(entries[id_], points, order) for id_, points in assignment.exercises.items()
    )
    score, total = sum(a.score for a in answers), sum(a.max_score for a in answers)
    accepted = all(answer.result.verdict == "AC" for answer in answers)
    passed = accepted if assignment.pass_mark is None else score >= assignment.pass_mark * total - 1e-9
    broken = any(answer.result.verdict == "JE" for answer in answers)
    return Outcome(answers, tuple(refused), passed, broken)


def _answers(
    source: Source, assignment: Assignment, entries: Mapping[str, Entry], order: Order, boxes: Boxes
) -> Iterator[Answer]:
    parsed = parse(source.text)
    here = answered(source, parsed, entries)
    asked = tuple(id_ for id_ in here if id_ in assignment.exercises)
    if not asked:
        return
    # by the file's own hash: each push has cases of its own, and the same push the same ones
    seed = hidden_seed(order.secret, "ci", order.student, source.sha256)
    report = grade(source, entries, replace(order, exercises=asked, seed=seed), boxes)
    for result in report.results:
        points = assignment.exercises[result.exercise]
        score = points * result.score / result.max_score if result.max_score else 0.0
        line = None if source.cells else _line(result, parsed)
        yield Answer(result.exercise, round(score, 2), points, result, replace(report, results=(result,)), line)


def _missing(entry: Entry, points: float, order: Order) -> Answer:
    exercise = load(entry)
    finding = Finding("missing_function", {"name": entry.id, "found": [], "nearest": [], "inner": []})
    result = ExerciseResult(
        entry.id, entry.topic, exercise.title, "CE", 0.0, exercise.points, 0, entry.version, findings=(finding,)
    )
    return Answer(entry.id, 0.0, points, result, Report("", "", order.student, (result,)))


def _line(result: ExerciseResult, parsed: object) -> int:
    """The line that a finding names, else where the function begins."""
    findings = [*result.findings, *(f for case in result.cases if not case.passed for f in case.findings)]
    for finding in findings:
        frames: Sequence[Sequence[int]] = finding.params.get("frames") or ()
        if frames:
            return int(frames[-1][0])
        if isinstance(finding.params.get("line"), int):
            return int(finding.params["line"])
    if isinstance(parsed, Parsed):
        for node in ast.walk(parsed.tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == result.exercise:
                return node.lineno
    return 1
