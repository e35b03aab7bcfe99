"""Who is in the class: read from what a platform exports, kept as one plain file beside the course's others."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from grader.spec.errors import InputError

MAX_BYTES = 20_000_000
MAX_STUDENTS = 100_000
# Column names as the platforms write them, lower case; Hindi ones are Moodle's Hindi language pack's.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "student": ("student", "username", "sis login id", "login id", "user name", "उपयोगकर्ता नाम"),
    "name": ("name", "full name", "student name", "पूरा नाम", "नाम"),
    "first": ("first name", "first name(s)", "firstname", "पहला नाम"),
    "last": ("last name", "surname", "lastname", "अंतिम नाम", "उपनाम"),
    "email": ("email", "email address", "e-mail", "ईमेल पता"),
    "number": ("id number", "sis user id", "sid", "student id", "idnumber", "roll number", "पहचान संख्या"),
    "platform": ("id", "canvas id", "identifier", "user id"),
    "section": ("section", "groups", "group"),
}
FIELDS = ("student", "name", "email", "number", "platform", "section")


@dataclass(frozen=True, slots=True)
class Person:
    """One student. student: as attempts have it, where the roster says; platform: Canvas's or Moodle's own number."""

    student: str
    name: str = ""
    email: str = ""
    number: str = ""
    platform: str = ""
    section: str = ""

    @property
    def known_as(self) -> set[str]:
        """All that this student's work may be signed with, folded."""
        words = self.name.split()
        # Canvas writes "raoasha" for Asha Rao; a "Rao, Asha" is turned round first
        joined = {"".join([*words[-1:], *words[:-1]]), "".join(words)} if words else set()
        given = {self.student, self.name, self.email, self.number, self.email.partition("@")[0], *joined}
        numbered = {f"{self.name} ({self.platform})", f"{self.platform}"} if self.platform else set()
        return {folded(text) for text in given | numbered if text}


def folded(text: str) -> str:
    """A name as it is compared: NFC, case folded, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def read_roster(path: str) -> list[Person]:
    """The students in a CSV as Moodle, Canvas, or we write it; comma, semicolon or tab.

    Raises:
        InputError: unreadable, no column that names students, or one student twice; the line is named.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError("file_unreadable", file=path, reason=error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        raise InputError("file_too_large", file=path, size=len(data), limit=MAX_BYTES)
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("file_not_utf8", file=path, line=data[: error.start].count(b"\n") + 1) from error
    return _people(text.replace("\0", ""), path)


def _people(text: str, path: str) -> list[Person]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        header = [folded(cell) for cell in next(rows, [])]
        places = {key: at for key, names in _COLUMNS.items() for at, cell in enumerate(header) if cell in names}
        if "name" not in places and "student" in places and "platform" in places and "section" in places:
            places["name"] = places["student"] if "sis login id" not in header else header.index("student")
        if not {"student", "name", "first", "email"} & set(places):
            expected = "student / name / first name / email"
            raise InputError("roster_columns", file=path, expected=expected, got=", ".join(header)[:200])
        return _checked(rows, places, path)
    except csv.Error as error:
        raise InputError("roster_csv", file=path, line=rows.line_num, reason=str(error)) from error


def _checked(rows: Iterable[Sequence[str]], places: Mapping[str, int], path: str) -> list[Person]:
    people: list[Person] = []
    lines: dict[str, int] = {}
    for line, row in enumerate(rows, 2):
        cell = {key: row[at].strip() if at < len(row) else "" for key, at in places.items()}
        if not any(cell.values()) or cell.get("name", "").strip().startswith("Points Possible"):
            continue
        name = cell.get("name") or " ".join(filter(None, (cell.get("first"), cell.get("last"))))
        if name.count(",") == 1:  # "Rao, Asha"
            name = " ".join(part.strip() for part in reversed(name.split(",")))
        student = cell.get("student") or cell.get("email") or name
        person = Person(student, name, *(cell.get(key, "") for key in ("email", "number", "platform", "section")))
        if not student:
            raise InputError("roster_nameless", file=path, line=line)
        if (key := folded(student)) in lines:
            raise InputError("roster_twice", file=path, line=line, student=student, first=lines[key])
        lines[key] = line
        people.append(person)
        if len(people) > MAX_STUDENTS:
            raise InputError("roster_too_long", file=path, limit=MAX_STUDENTS)
    return people


def roster_csv(people: Iterable[Person]) -> str:
    """Our own form of it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([getattr(person, field.name) for field in fields(Person)] for person in people)
    return out.getvalue()


def matched(people: Sequence[Person], students: Iterable[str]) -> dict[str, Person]:
    """Whose work is whose: student as recorded -> person; who fits two people or none is left out."""
    table: dict[str, list[Person]] = {}
    for person in people:
        for word in person.known_as:
            table.setdefault(word, []).append(person)
    found: dict[str, Person] = {}
    for student in students:
        fitting = table.get(folded(student), [])
        if len(fitting) == 1:
            found[student] = fitting[0]
    return found
