"""One spelling for what looks alike: NFC, zero-width characters, digits, minus signs, nukta. Never decides a mark."""

import re
import unicodedata

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u2061\u2062\u2063"))
_SIGNS = str.maketrans(
    {
        **{chr(0x0966 + n): str(n) for n in range(10)},  # Devanagari digits
        **{chr(0xFF10 + n): str(n) for n in range(10)},  # full-width digits
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\u3000\u2002\u2003", " "),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‘’‚′`´", "'"),
        "，": ",",
        "；": ";",
        "：": ":",
        "（": "(",
        "）": ")",
        "．": ".",
        "＋": "+",
        "＝": "=",
    }
)
NUKTA = "\u093c"
_SAME_SOUND = str.maketrans({"\u0901": "\u0902", "ॅ": "े", "ऍ": "ए", "ऎ": "ए", "ॆ": "े", "ऋ": "रि"})
_EDGES = " \t\r\n.,;:!?।॥'\"()[]{}<>*-_="
_BETWEEN = re.compile(r"[\s_\-‑/]+|(?<=[a-z])\.(?=[a-z])")


def listed(text: str) -> list[str]:
    """The words of a list that is kept as running text in our own source."""
    return text.split()


def plain(text: str) -> str:
    """NFC, no zero-width characters, Latin digits, one minus, one space, one kind of quote. Case stays."""
    return unicodedata.normalize("NFC", text).translate(_ZERO_WIDTH).translate(_SIGNS)


def without_nukta(text: str) -> str:
    """ग़लत as गलत, चाँद as चांद, ट्रेनिङ्ग untouched: letters that are typed either way."""
    return unicodedata.normalize("NFC", text).replace(NUKTA, "").translate(_SAME_SOUND)


def words_of(text: str) -> str:
    """`text` as lower-case words with single spaces: for comparing what was typed into a blank."""
    text = without_nukta(plain(text)).casefold()
    return " ".join(_BETWEEN.sub(" ", text).strip(_EDGES).split())
