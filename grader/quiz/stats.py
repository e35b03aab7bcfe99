"""Item analysis: what a class's marks say about each question. Every number has its n, and an interval.

A question left out counts 0 in totals (the student sat the quiz) and is not counted among the answers of that question.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grader.quiz.irt import Irt, fit
from grader.quiz.normalise import plain

Array = npt.NDArray[np.float64]
LEVEL = 0.95
FEWEST_FOR_IRT = 30  # students: below it a 2PL fit is worse than the plain facility (measured on simulated classes)
FEWEST_IN_GROUP = 5  # answers in a language or a variant, below which its line says only its n
FEWEST_FOR_CORRELATION = 5  # Fisher's interval has no width below four pairs


@dataclass(frozen=True, slots=True)
class Answer:
    """One marked answer: current mark, what was chosen, in which language, of which variant."""

    student: str
    question: str
    fraction: float
    chosen: tuple[str, ...] = ()
    lang: str = "en"
    variant: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with how many values it rests on and its 95 % interval; value None where there is none."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """One option or recognized answer: how many chose it, what share, and their mean on the other questions."""

    chosen: str
    count: int
    share: Estimate
    rest: Estimate


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One question. language_gap: hi minus en at equal rest score, so that a weaker group is no bad translation."""

    question: str
    facility: Estimate
    item_rest: Estimate
    distractors: tuple[ChosenRow, ...]
    by_language: tuple[tuple[str, Estimate], ...]
    language_gap: Estimate
    by_variant: tuple[tuple[int, Estimate], ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A quiz. reliability_name: KR-20 where all marks are 0 or 1, else alpha. irt: None under thirty students."""

    students: int
    items: tuple[ItemReport, ...]
    reliability_name: str
    reliability: Estimate
    irt: Irt | None


def analyze(answers: Iterable[Answer]) -> Analysis:
    """The analysis of one quiz's current marks. ValueError when a student has two answers to one question."""
    rows = list(answers)
    students = sorted({row.student for row in rows})
    questions = sorted({row.question for row in rows})
    scores = np.full((len(students), len(questions)), np.nan)
    at_student = {s: k for k, s in enumerate(students)}
    at_question = {q: k for k, q in enumerate(questions)}
    for row in rows:
        place = at_student[row.student], at_question[row.question]
        if not np.isnan(scores[place]):
            raise ValueError(f"two marks of {row.student} for {row.question}: pass the current one only")
        scores[place] = row.fraction
    filled = np.nan_to_num(scores, nan=0.0)
    by_question: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        by_question[row.question].append(row)
    rest_of = {q: filled.sum(axis=1) - filled[:, k] for k, q in enumerate(questions)}
    items = tuple(_item(q, by_question[q], rest_of[q], at_student, len(questions)) for q in questions)
    dichotomous = bool(np.all(np.isin(filled, (0.0, 1.0))))
    return Analysis(
        len(students),
        items,
        "KR-20" if dichotomous else "alpha",
        alpha(filled),
        fit(questions, scores) if len(students) >= FEWEST_FOR_IRT and len(questions) > 1 else None,
    )


def _item(question: str, rows: list[Answer], rest: Array, at: dict[str, int], items: int) -> ItemReport:
    marks = np.array([row.fraction for row in rows])
    others = rest[[at[row.student] for row in rows]] / max(items - 1, 1)
    chosen: dict[str, list[int]] = defaultdict(list)
    for k, row in enumerate(rows):
        for part in row.chosen or ("(nothing)",):
            chosen[plain(part)].append(k)
    table = [
        ChosenRow(name, len(where), proportion(len(where), len(rows)), mean(others[where]))
        for name, where in chosen.items()
    ]
    langs = np.array([row.lang for row in rows])
    seeds = np.array([row.variant for row in rows], dtype=object)
    return ItemReport(
        question,
        facility(marks),
        correlation(marks, others) if items > 1 else Estimate(None, len(rows)),
        tuple(sorted(table, key=lambda r: (-r.count, r.chosen))),
        tuple((str(lang), _group(marks[langs == lang])) for lang in sorted(set(langs))),
        language_gap(marks, others, langs == "hi"),
        tuple((int(seed), _group(marks[seeds == seed])) for seed in sorted(set(seeds))),
    )


def _group(marks: Array) -> Estimate:
    return facility(marks) if len(marks) >= FEWEST_IN_GROUP else Estimate(None, len(marks))


def facility(marks: Array) -> Estimate:
    """Mean mark with Wilson's interval; wider than need be for partial credit (variance at most p(1 - p))."""
    return proportion(float(np.sum(marks)), len(marks))


def proportion(count: float, n: int) -> Estimate:
    """Wilson's score interval (1927): right near 0 and 1 too, where a class often is."""
    if not n:
        return Estimate(None, 0)
    z, p = _normal_quantile(), count / n
    center = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return Estimate(p, n, max(0.0, float(center - half)), min(1.0, float(center + half)))


def mean(values: Array) -> Estimate:
    """Mean with Student's interval from two values up."""
    n = len(values)
    if n < 2:  # noqa: PLR2004  # one value has no spread
        return Estimate(float(values[0]) if n else None, n)
    from scipy.stats import t

    half = float(t.ppf((1 + LEVEL) / 2, n - 1)) * float(np.std(values, ddof=1)) / np.sqrt(n)
    center = float(np.mean(values))
    return Estimate(center, n, center - half, center + half)


def correlation(x: Array, y: Array) -> Estimate:
    """Pearson's r with Fisher's interval; None where one of them does not vary or there are too few pairs."""
    n = len(x)
    if n < FEWEST_FOR_CORRELATION or np.ptp(x) < 1e-12 or np.ptp(y) < 1e-12:  # noqa: PLR2004  # rounding of equal sums
        return Estimate(None, n)
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    z, half = np.arctanh(np.clip(r, -0.999999, 0.999999)), _normal_quantile() / np.sqrt(n - 3)
    return Estimate(r, n, float(np.tanh(z - half)), float(np.tanh(z + half)))


def alpha(scores: Array) -> Estimate:
    """Cronbach's alpha (KR-20 for marks of 0 and 1) with Feldt's interval (1965); n is the number of students."""
    n, k = scores.shape if scores.ndim == 2 else (0, 0)  # noqa: PLR2004  # students by questions
    if n < 3 or k < 2:  # noqa: PLR2004  # no variance to compare
        return Estimate(None, n)
    total = float(np.var(scores.sum(axis=1), ddof=1))
    if total <= 0:
        return Estimate(None, n)
    value = k / (k - 1) * (1 - float(np.sum(np.var(scores, axis=0, ddof=1))) / total)
    from scipy.stats import f

    low, high = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    free = (n - 1, (n - 1) * (k - 1))
    return Estimate(value, n, 1 - (1 - value) * float(f.ppf(high, *free)), 1 - (1 - value) * float(f.ppf(low, *free)))


def language_gap(marks: Array, rest: Array, hindi: npt.NDArray[np.bool_]) -> Estimate:
    """Marks in Hindi minus marks in English at equal rest score: least squares of mark on rest and language."""
    n = len(marks)
    groups = (int(np.sum(hindi)), int(np.sum(~hindi)))
    if min(groups, default=0) < FEWEST_IN_GROUP:
        return Estimate(None, n)
    columns = [np.ones(n), hindi.astype(float)]
    if np.ptp(rest) > 1e-12:  # noqa: PLR2004  # rounding of equal sums
        columns.append(rest - np.mean(rest))
    design = np.stack(columns, axis=1)
    inverse = np.linalg.pinv(design.T @ design)
    weights = inverse @ design.T @ marks
    residual = marks - design @ weights
    leverage = np.clip(np.sum(design @ inverse * design, axis=1), 0.0, 0.99)
    meat = design.T @ (design * (residual**2 / (1 - leverage))[:, None])  # HC2: marks of 0 and 1 have unequal spread
    half = _normal_quantile() * float(np.sqrt(max((inverse @ meat @ inverse)[1, 1], 0.0)))
    gap = float(weights[1])
    return Estimate(gap, n, gap - half, gap + half)


def remarks(item: ItemReport) -> Sequence[str]:
    """Codes of what an instructor should look at; each rests on an interval, not on a point."""
    out = []
    if item.item_rest.high is not None and item.item_rest.high < 0:
        out.append("stats.negative_discrimination")
    if item.facility.high is not None and item.facility.high < 0.25:  # noqa: PLR2004  # about what guessing earns
        out.append("stats.very_hard")
    if item.facility.low is not None and item.facility.low > 0.9:  # noqa: PLR2004  # nearly all know it
        out.append("stats.very_easy")
    gap = item.language_gap
    if gap.low is not None and gap.high is not None and (gap.low > 0 or gap.high < 0):
        out.append("stats.language_gap")
    spread = [e for _, e in item.by_variant if e.low is not None and e.high is not None]
    if any((a.high or 0) < (b.low or 0) for a in spread for b in spread):
        out.append("stats.variant_gap")
    return out


def _normal_quantile() -> float:
    from scipy.stats import norm

    return float(norm.ppf((1 + LEVEL) / 2))
