"""Papers: the text layer, the fonts, PDF/UA, and a key from a copy id."""

import re
import unicodedata

import pytest

from grader.quiz.load import load_bank
from grader.quiz.paper import Draw, Quiz, choose
from grader.spec.errors import GraderError
from grader.spec.text import LANGS, Text

pytest.importorskip("typst")
pdfium = pytest.importorskip("pypdfium2")

from grader.app.quiz_paper import Paper, copy_id  # noqa: E402
from grader.app.quiz_render import copies, sheet  # noqa: E402
from grader.render.quiz_pdf import IN_MATHS, fonts, missing_glyphs, pdf  # noqa: E402
from grader.render.quiz_sheet import Item, Sheet  # noqa: E402
from grader.render.quiz_typst import PREAMBLE  # noqa: E402


@pytest.fixture(scope="module")
def paper():
    bank = load_bank()
    names = choose(bank, Draw(20), 4)
    title = Text(hi="सत्र परीक्षा", en="Term paper")
    return Paper(1, "term", Quiz(title=title, questions=names), {n: bank[n] for n in names}, b"salt")


def one(stem):
    both = Text(hi=stem, en=stem)
    item = Item(1, "a", "numeric", 1.0, both, (), (), 0, Text("1", "1"), Text("-", "-"))
    return [Sheet("q", Text("शीर्षक", "title"), (item,), LANGS, copy="001-ABCD")]


def squeezed(text):
    """Spaces and line ends do not count: where a line breaks is the printer's business."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def layer(made):
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(made))


WORDS = (
    "क्षत्रज्ञ श्रद्धा विद्या ब्रह्म चिह्न प्रक्रिया ग्रेडिएंट उत्तीर्ण वर्धित राष्ट्र ट्रेनिंग कृत्रिम शृंखला रुपया रूप ₹ १२३ ग़लत ज़रूरी सिर्फ़ फ़ाइल"
)


def test_hindi_words_come_out_as_they_went_in():
    text = squeezed(layer(pdf(one(WORDS))))
    missing = [word for word in WORDS.split() if squeezed(word) not in text]
    assert missing == []


def test_the_hindi_of_a_whole_paper_is_in_its_text_layer(paper):
    sheets = copies(paper, [1], LANGS)
    text = squeezed(layer(pdf(sheets)))
    words = {w for item in sheets[0].items for w in re.findall(r"[\u0900-\u0963]{3,}", item.stem.hi)}
    assert len(words) > 50
    assert [word for word in words if squeezed(word) not in text] == []
    assert copy_id(paper, 1) in text


@pytest.mark.parametrize("sign", ["中", "😀", "$中$", "$\u2a00$"])
def test_a_missing_glyph_is_an_error_and_no_box(sign):
    with pytest.raises(GraderError) as caught:
        pdf(one(f"x {sign}"))
    assert caught.value.code == "glyph_missing"


def test_what_is_allowed_in_maths_is_really_drawn():
    """Each sign is drawn and must differ from the sign that no font has."""
    import typst

    def drawn(sign):
        quoted = sign.replace("\\", "\\\\").replace('"', '\\"')
        page = f'#set page(width: 20pt, height: 20pt, margin: 2pt)\n${chr(35)}text("{quoted}")$'
        made = typst.compile(
            (
                PREAMBLE.replace(
                    'font: "New Computer Modern Math")', 'font: "New Computer Modern Math", fallback: false)'
                )
                + page
            ).encode(),
            format="png",
            font_paths=[font.parent for font in fonts()],
            ignore_system_fonts=True,
            ppi=100,
        )
        return bytes(made)

    box = drawn("\u2a00\u0b85"[1])
    signs = sorted(sign for sign in IN_MATHS if sign.isprintable() and not sign.isspace() and ord(sign) > 0x7E)
    assert [sign for sign in signs if drawn(sign) == box] == []


def test_the_document_is_tagged_for_screen_readers(paper):
    made = pdf([sheet(paper, "asha", ("hi",))])
    assert b"pdfuaid" in made
    assert b"/MarkInfo" in made or b"/StructTreeRoot" in made


def test_the_key_is_made_again_from_the_copy_id(paper):
    first, again = (copies(paper, [2], LANGS)[0] for _ in range(2))
    other = copies(paper, [3], LANGS)[0]
    assert [item.key for item in first.items] == [item.key for item in again.items]
    assert [item.stem for item in first.items] != [item.stem for item in other.items]


def test_glyphs_of_the_whole_bank_are_there():
    bank = load_bank()
    every = Paper(1, "all", Quiz(title=Text("अ", "a"), questions=tuple(bank)), bank, b"s")
    found = sheet(every, "asha", LANGS)
    texts = [
        t.in_(lang)
        for i in found.items
        for t in (i.stem, i.key, i.solution, *(o[2] for o in i.options))
        for lang in LANGS
    ]
    assert missing_glyphs(texts) == frozenset()
