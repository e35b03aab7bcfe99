"""Item analysis in lines: every number with its n and its interval."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.render.messages import Messages

MOST_CHOSEN = 6  # rows of the distractor table; the rest is counted


def stats_lines(
    say: Messages, found: Any, waiting: int, order: Mapping[str, int], remarks: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """The analysis; `remarks`: codes by question."""
    yield say("stats.head", students=found.students, questions=len(found.items))
    yield say("stats.reliability", name=found.reliability_name, value=estimate(say, found.reliability))
    if waiting:
        yield say("stats.waiting", count=waiting)
    difficulty = {item.question: item for item in found.irt.items} if found.irt else {}
    for item in sorted(found.items, key=lambda i: order.get(i.question, 0)):
        yield ""
        yield f"{order.get(item.question, 0)}. {item.question}"
        yield "   " + say("stats.facility", value=estimate(say, item.facility, percent=True))
        yield "   " + say("stats.item_rest", value=estimate(say, item.item_rest))
        yield from ("   " + say(code) for code in remarks.get(item.question, ()))
        if len(item.by_language) > 1:
            parts = [f"{say('lang.' + lang)} {estimate(say, e, percent=True)}" for lang, e in item.by_language]
            yield "   " + say("stats.by_language", value="; ".join(parts))
            if item.language_gap.value is not None:
                yield "   " + say("stats.gap", value=estimate(say, item.language_gap))
        variants = [e for _, e in item.by_variant if e.value is not None]
        if len(variants) > 1:
            parts = [
                f"{seed % 10**6:06d}: {estimate(say, e, percent=True)}"
                for seed, e in item.by_variant
                if e.value is not None
            ]
            yield "   " + say("stats.by_variant", value="; ".join(parts))
        for row in item.distractors[:MOST_CHOSEN]:
            share, rest = estimate(say, row.share, percent=True), estimate(say, row.rest, percent=True)
            yield "     " + say("stats.chosen", chosen=row.chosen, count=row.count, share=share, rest=rest)
        if len(item.distractors) > MOST_CHOSEN:
            yield "     " + say("stats.more", count=len(item.distractors) - MOST_CHOSEN)
        if item.question in difficulty:
            fit = difficulty[item.question]
            b = f"{fit.b:.2f} [{fit.b_low:.2f}, {fit.b_high:.2f}]"
            yield "   " + say("stats.irt", a=f"{fit.a:.2f} [{fit.a_low:.2f}, {fit.a_high:.2f}]", b=b, n=fit.n)
    if found.irt is None:
        yield ""
        yield say("stats.no_irt")


def estimate(say: Messages, found: Any, *, percent: bool = False) -> str:
    """A value with its interval and n; only n where there is no value."""
    if found.value is None:
        return say("stats.too_few", n=found.n)

    def written(value: float) -> str:
        return f"{100 * value:.0f} %" if percent else f"{value:.2f}"

    if found.low is None:
        return say("stats.point", value=written(found.value), n=found.n)
    return say(
        "stats.interval", value=written(found.value), low=written(found.low), high=written(found.high), n=found.n
    )
