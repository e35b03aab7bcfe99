"""Grade one file: source to report, and the attempts recorded."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from grader.app.boxes import Boxes
from grader.app.run import Job, run
from grader.app.source import Source
from grader.app.targets import Target, find_targets
from grader.catalog.exercises import Entry
from grader.judge.caseset import CaseSet, case_set
from grader.judge.fingerprint import fingerprint
from grader.judge.screen import Admitted, Parsed, parse
from grader.judge.seed import hidden_seed
from grader.judge.verdict import judge
from grader.judge.warned import split_warnings
from grader.spec.exercise import Exercise
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome
from grader.spec.report import ExerciseResult, Report

TAUGHT = frozenset({"WA", "RTE"})  # verdicts that have answers or errors to learn from


@dataclass(frozen=True, slots=True)
class Order:
    """Who hands in, and how the hidden cases are drawn.

    seed: the same hidden cases as the attempt that had this seed; secret: keys the seeds (GRADE_SECRET);
    made: how many attempts the student has made at an exercise, so that with a secret too each has its own cases.
    pictures: with the numbers that a picture of a mistake is drawn from, for one more call of the function.
    """

    student: str
    exercises: tuple[str, ...] = ()
    seed: int | None = None
    secret: str | None = None
    made: Callable[[str], int] = field(default=lambda _: 0)
    samples_only: bool = False
    pictures: bool = False


def grade(source: Source, entries: Mapping[str, Entry], order: Order, boxes: Boxes) -> Report:
    """The report on one file. Records nothing.

    Raises:
        InputError: the file answers no exercise, or an unknown one is asked for.
    """
    parsed = parse(source.text)
    targets = find_targets(source, parsed, entries, order.exercises)
    seeds = [_seed(target, order) for target in targets]
    start = time.perf_counter()
    blanks = [_blank(target, seed) for target, seed in zip(targets, seeds, strict=True)]
    results = {index: result for index, t in enumerate(targets) if (result := _refused(blanks[index], t)) is not None}
    jobs: dict[int, Job] = {}
    for index, target in enumerate(targets):
        if isinstance(target.admitted, Admitted):
            try:
                jobs[index] = Job(target.admitted, _cases(target.exercise, seeds[index], order.samples_only))
            except Exception as error:  # noqa: BLE001  # the exercise breaks its word: JE, and the others go on
                results[index] = _our_fault(blanks[index], error)
    for index, outcomes in zip(jobs, run(source, list(jobs.values()), boxes), strict=True):
        result = _judged(blanks[index], jobs[index].cases, outcomes)
        if not order.samples_only and isinstance(parsed, Parsed) and result.verdict in TAUGHT:
            result = _taught(result, jobs[index], outcomes, source, parsed, boxes, pictures=order.pictures)
        results[index] = replace(result, isolation=boxes.level(jobs[index].flavor))
    spent = (time.perf_counter() - start) * 1000 / len(results)
    timed = tuple(replace(results[index], milliseconds=round(spent, 1)) for index in range(len(targets)))
    return Report(source.name, source.sha256, order.student, timed, source.remarks)


def _seed(target: Target, order: Order) -> int:
    if order.seed is not None:
        return order.seed
    return hidden_seed(
        order.secret, target.entry.id, target.entry.version, order.student, str(order.made(target.entry.id))
    )


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


def _refused(blank: ExerciseResult, target: Target) -> ExerciseResult | None:
    if isinstance(target.admitted, Finding):
        return replace(blank, verdict="CE", findings=(target.admitted,))
    return None


def _our_fault(blank: ExerciseResult, error: Exception) -> ExerciseResult:
    finding = Finding("judge_error", {"reason": f"{type(error).__name__}: {error}"})
    return replace(blank, verdict="JE", findings=(finding,))


def _taught(
    result: ExerciseResult,
    job: Job,
    outcomes: Sequence[Outcome],
    source: Source,
    parsed: Parsed,
    boxes: Boxes,
    *,
    pictures: bool,
) -> ExerciseResult:
    """With feedback; should making it fail, the verdict stands and the report says so."""
    from grader.app.feedback import with_feedback  # a right answer need not wait for it

    taught = result
    try:
        taught = with_feedback(result, job, outcomes, source, parsed, boxes)
        if pictures:
            from grader.app.picture import picture_of

            taught = replace(taught, picture=picture_of(taught, job, outcomes, source, boxes))
    except Exception as error:  # noqa: BLE001  # ours, and no reason to take a verdict back
        finding = Finding("feedback_failed", {"reason": f"{type(error).__name__}: {error}"})
        taught = replace(taught, remarks=(*taught.remarks, finding))
    return taught


def _judged(blank: ExerciseResult, cases: CaseSet, outcomes: Sequence[Outcome]) -> ExerciseResult:
    try:
        judgement = judge(cases, outcomes)
    except Exception as error:  # noqa: BLE001  # a judge's exception is ours (JE), never the student's WA
        return _our_fault(blank, error)
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
