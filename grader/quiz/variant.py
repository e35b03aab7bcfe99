"""Variants: seeds from a keyed hash, numbers from the generator, options in a drawn order. The same for ever."""

import hashlib
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

import numpy as np

from grader.spec.question import Choice, Choices, Drawn, Matching, Ordering, Question, Variant

GENERATORS = "question_bank.generators"
SEED_BYTES = 16  # 128 bits, what numpy's SeedSequence is built for


def seed_of(salt: bytes, question: str, student: str, attempt: int) -> int:
    """Seed of one student's attempt at one question: blake2b keyed with the course's salt.

    Each field carries its length, so that no two triples run together; names are NFC, so that one student is one.
    """
    key = hashlib.blake2b(salt, digest_size=64).digest()  # blake2b takes keys of 64 bytes at most
    state = hashlib.blake2b(key=key, digest_size=SEED_BYTES, person=b"pariksha.variant")
    for field in (question, student, str(attempt)):
        data = unicodedata.normalize("NFC", field).encode()
        state.update(len(data).to_bytes(4, "big") + data)
    return int.from_bytes(state.digest(), "big")


def make_variant(question: Question, seed: int) -> Variant:
    """The question with its numbers drawn from `seed`. Numbers and order have streams of their own."""
    numbers, order = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    drawn = generator_of(question.generator)(numbers) if question.generator else Drawn({})
    return Variant(question, seed, drawn, _order(question, order))


@lru_cache(maxsize=4096)
def generator_of(name: str) -> Callable[[np.random.Generator], Drawn]:
    """The generator of a dotted name inside question_bank.generators; LookupError where there is none."""
    module, _, function = name.rpartition(".")
    try:
        found = getattr(import_module(f"{GENERATORS}.{module}"), function)
    except (ImportError, AttributeError) as error:
        raise LookupError(f"no generator {name} in {GENERATORS}: {error}") from error
    return found


def _order(question: Question, rng: np.random.Generator) -> tuple[str, ...]:
    """Ids as they are shown: options, items, or the right-hand side of a match."""
    body = question.body
    if isinstance(body, Choice | Choices):
        ids = [option.id for option in body.options]
        return tuple(rng.permutation(ids).tolist()) if body.shuffle else tuple(ids)
    if isinstance(body, Ordering):
        return tuple(rng.permutation([item.id for item in body.items]).tolist())
    if isinstance(body, Matching):
        return tuple(rng.permutation([item.id for item in body.right]).tolist())
    return ()
