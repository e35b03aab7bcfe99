"""The soak in short; the long one is `python -m tests.soak`."""

from tests.soak import grown, soak


def test_nothing_grows_and_no_verdict_changes_while_somebody_kills_processes():
    before, after, counts, complaints = soak(400, kill_every=0.3)
    assert not complaints
    assert not grown(before, after)
    assert counts["runs"] == 400
    assert counts["hostile"] > 10
    assert counts["child"] + counts["zygote"] > 0
