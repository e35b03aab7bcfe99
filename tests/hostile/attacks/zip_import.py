# expect: RTE
# falls: import -landlock
# ruff: noqa
"""Code out of an archive that it wrote."""

import sys, zipfile, os


def f(x, world):
    path = os.path.join(world["folder"], "a.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("smuggled.py", "value = 1")
    sys.path.insert(0, path)
    import smuggled

    return "BREACH"
