"""The bank: one question a file, checked against its form. Mistakes name file, line, place and what was expected."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from grader.quiz import bodies
from grader.quiz.fields import SLUG, dotted, misconception_of, text_of
from grader.quiz.latex import PLACEHOLDER
from grader.quiz.node import BadFileError, Node, read
from grader.spec.question import KINDS, Question, QuestionKind, WrongPath
from grader.spec.text import LANGS

TOPICS = (
    "neurons",
    "activations",
    "losses",
    "backprop",
    "initializers",
    "normalization",
    "optimizers",
    "clipping",
    "regularization",
    "training",
    "gradient_flow",
    "architecture",
    "recurrent",
    "tuning",
)
LEVELS = (1, 2, 3)
_COMMON = ("kind", "level", "stem", "solution")
_OPTIONAL = ("covers", "exercise", "generator", "otherwise", "points")
_GENERATED = ("numeric", "code_output")
_WITH_WRONG = ("numeric", "formula", "code_output")


def bank_root() -> Path:
    """The folder of the installed question bank."""
    spec = find_spec("question_bank")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package question_bank is not installed")
    return Path(spec.origin).parent


def question_files(root: Path) -> dict[str, Path]:
    """Every question's file by its id, sorted. BadFileError when two files share an id or a folder is no topic."""
    out: dict[str, Path] = {}
    for path in sorted(root.glob("*/*.yaml")):
        if path.stem in out:
            raise BadFileError(str(path), 1, "", f"an id of its own; {out[path.stem]} has the same")
        out[path.stem] = path
    return dict(sorted(out.items()))


def load_bank(root: Path | None = None) -> dict[str, Question]:
    """Every question of the bank by its id."""
    return {name: load_question(path) for name, path in question_files(root or bank_root()).items()}


@cache
def source_ids(root: Path | None = None) -> dict[str, str]:
    """The ids that `covers` may name, with the source's own words."""
    lines = ((root or bank_root()) / "sources.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {line.split("\t")[0]: line.split("\t")[2] for line in lines if line.strip()}


def load_question(path: Path) -> Question:
    """The question in `path`; its id and topic are the file's name and folder."""
    if path.parent.name not in TOPICS:
        raise BadFileError(str(path), 1, "", f"a folder named after a topic: {', '.join(TOPICS)}")
    if not SLUG.fullmatch(path.stem):
        raise BadFileError(str(path), 1, "", "a file name of lower-case words, digits and hyphens")
    return question_of(read(path), path.stem, path.parent.name)


def question_of(root: Node, name: str, topic: str) -> Question:
    """The question in a YAML tree."""
    kind: QuestionKind = root.mapping().get("kind", root).one_of(KINDS)  # type: ignore[assignment]  # checked by one_of
    body_keys, body_optional, body_of = bodies.FORMS[kind]
    wrong_key = ("wrong",) if kind in _WITH_WRONG else ()
    required = (*_COMMON, *body_keys, *(("generator",) if kind in _GENERATED else ()))
    required += ("exercise",) if kind == "code" else ()
    node = root.fields(required, tuple(k for k in (*_OPTIONAL, *wrong_key, *body_optional) if k not in required))
    level = node["level"].whole()
    if level not in LEVELS:
        raise node["level"].bad("expected 1, 2 or 3")
    generator = dotted(node["generator"]) if "generator" in node else None
    stem = text_of(node["stem"])
    leaks = [
        p for lang in LANGS for p, _ in PLACEHOLDER.findall(stem.in_(lang)) if p == "key" or p.startswith("wrong.")
    ]
    if leaks:
        raise node["stem"].bad(f"the stem must not hold {{{{{leaks[0]}}}}}")
    points = node["points"].number() if "points" in node else 1.0
    if points <= 0:
        raise node["points"].bad("expected a number above 0")
    return Question(
        id=name,
        topic=topic,
        kind=kind,
        level=level,
        stem=stem,
        solution=text_of(node["solution"]),
        body=body_of(node),
        covers=_covers(node["covers"]) if "covers" in node else (),
        exercise=_exercise(node["exercise"]) if "exercise" in node else None,
        generator=generator,
        wrong=_wrong(node["wrong"], kind) if "wrong" in node else (),
        otherwise=text_of(node["otherwise"]) if "otherwise" in node else None,
        points=points,
    )


def _exercise(node: Node) -> str:
    if not isinstance(node.value, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", node.value):
        raise node.bad("expected the id of an exercise")
    return node.value


def _covers(node: Node) -> tuple[str, ...]:
    known = source_ids()
    for item in node.items():
        if item.word() not in known:
            raise item.bad("expected an id from question_bank/sources.tsv")
    return tuple(item.word() for item in node.items())


def _wrong(node: Node, kind: str) -> tuple[WrongPath, ...]:
    out = []
    for name, entry in node.mapping().items():
        if not SLUG.fullmatch(name):
            raise entry.bad("expected a name of lower-case words joined by hyphens")
        needed = ("says", "formula") if kind == "formula" else ("says",)
        found = entry.fields(needed, ("misconception",))
        formula = found["formula"].word() if "formula" in found else None
        out.append(WrongPath(name, text_of(found["says"]), misconception_of(found), formula))
    return tuple(out)
