import subprocess
import sys
from pathlib import Path

import pytest

from grader.app.settings import Origin, Settings, SettingsError, load_settings


def load(tmp_path: Path, options=None, environment=None, *, mine: str | None = None, users: str | None = None):
    folder = tmp_path / "course" / "week 1"
    folder.mkdir(parents=True, exist_ok=True)
    own = tmp_path / "config"
    own.mkdir(exist_ok=True)
    if mine is not None:
        (tmp_path / "course" / "grade.toml").write_text(mine, "utf-8")
    if users is not None:
        (own / "grade.toml").write_text(users, "utf-8")
    return load_settings(options, environment or {}, folder, own)


def test_each_place_wins_over_the_ones_below_it_and_is_named(tmp_path):
    mine, users = 'student = "mine"\nlang = "hi"', 'student = "users"\ndb = "sqlite:////srv/users.db"'
    lowest = load(tmp_path)
    assert (lowest.lang, lowest.student, lowest.secret) == ("en", "student", None)
    assert set(lowest.origins.values()) == {Origin("default")}
    user = load(tmp_path, users=users)
    assert (user.student, user.origins["student"].where) == ("users", str(tmp_path / "config" / "grade.toml"))
    found = load(tmp_path, mine=mine)
    assert (found.student, found.lang, found.db) == ("mine", "hi", "sqlite:////srv/users.db")
    assert found.origins["student"] == Origin("file", str(tmp_path / "course" / "grade.toml"))
    environment = load(tmp_path, environment={"GRADE_STUDENT": "env", "USER": "login"})
    assert (environment.student, environment.origins["student"]) == ("env", Origin("environment", "GRADE_STUDENT"))
    option = load(tmp_path, {"student": "opt", "lang": None}, {"GRADE_STUDENT": "env"})
    assert (option.student, option.origins["student"]) == ("opt", Origin("option", "--student"))
    assert option.lang == "hi"


def test_the_nearest_grade_toml_upward_is_the_one_that_counts(tmp_path):
    load(tmp_path, mine='student = "course"')
    (tmp_path / "course" / "week 1" / "grade.toml").write_text('lang = "hi"')
    settings = load(tmp_path)
    assert (settings.lang, settings.student) == ("hi", "student")


def test_an_empty_variable_is_not_set_and_the_login_name_is_the_last_resort(tmp_path):
    settings = load(tmp_path, environment={"GRADE_LANG": "", "GRADE_STUDENT": " ", "LOGNAME": "अनु"})
    assert (settings.lang, settings.student, settings.origins["student"]) == ("en", "अनु", Origin("default"))


def test_a_database_named_in_a_file_lies_beside_the_file(tmp_path):
    beside = load(tmp_path, mine='db = "sqlite:///marks/a b.db"')
    assert beside.db == f"sqlite:///{tmp_path / 'course' / 'marks' / 'a b.db'}"
    here = load(tmp_path, environment={"GRADE_DB": "sqlite:///x.db"})
    assert here.db == f"sqlite:///{tmp_path / 'course' / 'week 1' / 'x.db'}"
    home = load(tmp_path, environment={"GRADE_DB": "sqlite:///~/x.db"})
    assert home.db == f"sqlite:///{Path.home() / 'x.db'}"
    server = load(tmp_path, environment={"GRADE_DB": "postgresql+psycopg://u:p@h:5/n?sslmode=require"})
    assert server.db == "postgresql+psycopg://u:p@h:5/n?sslmode=require"


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        (
            'langauge = "hi"',
            "settings_unknown_key",
            {"key": "langauge", "expected": "lang, db, secret, student, hint_cost"},
        ),
        ('[quiz]\nlang = "hi"', "settings_unknown_key", {"key": "quiz"}),
        ('lang = "hindi"', "settings_bad_value", {"key": "lang", "expected": "hi | en", "got": "hindi"}),
        ("lang = true", "settings_bad_value", {"key": "lang", "got": "bool True"}),
        ('student = ""', "settings_bad_value", {"key": "student", "got": ""}),
        ('student = "a\\nb"', "settings_bad_value", {"key": "student"}),
        ('db = "marks.db"', "settings_bad_value", {"key": "db", "got": "marks.db"}),
        ('db = "sqlite:///"', "settings_bad_value", {"key": "db", "got": "sqlite:///"}),
        ('db = "mysql://u:hush@h/n"', "settings_bad_value", {"key": "db", "got": "mysql://u@h/n"}),
        ("secret = 12345", "settings_bad_value", {"key": "secret", "got": "…"}),
        ("lang = hi", "settings_not_toml", {}),
        ('student = "अ', "settings_not_toml", {}),
    ],
)
def test_a_bad_file_names_itself_the_key_and_what_was_expected(tmp_path, text, code, params):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, mine=text)
    assert caught.value.code == code
    assert caught.value.params["file"] == str(tmp_path / "course" / "grade.toml")
    assert params.items() <= caught.value.params.items()
    assert caught.value.exit_code == 2
    if code == "settings_not_toml":
        assert any(place in caught.value.params["reason"] for place in ("line 1", "end of document"))


def test_a_bad_variable_or_option_is_named_in_the_files_place(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, environment={"GRADE_LANG": "fr"})
    assert caught.value.params == {"file": "GRADE_LANG", "key": "lang", "expected": "hi | en", "got": "fr"}
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {"db": "x" * 200})
    assert caught.value.params["file"] == "--db"
    assert len(caught.value.params["got"]) == 80


def test_bytes_that_are_no_text_a_folder_and_a_huge_file_are_refused(tmp_path):
    file = tmp_path / "course" / "grade.toml"
    load(tmp_path, mine="")
    file.write_bytes(b'student = "\xff"')
    with pytest.raises(SettingsError, match="settings_not_toml"):
        load(tmp_path)
    file.write_bytes(b"#" * 70_000)
    with pytest.raises(SettingsError, match="settings_unreadable"):
        load(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(SettingsError, match="settings_unreadable"):
        load(tmp_path)


def test_a_byte_order_mark_is_no_error(tmp_path):
    assert load(tmp_path, mine='\ufefflang = "hi"').lang == "hi"


def test_the_secret_is_not_shown():
    settings = Settings("en", "sqlite:////x", "hush", "s", 0.0, {})
    assert "hush" not in repr(settings)


def test_without_arguments_it_reads_this_process(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("GRADE_DB", raising=False)
    monkeypatch.setenv("GRADE_LANG", "hi")
    settings = load_settings()
    assert settings.lang == "hi"
    assert settings.db.startswith("sqlite:///")
    assert settings.db.endswith("pariksha.db")


def test_nothing_slow_is_imported_before_it_is_needed():
    code = (
        "import sys, grader.app.settings; print({'tomllib', 'platformdirs', 'numpy', 'sqlalchemy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
