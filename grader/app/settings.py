"""Settings: command line > environment > grade.toml found upward > the user's grade.toml > defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from grader.spec.errors import InputError
from grader.spec.text import LANGS, Lang

FILE = "grade.toml"
MAX_BYTES = 64 * 1024  # five lines are wanted; what is larger is something else
DATABASE = "sqlite:///FILE | postgresql://USER:PASSWORD@HOST:PORT/NAME"
Key = Literal["lang", "db", "secret", "student", "hint_cost"]
KEYS: tuple[Key, ...] = get_args(Key)
UNSAID = "…"


class SettingsError(InputError):
    """One setting that cannot be used: params file (or variable, or option), key, expected, got."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: `where` is the option, the variable or the file's path."""

    kind: Literal["option", "environment", "file", "default"]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was decided, and by whom.

    db: an SQLAlchemy URL. secret: keys the hidden seeds, or None. hint_cost: points off for every hint taken.
    origins: of every key.
    """

    lang: Lang
    db: str
    secret: str | None = field(repr=False)
    student: str
    hint_cost: float
    origins: Mapping[Key, Origin]


def load_settings(
    options: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user_folder: Path | None = None,
) -> Settings:
    """Settings from everywhere; without arguments from this process.

    options: what the command line gave (None: not given). folder: where the search for grade.toml begins.
    user_folder: where the user's own grade.toml lies.
    Raises SettingsError: an unknown key, a value that cannot be, a file that cannot be read.
    """
    environment = os.environ if environment is None else environment
    folder = Path.cwd() if folder is None else folder
    values: dict[Key, Any] = {}
    origins: dict[Key, Origin] = {}

    def take(key: Key, value: Any, origin: Origin, base: Path) -> None:
        if value is not None and key not in values:
            values[key] = _checked(key, value, origin, base)
            origins[key] = origin

    for key in KEYS:
        take(key, (options or {}).get(key), Origin("option", f"--{key}"), folder)
        variable = f"GRADE_{key.upper()}"
        # an empty variable is how CI systems say "not set"
        take(key, environment.get(variable, "").strip() or None, Origin("environment", variable), folder)
    for file in _files(folder, user_folder):
        for key, value in _read(file).items():
            take(key, value, Origin("file", str(file)), file.parent)
    for key in KEYS:
        if key not in values:
            values[key] = _default(key, environment)
            origins[key] = Origin("default")
    return Settings(**{**values, "hint_cost": float(values["hint_cost"])}, origins=origins)


def _files(folder: Path, user_folder: Path | None) -> list[Path]:
    found = [file for file in (place / FILE for place in (folder, *folder.parents)) if file.exists()][:1]
    if user_folder is None:
        from platformdirs import user_config_path  # 10 ms, and tests do without

        user_folder = user_config_path("pariksha", appauthor=False)
    own = user_folder / FILE
    return [*found, own] if own.exists() and own not in found else found


def _read(file: Path) -> dict[Key, Any]:
    import tomllib  # only for those who have a file

    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError("settings_unreadable", file=str(file), reason=error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        raise SettingsError("settings_unreadable", file=str(file), reason=f"> {MAX_BYTES} bytes")
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise SettingsError("settings_not_toml", file=str(file), reason=str(error)) from error
    for key in table:
        if key not in KEYS:
            raise SettingsError("settings_unknown_key", file=str(file), key=key, expected=", ".join(KEYS))
    return {key: table[key] for key in KEYS if key in table}


def _checked(key: Key, value: Any, origin: Origin, base: Path) -> str:
    expected = {"lang": " | ".join(LANGS), "db": DATABASE, "secret": "string", "student": "string (1-200)"}
    if key == "hint_cost":
        return _cost(value, origin, expected="0-100")
    good = isinstance(value, str) and bool(value.strip())
    text = value.strip() if good else ""
    if good and key == "lang":
        good = text in LANGS
    if good and key == "db":
        scheme, mark, rest = text.partition("://")
        good = bool(mark and rest) and scheme.partition("+")[0] in {"sqlite", "postgresql", "postgres"}
        good = good and (not scheme.startswith("sqlite") or len(rest) > 1)
        text = _absolute(text, base) if good else text
    if good and key == "student":
        good = len(text) <= 200 and text.isprintable()  # noqa: PLR2004  # as `expected` says
    if not good:
        got = UNSAID if key == "secret" else _shown(value)
        where = origin.where
        raise SettingsError("settings_bad_value", file=where, key=key, expected=expected[key], got=got)
    return text


def _cost(value: Any, origin: Origin, *, expected: str) -> str:
    """Points, as a number in a file or as text in the environment."""
    try:
        good = not isinstance(value, bool) and 0 <= float(value) <= 100  # noqa: PLR2004  # as `expected` says
    except (TypeError, ValueError):
        good = False
    if not good:
        raise SettingsError(
            "settings_bad_value", file=origin.where, key="hint_cost", expected=expected, got=_shown(value)
        )
    return str(float(value))


def _absolute(url: str, base: Path) -> str:
    """An SQLite file named in a grade.toml lies beside it, wherever the command runs."""
    scheme, _, path = url.partition(":///")
    return f"{scheme}:///{base / Path(path).expanduser()}" if scheme.startswith("sqlite") and path else url


def _shown(value: Any) -> str:
    """The value, without the password that a URL may hold, and not without end."""
    text = value if isinstance(value, str) else f"{type(value).__name__} {value!r}"
    scheme, mark, rest = text.partition("://")
    if mark and "@" in rest:
        login, _, host = rest.rpartition("@")
        text = f"{scheme}://{login.partition(':')[0]}@{host}"
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004  # one line of a terminal


def _default(key: Key, environment: Mapping[str, str]) -> str | None:
    match key:
        case "lang":
            return "en"
        case "db":
            from platformdirs import user_data_path  # 10 ms, and not for those who name a database

            return f"sqlite:///{user_data_path('pariksha', appauthor=False) / 'pariksha.db'}"
        case "secret":
            return None
        case "hint_cost":
            return "0"
        case "student":
            names = (environment.get(name, "").strip() for name in ("USER", "LOGNAME", "USERNAME"))
            return next((name for name in names if name), "student")
