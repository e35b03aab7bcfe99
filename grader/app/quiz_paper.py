"""A quiz as it is kept: its name, its questions, its salt; every variant is made again from these."""

import base64
import dataclasses
import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.app.settings import Settings
from grader.quiz.load import bank_root, load_question, question_files
from grader.quiz.mark import model_answer
from grader.quiz.paper import Quiz
from grader.quiz.variant import make_variant, seed_of
from grader.spec.errors import InputError
from grader.spec.question import Question, Variant
from grader.spec.text import Text
from grader.store.quizzes import QuestionVersion, keep_question, keep_quiz, keep_variant
from grader.store.quizzes import quiz as stored_quiz
from grader.store.store import Store

SEEDS = 1 << 64  # what the store keeps of a seed
COPY_DIGITS = 3
NAME = r"[\w][\w.-]{0,59}"  # part of file names and of copy ids


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept quiz: id in the store, its questions as the bank has them now, the salt of its variants."""

    id: int
    name: str
    quiz: Quiz
    questions: Mapping[str, Question]
    salt: bytes

    def slot(self, question: str) -> int:
        """The question's place on the paper, from 1."""
        return self.quiz.questions.index(question) + 1


def keep(store: Store, settings: Settings, name: str, quiz: Quiz, *, replace: bool = False) -> int:
    """Keep a quiz under a name; its id. InputError when the name is taken and `replace` was not said."""
    if stored_quiz(store, name) is not None and not replace:
        raise InputError("quiz_exists", name=name)
    spec = {
        **dataclasses.asdict(quiz),
        "salt": None if settings.secret else secrets.token_hex(16),  # without a course secret the quiz has its own
    }
    return keep_quiz(store, name, spec)


def hold(store: Store, settings: Settings, name: str) -> Paper:
    """The newest quiz of this name. InputError: no such quiz, a question gone from the bank, the secret missing."""
    row = stored_quiz(store, name)
    if row is None:
        raise InputError("no_such_quiz", name=name)
    spec = dict(row.spec)
    own = spec.pop("salt", None)
    if own is None and not settings.secret:
        raise InputError("quiz_needs_secret", name=name)
    quiz = Quiz(**{**spec, "title": Text(**spec["title"]), "questions": tuple(spec["questions"])})
    salt = f"{own if own is not None else settings.secret}\0{row.name}".encode()
    return Paper(row.id, row.name, quiz, questions_of(quiz.questions), salt)


def questions_of(names: Iterable[str]) -> dict[str, Question]:
    """These questions of the bank, in this order. InputError for one that is not there."""
    files = question_files(bank_root())
    out = {}
    for name in names:
        if name not in files:
            raise InputError("no_such_question", id=name)
        out[name] = load_question(files[name])
    return out


def variant_of(paper: Paper, question: str, who: str, attempt: int) -> Variant:
    """The variant that `who` (a student or a copy id) gets in an attempt."""
    return make_variant(paper.questions[question], seed_of(paper.salt, question, who, attempt) % SEEDS)


def copy_id(paper: Paper, number: int) -> str:
    """The id printed on a copy: its number and four letters that give a mistyped one away."""
    data = hashlib.blake2b(f"copy {number}".encode(), key=hashlib.sha256(paper.salt).digest(), digest_size=4).digest()
    return f"{number:0{COPY_DIGITS}d}-{base64.b32encode(data).decode()[:4]}"


def checked_copy(paper: Paper, text: str) -> str:
    """The copy id behind what was typed. InputError when no copy of this quiz has it."""
    number, _, _ = text.strip().partition("-")
    if number.isdecimal() and len(number) < 7 and int(number) > 0:  # noqa: PLR2004  # a million copies
        right = copy_id(paper, int(number))
        if text.strip().upper() == right:
            return right
    raise InputError("no_such_copy", copy=text, name=paper.name)


def keep_asked(store: Store, variant: Variant) -> int:
    """The stored variant's id; the question is kept as it read."""
    question = variant.question
    body = plain(dataclasses.asdict(question))
    version = keep_question(
        store, QuestionVersion(question=question.id, topic=question.topic, kind=question.kind, body=body)
    )
    return keep_variant(store, version, variant.seed, plain(dict(variant.drawn.params)), model_answer(variant))


def plain(value: Any) -> Any:
    """Plain data: arrays as lists, texts as hi and en."""
    if isinstance(value, Text):
        return {"hi": value.hi, "en": value.en}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value
