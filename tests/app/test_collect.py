"""Whose file is it, and what is refused: archives are hostile until read."""

import io
import os
import stat
import subprocess
import zipfile

import pytest

from grader.app.collect import collect
from grader.app.layout import student_pattern
from grader.spec.errors import InputError

CODE = "def relu(z):\n    return z\n"


@pytest.fixture
def make_zip(tmp_path):
    def make(members, name="class.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        return str(path)

    return make


def who(collected):
    return [(item.student, item.name) for item in collected.handed]


def codes(collected):
    return [error.code for error in collected.refused]


def test_moodle_folders_give_the_student_and_two_of_one_name_are_told_apart(make_zip):
    path = make_zip(
        {
            "Asha Rao_4711_assignsubmission_file_/softmax.py": CODE,
            "Asha Rao_4712_assignsubmission_file_/softmax.py": CODE,
            "आशा राव_9_assignsubmission_file_/मेरा काम.py": CODE,
            "Ravi_8_assignsubmission_onlinetext/onlinetext.html": "<p>",
        }
    )
    assert sorted(who(collect([path]))) == [
        ("Asha Rao (4711)", "softmax.py"),
        ("Asha Rao (4712)", "softmax.py"),
        ("आशा राव", "मेरा काम.py"),
    ]


def test_canvas_names_lose_their_prefix_and_late_ones_are_marked(make_zip):
    found = collect([make_zip({"raoasha_123_456_softmax.py": CODE, "singhravi_LATE_124_457_relu.py": CODE})])
    assert who(found) == [("raoasha", "softmax.py"), ("singhravi", "relu.py")]
    assert [item.late for item in found.handed] == [False, True]


def test_gradescope_metadata_names_every_member_of_a_group(make_zip):
    metadata = (
        "submission_7:\n  :submitters:\n  - :name: Asha\n    :sid: s1\n  - :name: Ravi\n    :email: r@x.in\n"
        "  :created_at: 2026-01-05 10:00:00.5 Z\n"
    )
    found = collect([make_zip({"a_export/submission_metadata.yml": metadata, "a_export/submission_7/hw.py": CODE})])
    assert who(found) == [("s1", "hw.py"), ("r@x.in", "hw.py")]
    assert found.handed[0].at.isoformat() == "2026-01-05T10:00:00.500000+00:00"


@pytest.mark.parametrize("text", ["submission_7: 3", "- [", "a: !!python/object/apply:os.system [id]", "[" * 5000])
def test_metadata_that_is_something_else_is_named_and_the_rest_goes_on(make_zip, text):
    found = collect([make_zip({"submission_metadata.yml": text, "submission_7/hw.py": CODE})])
    assert codes(found) == ["bad_metadata"]
    assert who(found) == [("submission_7", "hw.py")]


def test_folder_per_student_file_per_student_and_a_pattern(tmp_path):
    for place in ("hw/asha/a.py", "hw/ravi kumar/b.py", "flat/meera.py", "odd/2026-ravi-x.py", "odd/none.py"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(CODE)
    assert who(collect([str(tmp_path / "hw")])) == [("asha", "a.py"), ("ravi kumar", "b.py")]
    assert who(collect([str(tmp_path / "flat")])) == [("meera", "meera.py")]
    found = collect([str(tmp_path / "odd")], student_pattern(r"\d+-(?P<student>\w+)-"))
    assert (who(found), codes(found)) == ([("ravi", "2026-ravi-x.py")], ["no_student_in_path"])


@pytest.mark.parametrize("pattern", ["(", "(?P<name>x)"])
def test_a_pattern_that_cannot_be_used_is_refused(pattern):
    with pytest.raises(InputError, match="bad_student_pattern"):
        student_pattern(pattern)


def test_checkouts_are_named_by_their_folder_and_dated_by_their_commit(tmp_path):
    repo = tmp_path / "hw1-asha"
    (repo / "src").mkdir(parents=True)
    (repo / "src" / "softmax.py").write_text(CODE)
    (repo / ".venv").mkdir()
    (repo / ".venv" / "x.py").write_text(CODE)
    env = {**os.environ, "GIT_COMMITTER_DATE": "2026-02-01T10:00:00 +0530", "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z"}
    for words in (["init", "-q"], ["add", "src"], ["-c", "user.name=a", "-c", "user.email=a@x", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(repo), *words], check=True, env=env)
    found = collect([str(repo)])
    assert [(h.student, h.name, h.at.isoformat()) for h in found.handed] == [
        ("hw1-asha", "softmax.py", "2026-02-01T04:30:00+00:00")
    ]
    (tmp_path / "class.txt").write_text("# our class\nhw1-asha\n")
    assert who(collect([str(tmp_path / "class.txt")])) == who(found)
    assert who(collect([str(tmp_path)])) == who(found), "a folder of checkouts"


def test_members_that_lead_outside_links_and_encrypted_ones_are_refused_and_the_rest_is_read(tmp_path):
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../up.py", "/abs.py", "a/../../b.py", "..\\win.py", "C:/x.py"):
            archive.writestr(name, CODE)
        link = zipfile.ZipInfo("asha/link.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("asha/good.py", CODE)
        archive.writestr("ravi/secret.py", CODE)
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"ravi/secret.py") - 46  # its entry in the central directory; the flags stand at offset 8
    raw[at + 8] |= 1
    path.write_bytes(bytes(raw))
    found = collect([str(path)])
    assert who(found) == [("asha", "good.py")]
    assert sorted(codes(found)) == ["member_encrypted", "member_is_link"] + ["member_outside"] * 5


def test_a_bomb_is_never_unpacked_whatever_its_header_says(tmp_path, make_zip):
    path = make_zip({"asha/bomb.py": b"#" * 40_000_000, "ravi/good.py": CODE})
    found = collect([path])
    assert (codes(found), who(found)) == (["member_is_bomb"], [("ravi", "good.py")])
    raw = bytearray((tmp_path / "class.zip").read_bytes())
    at = raw.rindex(b"asha/bomb.py") - 46 + 24  # its unpacked size, which we now lie about
    raw[at : at + 4] = (50_000).to_bytes(4, "little")
    (tmp_path / "class.zip").write_bytes(bytes(raw))
    found = collect([path])
    with pytest.raises(InputError, match=r"bad_member|file_too_large"):
        found.handed[0].read()


def test_a_damaged_member_and_a_damaged_archive_are_one_line_each(tmp_path):
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("asha/x.py", "x = 1\n" * 99)
        archive.writestr("ravi/y.py", CODE)
    raw = path.read_bytes().replace(b"x = 1\nx", b"x = 2\nx", 1)
    path.write_bytes(raw)
    found = collect([str(path)])
    with pytest.raises(InputError, match="bad_member"):
        found.handed[0].read()
    assert found.handed[1].read().decode() == CODE
    path.write_bytes(raw[:50])
    assert codes(collect([str(path)])) == ["bad_archive"]


def test_a_zip_in_the_zip_is_read_and_one_more_level_is_not(make_zip):
    deep = io.BytesIO()
    with zipfile.ZipFile(deep, "w") as archive:
        archive.writestr("c.py", CODE)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("relu.py", CODE)
        archive.writestr("deep.zip", deep.getvalue())
        archive.writestr("../out.py", CODE)
    found = collect([make_zip({"Asha_1_assignsubmission_file_/hw.zip": inner.getvalue()})])
    assert who(found) == [("Asha", "relu.py")]
    assert sorted(codes(found)) == ["member_outside", "too_deep"]
    assert found.handed[0].read().decode() == CODE


def test_links_in_a_folder_are_named_and_not_followed(tmp_path):
    (tmp_path / "hw" / "asha").mkdir(parents=True)
    (tmp_path / "hw" / "asha" / "a.py").write_text(CODE)
    (tmp_path / "hw" / "asha" / "b.py").symlink_to("/etc/passwd")
    (tmp_path / "hw" / "loop").symlink_to(tmp_path / "hw")
    os.mkfifo(tmp_path / "hw" / "asha" / "pipe.py")
    found = collect([str(tmp_path / "hw")])
    assert who(found) == [("asha", "a.py")]
    assert codes(found) == ["member_is_link"] * 3


def test_a_file_that_becomes_a_link_after_it_was_found_is_not_read(tmp_path):
    (tmp_path / "a.py").write_text(CODE)
    found = collect([str(tmp_path / "a.py")])
    (tmp_path / "a.py").unlink()
    (tmp_path / "a.py").symlink_to("/etc/passwd")
    with pytest.raises(InputError, match="file_unreadable"):
        found.handed[0].read()


def test_ten_thousand_files_of_one_student_take_nothing_from_the_others(make_zip):
    found = collect([make_zip({f"asha/{n}.py": "x" for n in range(10_000)} | {"ravi/a.py": CODE})], max_files=50)
    assert len(found.handed) == 51
    assert [error.params for error in found.refused] == [{"student": "asha", "count": 10_000, "limit": 50}]


def test_decomposed_and_composed_names_are_one_student(make_zip):
    found = collect([make_zip({"क़मर/a.py": CODE, "क़मर/b.py": CODE, "José/c.py": CODE, "José/d.py": CODE})])
    assert len({item.student for item in found.handed}) == 2


def test_utf8_names_without_the_flag_are_read_as_utf8(tmp_path):
    path = tmp_path / "old.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXXXXXXX/a.py", CODE)
        archive.writestr("ravi/a.py", CODE)
    path.write_bytes(path.read_bytes().replace(b"XXXXXXXXX", "आशा".encode()))
    assert ("आशा", "a.py") in who(collect([str(path)]))


def test_nothing_at_all_is_said(tmp_path):
    with pytest.raises(InputError, match="nothing_to_grade"):
        collect([str(tmp_path)])
    with pytest.raises(InputError, match="no_such_file"):
        collect([str(tmp_path / "not here")])
