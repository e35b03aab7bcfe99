"""PDF/UA by typst 0.15, with fonts from packages only; a glyph that no font has is an error, never an empty box."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.render.quiz_markdown import CODE, MATHS
from grader.render.quiz_maths import Maths, tree
from grader.render.quiz_sheet import Sheet
from grader.render.quiz_typst import document
from grader.spec.errors import GraderError, InputError
from grader.spec.text import Text

# Every character that the maths of questions turns into and that New Computer Modern Math 7 has: a test draws each
# of them and compares it with the box that stands for a missing glyph.
IN_MATHS = frozenset(
    "αβγδϵεζηθκλμνξπρστφϕχψωΓΔΘΛΞΠΣΦΨΩ∂∇∞ℓ∑∏∫≤≥≠≈∼∝≡≪≫∈∉⊂∪∩±∓×·⋅÷⊙⊗∘∗→⇒←⇐↔⇔⟺⟹↦∣∥‖⌈⌉⌊⌋⟨⟩…⋯⋮⋱′″∀∃⋆†⊤−¯^ˆ~‾⃗˙"
) | frozenset(map(chr, range(0x20, 0x7F)))
_MATHS_LETTERS = ((0x1D400, 0x1D7FF), (0x2100, 0x214F))  # bold, script and double-struck letters


def pdf(sheets: Sequence[Sheet], *, key: bool = False) -> bytes:
    """The PDF. InputError: typst or a font is not installed. GraderError: a glyph or a formula that cannot be drawn."""
    try:
        import typst
    except ImportError as error:
        raise InputError("needs_extra", package="typst", extra="quiz") from error
    folders = [font.parent for font in fonts()]
    missing = missing_glyphs(_texts(sheets))
    if missing:
        raise GraderError("glyph_missing", glyphs=" ".join(f"{c} (U+{ord(c):04X})" for c in sorted(missing)[:8]))
    source = document(sheets, key=key).encode()
    try:
        compiled: Any = typst.compile
        made = compiled(
            source,
            format="pdf",
            font_paths=list(folders),
            ignore_system_fonts=True,  # the same paper on every machine
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise GraderError("typst", reason=str(error).splitlines()[0]) from error
    return bytes(made)


@lru_cache(maxsize=1)
def fonts() -> tuple[Path, ...]:
    """Noto Sans and Noto Sans Devanagari out of their packages."""
    from importlib.util import find_spec

    found = []
    for package in ("fontpkg_noto_sans", "fontpkg_noto_sans_devanagari"):
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise InputError("needs_extra", package=package.replace("_", "-"), extra="quiz")
        found += sorted((Path(spec.origin).parent / "files").glob("*.ttf"))
    return tuple(found)


@lru_cache(maxsize=1)
def in_text() -> frozenset[int]:
    """Code points that the text fonts have glyphs for."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types

    codes: set[int] = set()
    for font in fonts():
        with TTFont(font, lazy=True) as opened:
            codes |= set(opened.getBestCmap())
    return frozenset(codes)


def missing_glyphs(texts: Iterable[str]) -> frozenset[str]:
    """Characters that would be printed as empty boxes."""
    out: set[str] = set()
    for text in dict.fromkeys(texts):
        body = CODE.sub(" ", text)
        words = MATHS.sub(" ", body) + " ".join(CODE.findall(text))
        out |= {char for char in words if ord(char) not in in_text() and char not in "\n\t"}
        for latex in MATHS.findall(body):
            out |= _missing_in(tree(latex))
    return frozenset(out)


def _missing_in(node: Maths) -> set[str]:
    out: set[str] = set()
    if node.tag == "mtext":
        out |= {char for char in node.text if ord(char) not in in_text()}
    else:
        out |= {c for c in node.text if c not in IN_MATHS and not any(a <= ord(c) <= b for a, b in _MATHS_LETTERS)}
    for child in node.children:
        out |= _missing_in(child)
    return out - {"\u2061"}


def _texts(sheets: Sequence[Sheet]) -> Iterable[str]:
    for sheet in sheets:
        for text in _parts(sheet):
            yield from (text.in_(lang) for lang in sheet.langs)
        yield re.sub(r"[\x00-\x1f]", " ", f"{sheet.quiz} {sheet.copy} {sheet.student}")


def _parts(sheet: Sheet) -> Iterable[Text]:
    yield sheet.title
    for item in sheet.items:
        yield item.stem
        yield from (text for _, _, text in (*item.options, *item.left))
        yield item.key
        yield item.solution
