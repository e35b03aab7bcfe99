"""Round trips of the whole bank through every format, and what others may send us."""

import dataclasses
import io
import zipfile
from types import MappingProxyType

import pytest

from grader.app.exchange import bank as imported
from grader.app.exchange.entry import entry_of
from grader.app.exchange.formats import FORMATS
from grader.app.exchange.markup import html, markdown
from grader.app.exchange.safe import BadSourceError, members
from grader.quiz.load import load_bank, question_of
from grader.quiz.node import parse
from grader.quiz.variant import make_variant
from grader.render.messages import messages
from grader.spec.text import LANGS, Text

# Which fields of an entry a reported loss explains. A difference outside these is a loss in silence.
EXPLAINED = MappingProxyType(
    {
        "level_topic": {"level", "topic"},
        "reply_feedback": {"feedback"},
        "wrong_answers": {"wrong"},
        "points": {"points"},
        "shuffle": {"shuffle"},
        "others": {"others"},
        "order_as_matching": {"form", "replies", "pairs"},
        "model_answer": {"replies"},
    }
)


@pytest.fixture(scope="module")
def entries():
    return [entry_of(make_variant(question, 7))[0] for question in load_bank().values()]


def plain(value):
    match value:
        case Text():
            return (html(value.hi), html(value.en))
        case float():
            return round(value, 5)
        case tuple():
            return tuple(plain(item) for item in value)
        case _:
            return value


def fields(entry):
    out = {f.name: plain(getattr(entry, f.name)) for f in dataclasses.fields(entry) if f.name != "replies"}
    typed = entry.form in {"numeric", "words"}
    kept = [r for r in entry.replies if not typed or r.fraction > 0]
    out["replies"] = tuple((plain(r.text), plain(r.fraction)) for r in kept)
    out["feedback"] = tuple(plain(r.feedback) for r in entry.replies if r.feedback)
    out["wrong"] = tuple(plain(r.text) for r in entry.replies if typed and r.fraction <= 0)
    return out


@pytest.mark.parametrize("name", FORMATS)
def test_a_round_trip_of_the_bank_loses_nothing_that_is_not_said(entries, name):
    data, losses = FORMATS[name].write(entries, "bank")
    back, unread = FORMATS[name].read(data)
    assert unread == []
    assert [e.id for e in back] == [e.id for e in entries]
    said = {}
    for loss in losses:
        said.setdefault(loss.id, set()).update(EXPLAINED[loss.what])
    silent = {}
    for before, after in zip(entries, back, strict=True):
        one, other = fields(before), fields(after)
        lost = {key for key in one if one[key] != other[key]} - said.get(before.id, set())
        if lost:
            silent[before.id] = {key: (one[key], other[key]) for key in lost}
    assert silent == {}


def test_the_round_trip_sees_a_loss(entries):
    data, _ = FORMATS["moodle-xml"].write(entries, "bank")
    back, _ = FORMATS["moodle-xml"].read(data.replace(b"<tolerance>", b"<tolerance>1"))
    assert any(fields(a) != fields(b) for a, b in zip(entries, back, strict=True))


def test_every_loss_has_a_sentence_in_both_languages(entries):
    kinds = {loss.what for q in load_bank().values() for loss in entry_of(make_variant(q, 7))[1]}
    kinds |= {loss.what for name in FORMATS for loss in FORMATS[name].write(entries, "b")[1]}
    kinds |= {"unreadable", "essay_without_rubric", "one_language", "twice"}
    for lang in LANGS:
        assert all(messages(lang)(f"exchange.{what}", detail="x") for what in kinds)


def test_what_is_imported_loads_as_questions_of_the_bank(entries):
    data, _ = FORMATS["moodle-xml"].write(entries, "bank")
    made, losses = imported.files(FORMATS["moodle-xml"].read(data)[0], "training")
    essays = {entry.id for entry in entries if entry.form == "essay"}
    assert {loss.id for loss in losses} == essays
    questions = [name for name in made if name.endswith(".yaml")]
    assert len(questions) == len(entries) - len(essays)
    for name in questions:
        topic, _, file = name.partition("/")
        question_of(parse(made[name], name), file.removesuffix(".yaml"), topic)
    compile(made["generators/imported.py"], "imported.py", "exec")


