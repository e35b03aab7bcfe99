"""A text in all languages, or no text."""

from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["hi", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in Hindi and in English, each thought anew; both are required."""

    hi: str
    en: str

    def in_(self, lang: Lang) -> str:
        """The text in one language."""
        return self.hi if lang == "hi" else self.en
