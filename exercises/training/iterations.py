"""Number of weight updates in a training run."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.training import iterations


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def whole(low: int, high: int) -> int:
        return int(rng.integers(low, high))

    batch = whole(3, 9)
    yield sample(10, 4, 3, False, hi="आख़िरी batch अधूरा", en="a last batch that is not full")
    yield sample(10, 4, 3, True, hi="अधूरा batch छोड़ा गया", en="the partial batch dropped")
    yield hidden(batch * 7 + 1, batch, 5, False, hi="आख़िरी batch में एक sample", en="one sample in the last batch")
    yield hidden(batch * 7 + 1, batch, 5, True, hi="एक sample छूटे", en="one sample dropped")
    yield hidden(batch * 6 - 1, batch, 4, False, hi="आख़िरी batch में एक कम", en="the last batch one short")
    yield hidden(batch * 6 - 1, batch, 4, True, hi="एक कम वाला batch छूटे", en="the batch one short dropped")
    yield hidden(batch * 8, batch, 3, False, hi="batch पूरे-पूरे बँटें", en="batches that divide evenly", check="edges")
    yield hidden(batch * 8, batch, 3, True, hi="पूरे-पूरे बँटें, drop_last", en="even batches with drop_last", check="edges")
    yield hidden(
        whole(20, 60), 1, 2, False, hi="हर sample एक update", en="batch size 1, every sample an update", check="edges"
    )
    yield hidden(7, 32, 6, False, hi="batch dataset से बड़ा", en="a batch larger than the data", check="edges")
    yield hidden(
        7, 32, 6, True, hi="batch dataset से बड़ा, drop_last", en="a batch larger than the data, dropped", check="edges"
    )
    yield hidden(60001, 128, 10, False, hi="MNIST जितना dataset", en="as many samples as MNIST and one")
    yield hidden(60001, 128, 10, True, hi="MNIST जितना dataset, drop_last", en="as many as MNIST and one, drop_last")
    yield hidden(whole(50, 90) * 2 + 1, 2, 1, False, hi="एक ही epoch", en="a single epoch")


def by_ceil(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    return epochs * (math.floor if drop_last else math.ceil)(n_samples / batch_size)


def by_counting(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    count = 0
    for _ in range(epochs):
        for start in range(0, n_samples, batch_size):
            if not drop_last or start + batch_size <= n_samples:
                count += 1
    return count


def by_divmod(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    full, rest = divmod(n_samples, batch_size)
    return epochs * (full + (1 if rest and not drop_last else 0))


def by_rounding_up(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    return (n_samples + (0 if drop_last else batch_size - 1)) // batch_size * epochs


def by_numpy(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    per_epoch = np.floor(n_samples / batch_size) if drop_last else np.ceil(n_samples / batch_size)
    return per_epoch * epochs


def over_all_epochs(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    return n_samples * epochs // batch_size if drop_last else -(-n_samples * epochs // batch_size)


def flag_inverted(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    return iterations(n_samples, batch_size, epochs, not drop_last)


def always_one_more(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> object:
    return epochs * (n_samples // batch_size + (0 if drop_last else 1))


EXERCISE = Exercise(
    title=Text(
        hi="iterations: कितने weight updates",
        en="Number of updates",
    ),
    statement=Text(
        hi="training में कुल कितने weight updates होंगे, यह int लौटाइए। `n_samples` samples, "
        "`batch_size` के batches, `epochs` epochs। हर epoch में आख़िरी batch अधूरा हो सकता है और "
        "गिना जाता है; `drop_last` True हो तो अधूरा batch छोड़ दिया जाता है।",
        en="Return how many weight updates a training run makes, an int: `n_samples` samples in "
        "batches of `batch_size` for `epochs` epochs. In each epoch the last batch may be "
        "smaller and counts; with `drop_last` True a batch that is not full is left out.",
    ),
    hints=(
        Text(
            hi="एक batch, एक update।",
            en="One batch, one update.",
        ),
        Text(
            hi="हर epoch में batches की संख्या: n / batch_size, ऊपर की ओर पूरी; drop_last हो तो नीचे की ओर।",
            en="Batches per epoch: n / batch_size rounded up, or rounded down with drop_last.",
        ),
        Text(
            hi="पहले एक epoch के batches, फिर epochs से गुणा।",
            en="First the batches of one epoch, then times epochs.",
        ),
        Text(
            hi="// नीचे की ओर पूरा करता है; math.ceil ऊपर की ओर।",
            en="// rounds down; math.ceil rounds up.",
        ),
    ),
    reference=iterations,
    cases=cases,
    styles=(by_ceil, by_counting, by_divmod, by_rounding_up, by_numpy),
    misconceptions=(
        Misconception(
            "always-floor",
            lambda n, batch, epochs, _: n // batch * epochs,
            Text(
                hi="आपने अधूरा batch कभी नहीं गिना; `drop_last` False हो तो वह भी एक update है।",
                en="You never counted the partial batch; with `drop_last` False it is an update, too.",
            ),
        ),
        Misconception(
            "always-ceil",
            lambda n, batch, epochs, _: -(-n // batch) * epochs,
            Text(
                hi="आपने अधूरा batch हमेशा गिना; `drop_last` True हो तो वह छूट जाता है।",
                en="You always counted the partial batch; with `drop_last` True it is left out.",
            ),
        ),
        Misconception(
            "epochs-forgotten",
            lambda n, batch, _, drop_last: iterations(n, batch, 1, drop_last),
            Text(
                hi="यह एक epoch के updates हैं; epochs से गुणा कीजिए।",
                en="These are the updates of a single epoch; multiply by epochs.",
            ),
        ),
        Misconception(
            "not-rounded",
            lambda n, batch, epochs, _: n / batch * epochs,
            Text(
                hi="n / batch_size पूरा अंक नहीं है; batch आधा नहीं गिना जाता: ऊपर या नीचे की ओर पूरा कीजिए।",
                en="n / batch_size is not a whole number; there are no half batches: round up or down.",
            ),
        ),
        Misconception(
            "rounded-over-all-epochs",
            over_all_epochs,
            Text(
                hi="आपने सारे epochs जोड़कर एक बार पूरा किया; अधूरा batch हर epoch में बनता है: पहले पूरा "
                "कीजिए, फिर epochs से गुणा।",
                en="You rounded once over all epochs; every epoch has its own partial batch: round first, "
                "multiply afterwards.",
            ),
        ),
        Misconception(
            "drop-last-inverted",
            flag_inverted,
            Text(
                hi="`drop_last` उलटा हो गया: True हो तो अधूरा batch छूटता है।",
                en="`drop_last` came out inverted: True leaves the partial batch out.",
            ),
        ),
        Misconception(
            "always-one-more",
            always_one_more,
            Text(
                hi="batches पूरे-पूरे बँटें तो कोई अधूरा batch नहीं होता; तब + 1 मत जोड़िए।",
                en="When batches divide evenly there is no partial one; do not add 1 then.",
            ),
        ),
        Misconception(
            "samples-counted",
            lambda n, _batch, epochs, _: n * epochs,
            Text(
                hi="आपने samples गिने; एक update पूरे batch पर होता है।",
                en="You counted samples; one update uses a whole batch.",
            ),
        ),
    ),
)