def test_both_languages_and_formulas_arrive(entries):
    moodle = FORMATS["moodle-xml"].write(entries, "bank")[0].decode()
    assert 'span lang="hi" class="multilang"' in moodle
    assert r"\(\sigma" in moodle
    with zipfile.ZipFile(io.BytesIO(FORMATS["qti21"].write(entries, "bank")[0])) as packed:
        item = packed.read("items/bce-formula.xml").decode()
    assert 'xml:lang="hi"' in item
    assert "http://www.w3.org/1998/Math/MathML" in item


@pytest.mark.parametrize(
    "text", ["a $x_1^2$ b", "`a*b` and **bold**", "- one\n- two", "```python\nx = 1\n\ny\n```", "2 * 3"]
)
def test_markdown_survives_html(text):
    assert html(markdown(html(text))) == html(text)


BOMB = b'<!DOCTYPE q [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><quiz><question type="essay">&b;</question></quiz>'
FILE = b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'


@pytest.mark.parametrize("name", ["moodle-xml", "qti21"])
@pytest.mark.parametrize(
    "source", [b"", b"<quiz", b"\xff\xfe<\x00q\x00", BOMB, FILE, b'<?xml version="1.0" encoding="UTF-16"?><quiz/>']
)
def test_bad_xml_is_one_clear_error(name, source):
    with pytest.raises(BadSourceError) as caught:
        FORMATS[name].read(source)
    assert "\n" not in caught.value.expected


@pytest.mark.parametrize("name", ["gift", "csv"])
def test_bad_encodings_are_one_clear_error(name):
    with pytest.raises(BadSourceError, match="UTF-8"):
        FORMATS[name].read(b"::a:: \xff {=x}")


def test_a_zip_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.xml", b"0" * 30_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(BadSourceError, match="at most"):
        members(out.getvalue())


def test_a_type_we_do_not_have_is_named_and_the_rest_comes_in(entries):
    data, _ = FORMATS["moodle-xml"].write(entries[:3], "bank")
    strange = b'<question type="ddimageortext"><name><text>drag</text></name></question></quiz>'
    back, losses = FORMATS["moodle-xml"].read(data.replace(b"</quiz>", strange))
    assert len(back) == 3
    assert [(loss.id, loss.what) for loss in losses] == [("drag", "unreadable")]
    assert "ddimageortext" in losses[0].detail


def test_the_command_line_says_what_is_lost_and_refuses_what_it_cannot_read(grade_command, tmp_path):
    grade_command("quiz", "new", "w", "-q", "dying-relu", "-q", "weighted-sum-value", check=0)
    done = grade_command("quiz", "export", "w", "--to", "moodle-xml", check=0)
    assert "The rubric is lost; a teacher marks it: dying-relu" in done.stdout
    back = grade_command("quiz", "import", "w.xml", "--from", "moodle-xml", "--to", "new", check=1)
    assert "Wrote 1 questions to new" in back.stdout
    assert (tmp_path / "new" / "neurons" / "weighted-sum-value.yaml").exists()
    again = grade_command("quiz", "import", "w.xml", "--from", "moodle-xml", "--to", "new")
    assert again.returncode == 2
    (tmp_path / "bomb.xml").write_bytes(BOMB)
    with (tmp_path / "big.xml").open("wb") as stream:
        stream.truncate(100_000_000)
    for file, says in (("bomb.xml", "DOCTYPE"), ("big.xml", "at most 20 MB"), ("none.xml", "none.xml")):
        done = grade_command("quiz", "import", file, "--from", "moodle-xml")
        assert done.returncode == 2
        assert says in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
