# expect: RTE
# levels: strict import
# falls: import -landlock
# ruff: noqa
"""The results file that other graders read."""


def f(x, world):
    import json

    with open(world["folder"] + "/results.json", "w") as file:
        json.dump({"score": 100, "tests": [{"status": "passed"}]}, file)
    return "BREACH"
