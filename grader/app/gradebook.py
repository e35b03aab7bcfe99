"""Marks for a platform: exercises and quizzes together, late rules applied, best, last or mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from grader.app.assignment import Assignment, Counts
from grader.app.insights import cluster_key
from grader.app.quiz_paper import Paper
from grader.app.quiz_stats import scores_of
from grader.app.roster import Person, matched
from grader.spec.finding import Finding
from grader.store.history import Summary, summaries
from grader.store.store import Store


@dataclass(frozen=True, slots=True)
class Mark:
    """Points for one item. late: the share lost at the attempt that counts. uncounted: attempts beyond the limit."""

    points: float
    attempts: int = 0
    late: float = 0.0
    uncounted: int = 0
    diagnosis: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One student. person: from the roster; None for work that nobody in it can have done. marks by item."""

    student: str
    person: Person | None
    marks: Mapping[str, Mark]
    remarks: tuple[Finding, ...]

    @property
    def total(self) -> float:
        """All points."""
        return sum(mark.points for mark in self.marks.values())


@dataclass(frozen=True, slots=True)
class Gradebook:
    """items: points by item, exercises first."""

    title: str
    items: Mapping[str, float]
    lines: tuple[Line, ...]


def gradebook(
    store: Store,
    assignment: Assignment,
    papers: Mapping[str, Paper],
    people: Sequence[Person] = (),
    comments: Mapping[str, str] | None = None,
) -> Gradebook:
    """Everybody in the roster and everybody who handed in."""
    marks = _exercise_marks(summaries(store, assignment=assignment.id), assignment, comments or {})
    for quiz, points in assignment.quizzes.items():
        for score in scores_of(store, papers[quiz], assignment.counts):
            share = score.points / score.max_points if score.max_points else 0.0
            marks[score.student][quiz] = Mark(round(points * share, 2), score.attempts)
    found = matched(people, marks)
    of_person = defaultdict[str, list[str]](list)
    for student, person in found.items():
        of_person[person.student].append(student)
    lines = [_line(person, of_person[person.student], marks) for person in people]
    unknown = sorted(student for student in marks if student not in found)
    remark = (Finding("gradebook_not_in_roster"),) if people else ()
    lines += [Line(student, None, marks[student], (*remark, *_remarks(marks[student]))) for student in unknown]
    return Gradebook(assignment.id, {**assignment.exercises, **assignment.quizzes}, tuple(lines))


def _exercise_marks(
    rows: Iterable[Summary], assignment: Assignment, comments: Mapping[str, str]
) -> defaultdict[str, dict[str, Mark]]:
    tries = defaultdict[tuple[str, str], list[Summary]](list)
    for row in rows:
        if row.verdict != "JE" and row.exercise in assignment.exercises:
            tries[row.student, row.exercise].append(row)
    marks = defaultdict[str, dict[str, Mark]](dict)
    for (student, exercise), mine in tries.items():
        # a regrade takes the place of the attempt it replaces
        mine.sort(key=lambda row: (row.submitted_at, row.original or row.id))
        marks[student][exercise] = mark_of(mine, assignment, assignment.exercises[exercise], comments)
    return marks


def mark_of(rows: Sequence[Summary], assignment: Assignment, worth: float, comments: Mapping[str, str]) -> Mark:
    """The mark for one exercise, from a student's attempts in their order."""
    counted = rows[: assignment.attempts] if assignment.attempts else rows
    kept = [assignment.kept(row.submitted_at) for row in counted]
    shares = [
        row.score / row.max_score * keep if row.max_score else 0.0 for row, keep in zip(counted, kept, strict=True)
    ]
    at = _counting(shares, assignment.counts)
    share = fmean(shares) if assignment.counts == "mean" else shares[at]
    row = counted[at]
    wrong = row.verdict != "AC"
    return Mark(
        round(worth * share, 2),
        len(counted),
        round(1 - kept[at], 4),
        len(rows) - len(counted),
        row.diagnosis if wrong else None,
        comments.get(cluster_key(row), "") if wrong else "",
    )


def _counting(shares: Sequence[float], counts: Counts) -> int:
    """Which attempt the remarks are about; for a mean, the best."""
    return len(shares) - 1 if counts == "last" else max(range(len(shares)), key=lambda at: (shares[at], at))


def _line(person: Person, students: Sequence[str], marks: Mapping[str, Mapping[str, Mark]]) -> Line:
    """Work signed in two ways is one student's: for each item the better mark."""
    merged: dict[str, Mark] = {}
    for student in students:
        for item, mark in marks[student].items():
            if item not in merged or mark.points > merged[item].points:
                merged[item] = mark
    remarks = (Finding("gradebook_nothing"),) if not merged else tuple(_remarks(merged))
    return Line(person.student, person, merged, remarks)


def _remarks(marks: Mapping[str, Mark]) -> list[Finding]:
    said: list[Finding] = []
    for item, mark in marks.items():
        if mark.late:
            said.append(Finding("gradebook_late", {"item": item, "percent": f"{100 * mark.late:g}"}))
        if mark.uncounted:
            said.append(Finding("gradebook_uncounted", {"item": item, "count": str(mark.uncounted)}))
        if mark.comment:
            said.append(Finding("gradebook_comment", {"item": item, "comment": mark.comment}))
        elif mark.diagnosis:
            said.append(Finding("gradebook_diagnosis", {"item": item, "diagnosis": mark.diagnosis}))
    return said
