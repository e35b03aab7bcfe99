"""Imported entries as files of the bank; keys of numbers go into a module of generators beside them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from grader.app.exchange.entry import Entry, Loss
from grader.quiz.load import LEVELS, TOPICS
from grader.spec.text import Text

_NOT_RIGHT = Text(hi="यह सही उत्तर नहीं है।", en="This is not the right answer.")


def slug(name: str) -> str:
    """A name as the bank has them."""
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return found if found[:1].isalpha() else f"q-{found}".rstrip("-")


def files(entries: Iterable[Entry], topic: str) -> tuple[dict[str, str], tuple[Loss, ...]]:
    """Paths below a bank's folder with their texts, and what the bank cannot hold. topic: where the file says none."""
    out: dict[str, str] = {}
    losses: list[Loss] = []
    generators: list[str] = []
    for entry in entries:
        name, where = slug(entry.id), entry.topic if entry.topic in TOPICS else topic
        data = _question(entry, name)
        if data is None:
            losses.append(Loss(entry.id, "essay_without_rubric"))
            continue
        if entry.stem.hi == entry.stem.en:
            losses.append(Loss(entry.id, "one_language"))
        path = f"{where}/{name}.yaml"
        if path in out:
            losses.append(Loss(entry.id, "twice"))
            continue
        if entry.form == "numeric":
            generators.append(_generator(entry, name))
        out[path] = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    if generators:
        head = '"""Keys of imported questions, as the file had them: compute them here with `reference`."""\n\n'
        head += "import numpy as np\n\nfrom grader.spec.question import Drawn\n"
        out["generators/imported.py"] = head + "".join(generators)
    return out, tuple(losses)


class _Dumper(yaml.SafeDumper):
    """Texts as block scalars, in which no backslash is lost; no aliases, which the bank refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        del data
        return True


def _string(dumper: Any, value: str) -> Any:
    block = "\n" in value or "\\" in value or len(value) > 60  # noqa: PLR2004  # longer ones read better in a block
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if block else None)


_Dumper.add_representer(str, _string)


def _generator(entry: Entry, name: str) -> str:
    key = next(float(reply.text.en) for reply in entry.replies if reply.fraction == 1)
    wrong = {f"wrong-{n}": float(r.text.en) for n, r in enumerate(_wrong(entry), 1)}
    function = _function(name)
    return (
        f"\n\ndef {function}(rng: np.random.Generator) -> Drawn:\n"
        f'    """{name}"""\n    del rng\n    return Drawn({{}}, key={key!r}, wrong={wrong!r})\n'
    )


def _function(name: str) -> str:
    """A name that is no keyword of Python."""
    return f"q_{name.replace('-', '_')}"


def _wrong(entry: Entry) -> list[Any]:
    return [reply for reply in entry.replies if reply.fraction == 0]


def _text(text: Text) -> dict[str, str]:
    return {"hi": text.hi, "en": text.en}


def _question(entry: Entry, name: str) -> Mapping[str, Any] | None:
    level = entry.level if entry.level in LEVELS else 1
    common: dict[str, Any] = {"level": level, "stem": _text(entry.stem), "solution": _text(_or(entry.solution))}
    if entry.points != 1:
        common["points"] = entry.points
    match entry.form:
        case "choice" | "choices":
            several = entry.form == "choices"
            options = [
                {
                    "id": f"option-{n}",
                    **({"correct": True} if reply.fraction > 0 else {}),
                    "text": _text(reply.text),
                    **(
                        {"feedback": _text(reply.feedback or _NOT_RIGHT)}
                        if several or reply.fraction <= 0 or reply.feedback
                        else {}
                    ),
                }
                for n, reply in enumerate(entry.replies, 1)
            ]
            more: dict[str, Any] = {"credit": "right-minus-wrong"} if several else {}
            fixed = {} if entry.shuffle else {"shuffle": False}
            return {"kind": entry.form, **common, **more, **fixed, "options": options}
        case "numeric":
            wrong = {f"wrong-{n}": {"says": _text(r.feedback or _NOT_RIGHT)} for n, r in enumerate(_wrong(entry), 1)}
            tolerance = {"tolerance": {"abs": entry.tolerance}}
            made: dict[str, Any] = {
                "kind": "numeric",
                **common,
                "generator": f"imported.{_function(name)}",
                **tolerance,
            }
            return {**made, **({"wrong": wrong} if wrong else {})}
        case "words":
            right = [reply.text.en for reply in entry.replies if reply.fraction > 0]
            paths = {
                f"wrong-{n}": {"accept": [r.text.en], "says": _text(r.feedback or _NOT_RIGHT)}
                for n, r in enumerate(_wrong(entry), 1)
            }
            blank: dict[str, Any] = {"id": "answer", "accept": right, **({"wrong": paths} if paths else {})}
            return {
                "kind": "blank",
                **common,
                "stem": _with_blank(entry.stem),
                "credit": "per-blank",
                "blanks": [blank],
            }
        case "ordering":
            items: list[Any] = [{"id": f"item-{n}", "text": _text(r.text)} for n, r in enumerate(entry.replies, 1)]
            because = {"hi": "क्रम उलटा है।", "en": "The order is the other way round."}
            before = [{"first": f"item-{n}", "then": f"item-{n + 1}", "because": because} for n in range(1, len(items))]
            return {"kind": "ordering", **common, "credit": "pairs", "items": items, "before": before}
        case "matching":
            rights = list(dict.fromkeys([*(right for _, right in entry.pairs), *entry.others]))
            left = [
                {
                    "id": f"left-{n}",
                    "text": _text(a),
                    "match": f"right-{rights.index(b) + 1}",
                    "feedback": _text(_NOT_RIGHT),
                }
                for n, (a, b) in enumerate(entry.pairs, 1)
            ]
            right_side = [{"id": f"right-{n}", "text": _text(t)} for n, t in enumerate(rights, 1)]
            return {"kind": "matching", **common, "credit": "per-pair", "left": left, "right": right_side}
        case _:
            return None


def _or(text: Text) -> Text:
    return text if text.en.strip() and text.hi.strip() else Text(hi="-", en="-")


def _with_blank(stem: Text) -> dict[str, str]:
    def one(text: str) -> str:
        place = re.search(r"(?:\\_|_){4}", text)
        return f"{text[: place.start()]}[[answer]]{text[place.end() :]}" if place else f"{text} [[answer]]"

    return {"hi": one(stem.hi), "en": one(stem.en)}
