"""What a class has not understood: read from the attempts that stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from grader.app.similar import Pair, prints, similar
from grader.spec.errors import InputError
from grader.store.history import Summary, attempt, source, summaries
from grader.store.store import Store

FEWEST = 5  # students, below which "too hard" is chance
HARD = 0.25  # share that passes at last
EASY_FEWEST = 10
MAX_COMMENTS = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class ExerciseLine:
    """One exercise: students who tried, who pass, who passed at once; mean share of the points; mean attempts."""

    exercise: str
    tried: int
    passed: int
    at_once: int
    mean: float
    attempts: float
    too_hard: bool
    never_fails: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """Students whose wrong answers are the same. key names it in the comments file; example: an attempt's number."""

    key: str
    exercise: str
    verdict: str
    diagnosis: str | None
    students: tuple[str, ...]
    example: int
    message: str
    comment: str


@dataclass(frozen=True, slots=True)
class Insights:
    """misconceptions: (exercise, slug, students that hold it now)."""

    students: int
    exercises: tuple[ExerciseLine, ...]
    misconceptions: tuple[tuple[str, str, int], ...]
    clusters: tuple[Cluster, ...]
    pairs: tuple[Pair, ...]


def read_comments(path: str | None) -> dict[str, str]:
    """Comments by cluster, as the instructor wrote them; a file that is not there yet has none.

    Raises:
        InputError: not a mapping of keys to texts.
    """
    if path is None or not Path(path).exists():
        return {}
    try:
        data = Path(path).read_bytes()
        table = yaml.safe_load(data) if len(data) <= MAX_COMMENTS else None
    except (OSError, yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("bad_comments", file=path, reason=str(error).split("\n")[0]) from error
    if table is None and not data.strip(b" \n#"):
        return {}
    if not isinstance(table, dict) or not all(isinstance(v, str) or v is None for v in table.values()):
        raise InputError("bad_comments", file=path, reason="key: text")
    return {str(key): (text or "").strip() for key, text in table.items()}


def insights(
    store: Store, assignment: str | None, batch: str | None, comments: Mapping[str, str], wanted: Sequence[str] = ()
) -> Insights:
    """Everything, from what stands in the store."""
    rows = [row for row in summaries(store, assignment=assignment, batch=batch) if row.verdict != "JE"]
    if not rows:
        raise InputError("nothing_recorded", what=assignment or batch or "-")
    best = best_rows(rows)
    order = [e for e in wanted if any(key[1] == e for key in best)]
    order += sorted({row.exercise for row in rows} - set(order))
    lines = tuple(_line(exercise, rows, best) for exercise in order)
    wrong = [row for row in best.values() if row.verdict != "AC"]
    counts = Counter((row.exercise, row.diagnosis) for row in wrong if row.diagnosis is not None)
    named = tuple((exercise, slug, count) for (exercise, slug), count in counts.most_common())
    return Insights(
        len({row.student for row in rows}), lines, named, _clusters(store, wrong, comments), tuple(_pairs(store, rows))
    )


def best_rows(rows: Iterable[Summary]) -> dict[tuple[str, str], Summary]:
    """Each student's best attempt at each exercise; of equal ones the last."""
    best: dict[tuple[str, str], Summary] = {}
    for row in rows:
        old = best.get((row.student, row.exercise))
        if old is None or (row.score, row.verdict == "AC") >= (old.score, old.verdict == "AC"):
            best[row.student, row.exercise] = row
    return best


def _line(exercise: str, rows: Sequence[Summary], best: Mapping[tuple[str, str], Summary]) -> ExerciseLine:
    mine = [row for (_, of), row in best.items() if of == exercise]
    tries = [row for row in rows if row.exercise == exercise]
    first: dict[str, Summary] = {}
    for row in tries:
        first.setdefault(row.student, row)
    passed = sum(row.verdict == "AC" for row in mine)
    share = passed / len(mine)
    return ExerciseLine(
        exercise,
        len(mine),
        passed,
        sum(row.verdict == "AC" for row in first.values()),
        fmean(row.score / row.max_score if row.max_score else 0.0 for row in mine),
        len(tries) / len(mine),
        too_hard=len(mine) >= FEWEST and share < HARD,
        never_fails=len(mine) >= EASY_FEWEST and all(row.verdict == "AC" for row in tries),
    )


def cluster_key(row: Summary) -> str:
    """Names the mistake: equal for equal wrong answers."""
    return f"{row.exercise}:{row.fingerprint or row.diagnosis or row.verdict}"


def _clusters(store: Store, wrong: Sequence[Summary], comments: Mapping[str, str]) -> tuple[Cluster, ...]:
    groups = defaultdict[str, list[Summary]](list)
    for row in wrong:
        if row.fingerprint or row.diagnosis:  # a file that does not parse gave no answer to be alike
            groups[cluster_key(row)].append(row)
    made = []
    for key, rows in groups.items():
        recorded = attempt(store, rows[0].id)
        message = _message(recorded.report) if recorded else ""
        students = tuple(sorted({row.student for row in rows}))
        comment = comments.get(key, "")
        first = rows[0]
        made.append(Cluster(key, first.exercise, first.verdict, first.diagnosis, students, first.id, message, comment))
    return tuple(sorted(made, key=lambda cluster: (-len(cluster.students), cluster.key)))


def _message(report: Mapping[str, Any]) -> str:
    """What the student was told first."""
    if report.get("diagnosis"):
        return str(report["diagnosis"]["message"])
    found = [*report.get("findings", ()), *(f for case in report.get("cases", ()) for f in case["findings"])]
    return str(found[0]["message"] if found else report.get("message", ""))


def _pairs(store: Store, rows: Sequence[Summary]) -> list[Pair]:
    """Over each student's last source of each file; a student is never compared with herself."""
    last: dict[tuple[str, str], str] = {(row.student, row.file): row.source_sha256 for row in rows}
    marks: dict[str, frozenset[int]] = {}
    for sha256 in set(last.values()):
        marks[sha256] = prints(source(store, sha256) or "")
    by_student = defaultdict[str, frozenset[int]](frozenset)
    for (student, _), sha256 in last.items():
        by_student[student] |= marks[sha256]
    return similar(by_student)
