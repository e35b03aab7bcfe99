"""Whatever is handed in is read, or refused with one clear reason."""

import json

import pytest

from grader.app.source import MAX_BYTES, read_source, source_of
from grader.spec.errors import InputError

CODE = "def relu(z):\n    return z\n"


def refused(data, name="hw.py"):
    with pytest.raises(InputError) as info:
        source_of(data, name)
    return info.value


def notebook(*cells, kind="code"):
    made = [
        {"cell_type": kind, "source": cell, "metadata": {}, "outputs": [], "execution_count": None} for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n\t\n", "file_empty"),
        (b"def f():\0 pass", "file_binary"),
        ("# é".encode("latin-1"), "file_not_utf8"),
        (b"# -*- coding: klingon -*-\n", "file_not_utf8"),
        (b"x" * (MAX_BYTES + 1), "file_too_large"),
    ],
)
def test_bytes_that_are_no_source_are_refused(data, code):
    assert refused(data).code == code


def test_the_line_of_a_wrong_byte_is_named():
    assert refused(b"a = 1\nb = '\xe9'\n").params["line"] == 2


def test_a_declared_encoding_is_honored():
    assert "é" in source_of("# -*- coding: latin-1 -*-\n# é\n".encode("latin-1"), "hw.py").text


@pytest.mark.parametrize("data", [CODE.replace("\n", "\r\n"), CODE.replace("\n", "\r"), "\ufeff" + CODE])
def test_line_ends_and_byte_order_marks_decide_nothing(data):
    assert source_of(data.encode(), "hw.py").text == CODE


def test_paths_that_are_no_files_are_named(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    for path, code in (
        (tmp_path, "is_a_folder"),
        (tmp_path / "no.py", "no_such_file"),
        (tmp_path / "notes.txt", "wrong_suffix"),
    ):
        with pytest.raises(InputError) as info:
            read_source(str(path))
        assert info.value.code == code


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.py"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(InputError) as info:
        read_source(str(path))
    assert info.value.code == "file_too_large"


def test_code_cells_are_joined_and_others_left_out():
    text = source_of(notebook("import numpy as np", CODE), "hw.ipynb").text
    assert text == "import numpy as np\n" + CODE + "\n"
    assert refused(notebook("some prose", kind="markdown"), "hw.ipynb").code == "file_empty"


def test_magics_and_shell_lines_are_skipped_and_lines_kept():
    source = source_of(notebook("%matplotlib inline\n!pip install x\nfiles = !ls\nnp.exp?\n" + CODE), "hw.ipynb")
    assert source.text.splitlines() == ["pass", "pass", "pass", "pass", *CODE.splitlines(), ""]
    assert source.remarks == ()


def test_a_timed_cell_is_kept_and_a_bash_cell_is_not():
    assert "def relu" in source_of(notebook("%%time\n" + CODE), "hw.ipynb").text
    assert "rm" not in source_of(notebook("%%bash\nrm -rf x", CODE), "hw.ipynb").text


def test_a_percent_sign_inside_valid_python_is_no_magic():
    assert "% 3" in source_of(notebook("x = (7\n     % 3)\n"), "hw.ipynb").text


def test_a_cell_that_does_not_parse_is_named_and_the_rest_kept():
    source = source_of(notebook("def f(:\n  pass", CODE), "hw.ipynb")
    assert source.text == CODE + "\n"
    assert (source.remarks[0].code, source.remarks[0].params["cell"]) == ("cell_does_not_parse", 1)


@pytest.mark.parametrize("data", [b"{}", b"{not json", b"[]", b'{"cells": 3, "nbformat": 4, "nbformat_minor": 0}'])
def test_what_is_no_notebook_is_refused(data):
    assert refused(data, "hw.ipynb").code == "not_a_notebook"
