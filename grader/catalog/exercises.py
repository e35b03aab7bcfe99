"""Exercises are found by path: exercises/<topic>/<id>.py. Nothing is registered."""

import difflib
import importlib.util
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from grader.spec.errors import AuthorError, InputError
from grader.spec.exercise import Exercise

HOUSE = Path(__file__).resolve().parents[2] / "exercises"
ENTRY_POINTS = "pariksha.exercises"  # a package names here the module whose folder holds <topic>/<id>.py
# The order in which a course goes; topics of packs follow by name.
TOPICS = (
    "neurons",
    "activations",
    "losses",
    "backprop",
    "gradient_flow",
    "initializers",
    "normalization",
    "optimizers",
    "clipping",
    "regularization",
    "training",
    "architecture",
    "recurrent",
    "tuning",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an exercise lives; its id and topic are its path."""

    id: str
    topic: str
    path: Path

    @property
    def version(self) -> str:
        """Short hash of the file: what an attempt was graded by."""
        return _version(self.path)


@lru_cache(maxsize=1024)
def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def find_all(packs: Sequence[Path] = ()) -> dict[str, Entry]:
    """All exercises by id, the house's first, in course order. Imports none of them.

    Raises:
        AuthorError: two files have one id, or a pack is not a folder of <topic>/<id>.py.
    """
    found: dict[str, Entry] = {}
    for root in (HOUSE, *_installed_packs(), *packs):
        if not root.is_dir():
            raise AuthorError("pack_is_no_folder", path=str(root))
        for path in sorted(root.glob("*/*.py")):
            if path.stem.startswith("_"):
                continue
            entry = Entry(path.stem, path.parent.name, path)
            if entry.id in found:
                raise AuthorError(
                    "two_exercises_one_id", id=entry.id, first=str(found[entry.id].path), second=str(path)
                )
            found[entry.id] = entry
    return dict(sorted(found.items(), key=lambda item: (_place(item[1].topic), item[1].topic)))


def _place(topic: str) -> int:
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS)


def _any_installed() -> bool:
    """Whether some installed package names our group: importlib.metadata takes a fifth of a cold start to say no."""
    group = ENTRY_POINTS.encode()
    files = (file for place in sys.path for file in Path(place).glob("*.dist-info/entry_points.txt"))
    return any(group in file.read_bytes() for file in files)


def _installed_packs() -> Iterable[Path]:
    if not _any_installed():
        return
    from importlib.metadata import entry_points

    for point in entry_points(group=ENTRY_POINTS):
        spec = importlib.util.find_spec(point.value)
        if spec is None or spec.origin is None:
            raise AuthorError("pack_not_importable", name=point.name, value=point.value)
        yield Path(spec.origin).parent


def pick(entries: dict[str, Entry], exercise_id: str) -> Entry:
    """The entry of one id.

    Raises:
        InputError: no such exercise; names the nearest ids.
    """
    if exercise_id in entries:
        return entries[exercise_id]
    nearest = difflib.get_close_matches(exercise_id, entries, n=3)
    raise InputError("no_such_exercise", id=exercise_id, nearest=nearest)


@lru_cache(maxsize=1024)  # a batch asks for the same exercise a thousand times
def load(entry: Entry) -> Exercise:
    """Import one exercise file and return its EXERCISE, once for a process.

    Raises:
        AuthorError: the file does not import, or has no EXERCISE of the right type.
    """
    name = f"exercises.{entry.topic}.{entry.id}"
    spec = importlib.util.spec_from_file_location(name, entry.path)
    if spec is None or spec.loader is None:
        raise AuthorError("exercise_not_importable", path=str(entry.path), reason="not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # inspect.getsource of a driver asks for it
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise AuthorError(
            "exercise_not_importable", path=str(entry.path), reason=f"{type(error).__name__}: {error}"
        ) from error
    exercise = getattr(module, "EXERCISE", None)
    if not isinstance(exercise, Exercise):
        raise AuthorError("no_exercise_in_file", path=str(entry.path))
    return exercise


def entry_of(path: Path) -> Entry:
    """The entry of an exercise file given by its path, wherever it is."""
    path = path.resolve()
    return Entry(path.stem, path.parent.name, path)
