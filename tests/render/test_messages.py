"""The catalogues: every sentence in both languages, every one of them used, and nothing asked for that is not there."""

import ast
import re
import string
from pathlib import Path

import pytest

from grader.judge.explain import _KINDS, _PATTERNS
from grader.render.messages import LOCALE, messages

ROOT = Path(__file__).resolve().parents[2]
LANGS = ("hi", "en")
DEVANAGARI = re.compile("[ऀ-ॿ]")


def catalogue(lang):
    """msgid -> msgstr, read by a reader of our own so that doubles are seen."""
    text = (LOCALE / lang / "LC_MESSAGES" / "pariksha.po").read_text(encoding="utf-8")
    found = re.findall(r'^msgid ("(?:.*)"(?:\n".*")*)\nmsgstr ("(?:.*)"(?:\n".*")*)', text, flags=re.MULTILINE)
    return [
        ("".join(map(ast.literal_eval, a.split("\n"))), "".join(map(ast.literal_eval, b.split("\n")))) for a, b in found
    ]


PAIRS = {lang: [(key, text) for key, text in catalogue(lang) if key] for lang in LANGS}
TEXTS = {lang: dict(PAIRS[lang]) for lang in LANGS}


def sources():
    return [path for folder in ("grader", "demo") for path in sorted((ROOT / folder).rglob("*.py"))]


def strings():
    """Every string in the program, and for f-strings their fixed beginnings."""
    whole, begun = set(), set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    for path in [*ROOT.glob("grader/render/templates/*"), *ROOT.glob("exercises/*/*.py")]:
        text = path.read_text(encoding="utf-8")
        begun |= set(re.findall(r"""["']([a-z_]+[.])["'] ~""", text))
        whole |= set(re.findall(r"""["']([a-z_]+(?:[.][\w]+)*)["']""", text))
    return whole, begun


def placeholders(text):
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_stands_twice_or_is_empty(lang):
    keys = [key for key, _ in PAIRS[lang]]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []
    assert [key for key, text in PAIRS[lang] if not text.strip()] == []


def test_both_languages_have_the_same_sentences():
    assert TEXTS["hi"].keys() ^ TEXTS["en"].keys() == set()


def test_both_languages_fill_the_same_places():
    different = [key for key in TEXTS["hi"] if placeholders(TEXTS["hi"][key]) != placeholders(TEXTS["en"][key])]
    assert different == []


# What is the same in every language: terms of the field, words of the command line, a bare placeholder.
LATIN = re.compile(r"^[\s\w{}.:/=(),|→\[\]-]*$", re.ASCII)


def test_hindi_is_written_in_devanagari_and_english_is_not():
    assert [key for key, text in TEXTS["hi"].items() if not DEVANAGARI.search(text) and not LATIN.match(text)] == []
    assert [key for key, text in TEXTS["en"].items() if DEVANAGARI.search(text)] == []


def test_the_voice_is_kept():
    """VOICE: no exclamation but for an accepted exercise, no kripya, no "simply"; a danda ends a sentence."""
    exclaims = [
        key for lang in LANGS for key, text in TEXTS[lang].items() if "!" in re.sub(r"[%!]\w|[!]=|% .* !", "", text)
    ]
    assert set(exclaims) <= {"verdict.AC", "finding.syntax_hint.magic", "finding.too_long"}
    assert [
        key for key, text in TEXTS["hi"].items() if re.search("कृपया|एरर|गलत|सिर्फ |जरूरी|फाइल", text.replace("सिर्फ़", ""))
    ] == []
    assert [key for key, text in TEXTS["en"].items() if re.search(r"\b[Ss]imply\b", text)] == []
    assert [key for key, text in TEXTS["hi"].items() if re.search(r"[ऀ-ॿ]\.(\s|$)", text)] == []
    assert [key for key, text in TEXTS["hi"].items() if re.search("[०-९]", text)] == []


def test_every_sentence_is_used():
    whole, begun = strings()
    fixed = {word.partition("{")[0] for word in begun} | {word for word in whole if re.fullmatch(r"[a-z_.]+[.]", word)}
    tails = {word for word in whole if word}

    def used(key):
        if key in whole or (key.startswith("cli.") and key.rpartition(".")[2] in tails):
            return True
        head, _, tail = key.partition(".")
        if not any(start and key.startswith(start) for start in fixed):
            return False
        rest = [tail, *[key[len(start) :] for start in fixed if start and key.startswith(start)]]
        pieces = {piece for text in rest for piece in (text, *re.split(r"[._]", text))}
        return bool(pieces & tails) or head in {"topic", "check"}

    assert sorted(key for key in TEXTS["en"] if not used(key)) == []


def called_with_a_key():
    """Keys given whole to `say(...)`."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path.name, first.value


def test_every_sentence_asked_for_is_there():
    assert sorted({(file, key) for file, key in called_with_a_key() if key not in TEXTS["en"]}) == []


def codes(constructor):
    """Codes given whole to Finding(...) or InputError(...) and its kin."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in constructor
                and node.args
            ):
                first = node.args[0]
                for part in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield path.name, part.value


def test_every_finding_has_its_sentence():
    missing = {
        (file, code)
        for file, code in codes({"Finding"})
        if not any(key == f"finding.{code}" or key.startswith(f"finding.{code}_") for key in TEXTS["en"])
    }
    assert sorted(missing) == []


def test_every_error_has_its_sentence():
    missing = {
        (file, code)
        for file, code in codes({"InputError", "AuthorError", "SettingsError"})
        if f"error.{code}" not in TEXTS["en"]
    }
    assert sorted(missing) == []


def test_every_cause_has_its_sentence_and_every_sentence_its_cause():
    named = {name for _, name, _ in _PATTERNS} | set(_KINDS.values())
    named |= {"missing_import", "typo", "unknown_name", "not_an_array", "none_value"}
    assert {key.removeprefix("cause.") for key in TEXTS["en"] if key.startswith("cause.")} == named


@pytest.mark.parametrize("lang", LANGS)
def test_the_compiled_catalogue_is_the_written_one(lang):
    import importlib.util

    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    po = LOCALE / lang / "LC_MESSAGES" / "pariksha.po"
    assert tool.compiled(po) == po.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_that_is_not_there_is_an_error(lang):
    with pytest.raises(KeyError):
        messages(lang)("no.such.sentence")
