"""A quiz: from quiz.yaml, or drawn from the bank by topic, level, kind and count. The same seed, the same paper."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grader.quiz.fields import text_of
from grader.quiz.load import LEVELS, TOPICS
from grader.quiz.node import Node, read
from grader.quiz.variant import seed_of
from grader.spec.question import KINDS, Question
from grader.spec.text import LANGS, Lang, Text

MAX_QUESTIONS = 200
MAX_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Draw:
    """Which questions may be drawn; an empty tuple allows all."""

    count: int
    topics: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A quiz with its questions fixed. minutes and attempts: None for no limit."""

    title: Text
    questions: tuple[str, ...]
    minutes: float | None = None
    attempts: int | None = None
    lang: Lang | None = None
    seed: int = 0


class TooFewError(ValueError):
    """The bank has fewer questions of this kind than were asked for."""

    def __init__(self, asked: int, there: int) -> None:
        """How many were asked for and how many there are."""
        super().__init__(f"{asked} questions asked for, {there} found")
        self.asked, self.there = asked, there


def choose(bank: Mapping[str, Question], draw: Draw, seed: int) -> tuple[str, ...]:
    """Ids of drawn questions, spread evenly over topics and, in a topic, over levels. Raises TooFewError."""
    fitting = [
        q
        for q in bank.values()
        if (not draw.topics or q.topic in draw.topics)
        and (not draw.levels or q.level in draw.levels)
        and (not draw.kinds or q.kind in draw.kinds)
    ]
    if len(fitting) < draw.count:
        raise TooFewError(draw.count, len(fitting))
    rng = np.random.default_rng(seed_of(b"pariksha.paper", "paper", "", seed))
    piles: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for q in sorted(fitting, key=lambda q: q.id):
        piles[q.topic][q.level].append(q.id)
    queues = [_spread(piles[topic], rng) for topic in rng.permutation(sorted(piles)).tolist()]
    out: list[str] = []
    while len(out) < draw.count:
        for queue in queues:
            if queue and len(out) < draw.count:
                out.append(queue.pop())
    return tuple(sorted(out, key=lambda name: (bank[name].level, out.index(name))))  # easy ones first


def _spread(levels: Mapping[int, list[str]], rng: np.random.Generator) -> list[str]:
    """A topic's questions so that popping takes the levels in turn."""
    piles = [rng.permutation(levels[level]).tolist() for level in rng.permutation(sorted(levels)).tolist()]
    out: list[str] = []
    while any(piles):
        out += [pile.pop() for pile in piles if pile]
    return out[::-1]


def load_quiz(path: Path, bank: Mapping[str, Question]) -> Quiz:
    """The quiz in a quiz.yaml. BadFileError: file, line, place, what was expected."""
    return quiz_of(read(path), bank)


def quiz_of(root: Node, bank: Mapping[str, Question]) -> Quiz:
    """The quiz in a YAML tree: `questions` (ids) or `draw` (topics, levels, kinds, count)."""
    node = root.fields(("title",), ("questions", "draw", "seed", "minutes", "attempts", "lang"))
    if ("questions" in node) == ("draw" in node):
        raise root.bad("either questions or draw")
    seed = node["seed"].whole() if "seed" in node else 0
    minutes = node["minutes"].number() if "minutes" in node else None
    if minutes is not None and not 0 < minutes <= MAX_MINUTES:
        raise node["minutes"].bad("expected minutes between 0 and a day")
    attempts = node["attempts"].whole() if "attempts" in node else None
    if attempts is not None and attempts < 1:
        raise node["attempts"].bad("expected 1 or more")
    questions = _named(node["questions"], bank) if "questions" in node else _drawn(node["draw"], bank, seed)
    lang: Lang | None = None
    if "lang" in node:
        lang = "hi" if node["lang"].one_of(LANGS) == "hi" else "en"
    title = text_of(node["title"])
    return Quiz(title=title, questions=questions, minutes=minutes, attempts=attempts, lang=lang, seed=seed)


def _named(node: Node, bank: Mapping[str, Question]) -> tuple[str, ...]:
    seen: dict[str, Node] = {}
    for item in node.items():
        name = item.word()
        if name not in bank:
            raise item.bad("expected the id of a question of the bank")
        if name in seen:
            raise item.bad("each question once")
        seen[name] = item
    if not 0 < len(seen) <= MAX_QUESTIONS:
        raise node.bad(f"1 to {MAX_QUESTIONS} questions")
    return tuple(seen)


def _drawn(node: Node, bank: Mapping[str, Question], seed: int) -> tuple[str, ...]:
    found = node.fields(("count",), ("topics", "levels", "kinds"))
    count = found["count"].whole()
    if not 0 < count <= MAX_QUESTIONS:
        raise found["count"].bad(f"1 to {MAX_QUESTIONS} questions")
    words = {key: _each(found, key, allowed) for key, allowed in (("topics", TOPICS), ("kinds", KINDS))}
    levels = tuple(item.whole() for item in found["levels"].items()) if "levels" in found else ()
    if any(level not in LEVELS for level in levels):
        raise found["levels"].bad("levels 1, 2, 3")
    try:
        return choose(bank, Draw(count, words["topics"], levels, words["kinds"]), seed)
    except TooFewError as error:
        raise found["count"].bad(f"at most {error.there}, which is all the bank has of these") from error


def _each(found: Mapping[str, Node], key: str, allowed: Sequence[str]) -> tuple[str, ...]:
    return tuple(item.one_of(tuple(allowed)) for item in found[key].items()) if key in found else ()
