"""Grade one file: source to report, and the attempts recorded."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.app.boxes import Boxes
from grader.app.feedback import with_feedback
from grader.app.run import Job, run
from grader.app.source import Source
from grader.app.targets import Target, find_targets
from grader.catalog.exercises import Entry
from grader.judge.caseset import CaseSet, case_set
from grader.judge.fingerprint import fingerprint
from grader.judge.screen import Admitted, parse
from grader.judge.seed import hidden_seed
from grader.judge.verdict import judge
from grader.judge.warned import split_warnings
from grader.spec.exercise import Exercise
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome
from grader.spec.report import ExerciseResult, Report


@dataclass(frozen=True, slots=True)
class Order:
    """Who hands in, and how the hidden cases are drawn.

    seed: the same hidden cases as the attempt that had this seed; secret: keys the seeds (GRADE_SECRET);
    attempt: counts the student's attempts, so that with a secret too each has cases of its own.
    """

    student: str
    exercises: tuple[str, ...] = ()
    seed: int | None = None
    secret: str | None = None
    attempt: str = "0"
    samples_only: bool = False


def grade(source: Source, entries: Mapping[str, Entry], order: Order, boxes: Boxes) -> Report:
    """The report on one file. Records nothing.

    Raises:
        InputError: the file answers no exercise, or an unknown one is asked for.
    """
    parsed = parse(source.text)
    targets = find_targets(source, parsed, entries, order.exercises)
    seeds = [_seed(target, order) for target in targets]
    start = time.perf_counter()
    jobs = {
        index: Job(target.admitted, _cases(target.exercise, seed, order.samples_only))
        for index, (target, seed) in enumerate(zip(targets, seeds, strict=True))
        if isinstance(target.admitted, Admitted)
    }
    outcomes = dict(zip(jobs, run(source, list(jobs.values()), boxes), strict=True))
    results = []
    for index, (target, seed) in enumerate(zip(targets, seeds, strict=True)):
        blank = _blank(target, seed)
        if isinstance(target.admitted, Finding):
            results.append(replace(blank, verdict="CE", findings=(target.admitted,)))
            continue
        level = boxes.get(jobs[index].flavor).isolation.level
        result = _judged(blank, jobs[index].cases, outcomes[index])
        if not order.samples_only and not isinstance(parsed, Finding):
            result = with_feedback(result, jobs[index], outcomes[index], source, parsed, boxes)
        results.append(replace(result, isolation=level))
    spent = (time.perf_counter() - start) * 1000 / len(results)
    timed = tuple(replace(result, milliseconds=round(spent, 1)) for result in results)
    return Report(source.name, source.sha256, order.student, timed, source.remarks)


def _seed(target: Target, order: Order) -> int:
    if order.seed is not None:
        return order.seed
    return hidden_seed(order.secret, target.entry.id, target.entry.version, order.student, order.attempt)


@lru_cache(maxsize=256)  # a batch has one seed for each exercise; a lone submission fills one place
def _cases(exercise: Exercise, seed: int, samples_only: bool) -> CaseSet:
    return case_set(exercise, seed, samples_only=samples_only)


def _blank(target: Target, seed: int) -> ExerciseResult:
    exercise = target.exercise
    return ExerciseResult(
        exercise=target.entry.id,
        topic=target.entry.topic,
        title=exercise.title,
        verdict="JE",
        score=0.0,
        max_score=exercise.points,
        seed=seed,
        version=target.entry.version,
    )


def _judged(blank: ExerciseResult, cases: CaseSet, outcomes: Sequence[Outcome]) -> ExerciseResult:
    try:
        judgement = judge(cases, outcomes)
    except Exception as error:  # noqa: BLE001  # a judge's exception is ours (JE), never the student's WA
        finding = Finding("judge_error", {"reason": f"{type(error).__name__}: {error}"})
        return replace(blank, verdict="JE", findings=(finding,))
    results, warned = split_warnings(judgement.cases)
    return replace(
        blank,
        verdict=judgement.verdict,
        score=judgement.score,
        cases=results,
        remarks=(warned,) if warned is not None and judgement.verdict == "AC" else (),
        checks=judgement.checks,
        diagnosis=judgement.diagnosis,
        fingerprint=fingerprint(cases.prepared, outcomes, results),
    )
