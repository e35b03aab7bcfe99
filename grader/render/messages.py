"""Sentences live in gettext catalogues, locale/<lang>/LC_MESSAGES/pariksha.po, by code."""

import gettext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.spec.text import Lang

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "pariksha"


@dataclass(frozen=True, slots=True)
class Messages:
    """The sentences of one language."""

    lang: Lang
    catalog: gettext.NullTranslations

    def __call__(self, key: str, /, **params: Any) -> str:
        """The sentence of `key`, filled.

        Raises:
            KeyError: no such sentence: a test over all codes keeps this from a person's eyes.
        """
        sentence = self.catalog.gettext(key)
        if sentence == key:
            raise KeyError(key)
        return sentence.format(**params)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return self.catalog.gettext(key) != key


@lru_cache(maxsize=2)
def messages(lang: Lang) -> Messages:
    """The catalogue of a language, read once."""
    return Messages(lang, gettext.translation(DOMAIN, LOCALE, languages=[lang]))
