"""Batch normalization of images: statistics per channel."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.normalization import batchnorm2d_forward, batchnorm_forward
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def layer(shape: tuple[int, ...], eps: float, hi: str, en: str, check: CheckName = "values") -> Case:
        c = shape[1]
        spread, shift = rng.uniform(0.5, 3, size=(c, 1, 1)), rng.uniform(-0.4, 0.4, size=(c, 1, 1))
        x = rng.normal(size=shape) * spread + shift
        return hidden(x, rng.uniform(0.5, 2.5, size=c), rng.normal(size=c) * 2, eps, hi=hi, en=en, check=check)

    yield sample(
        np.array([[[[1.0, 3.0]], [[0.0, 2.0]]], [[[5.0, -1.0]], [[4.0, 2.0]]]]),
        np.array([1.0, 2.0]),
        np.array([0.0, 0.5]),
        0.01,
        hi="दो images, दो channels, हर एक 1 x 2",
        en="two images, two channels, 1 x 2 each",
    )
    yield sample(
        np.array([[[[1.0, 2.0], [3.0, 6.0]]]]),
        np.array([1.5]),
        np.array([-1.0]),
        0.3,
        hi="एक image, एक channel",
        en="one image, one channel",
    )
    yield layer((2, 3, 2, 4), 0.01, "N, C, H, W सब अलग", "N, C, H and W all differ")
    yield layer((3, 2, 4, 2), 0.1, "C = W: gamma ग़लत axis पर भी लग सकता है", "C = W, where gamma fits the wrong axis")
    yield layer(
        (2, 3, 3, 2), 0.05, "C = H: gamma ग़लत axis पर भी लग सकता है", "C = H, where gamma fits another wrong axis"
    )
    yield layer(
        (2, 2, 2, 2), 0.08, "N = C = H = W: ग़लतियाँ shape में नहीं दिखतीं", "N = C = H = W, where mistakes keep the shape"
    )
    yield layer(
        (3, 3, 2, 3), 0.3, "eps = 0.3: eps की जगह दिखती है", "eps = 0.3 shows where eps stands", "hyperparameters"
    )
    yield layer((4, 2, 3, 2), 1e-5, "eps = 1e-5, आम value", "eps = 1e-5, the usual value", "hyperparameters")
    yield layer((1, 3, 2, 3), 0.02, "एक ही image", "one image only", "edges")
    yield layer((5, 3, 1, 1), 0.04, "हर channel एक ही pixel का", "one pixel per channel", "edges")
    yield layer((3, 1, 2, 4), 0.02, "एक ही channel", "one channel only", "edges")
    constant = rng.normal(size=(2, 3, 2, 2))
    constant[:, 1] = 0.75
    yield hidden(
        constant,
        rng.uniform(0.5, 2, size=3),
        rng.normal(size=3),
        0.04,
        hi="एक channel स्थिर: eps 0/0 से बचाता है",
        en="one constant channel: eps avoids 0/0",
        check="edges",
    )


def over(x: Array, gamma: Array, beta: Array, eps: float, axes: tuple[int, ...]) -> Array:
    """Statistics over other axes than those asked for; gamma and beta per channel, as they should be."""
    mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return gamma[:, None, None] * (x - mean) / np.sqrt(var + eps) + beta[:, None, None]


def statistics(x: Array) -> tuple[Array, Array]:
    """X minus its channel's mean, and the channel's variance, which most beliefs below have right."""
    return x - x.mean(axis=(0, 2, 3), keepdims=True), x.var(axis=(0, 2, 3), keepdims=True)


def gamma_along_width(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma * centered / np.sqrt(var + eps) + beta


def gamma_along_height(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma[:, None] * centered / np.sqrt(var + eps) + beta[:, None]


def unbiased(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    var = x.var(axis=(0, 2, 3), ddof=1, keepdims=True)
    return gamma[:, None, None] * statistics(x)[0] / np.sqrt(var + eps) + beta[:, None, None]


def eps_outside(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma[:, None, None] * centered / (np.sqrt(var) + eps) + beta[:, None, None]


def no_root(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma[:, None, None] * centered / (var + eps) + beta[:, None, None]


def beta_first(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma[:, None, None] * (centered / np.sqrt(var + eps) + beta[:, None, None])


def as_rows(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    n, c, h, w = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, c)
    return batchnorm_forward(rows, gamma, beta, eps).reshape(n, h, w, c).transpose(0, 3, 1, 2)


def reshaped_wrongly(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    c = x.shape[1]
    return batchnorm_forward(x.reshape(-1, c), gamma, beta, eps).reshape(x.shape)


def by_channels(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    out = np.zeros(x.shape)
    for c in range(x.shape[1]):
        channel = x[:, c, :, :]
        out[:, c] = gamma[c] * (channel - channel.mean()) / np.sqrt(channel.var() + eps) + beta[c]
    return out


def by_einsum(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    count = x.size / x.shape[1]
    centered = x - (np.einsum("nchw->c", x) / count).reshape(1, -1, 1, 1)
    var = np.einsum("nchw,nchw->c", centered, centered) / count
    return np.einsum("nchw,c->nchw", centered, gamma / np.sqrt(var + eps)) + beta.reshape(1, -1, 1, 1)


def fast_variance(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    x = x.astype(np.float32)
    mean = x.mean(axis=(0, 2, 3), keepdims=True)
    var = np.maximum((x * x).mean(axis=(0, 2, 3), keepdims=True) - mean * mean, 0)
    scale = gamma.astype(np.float32)[:, None, None] / np.sqrt(var + np.float32(eps))
    return (x - mean) * scale + beta.astype(np.float32)[:, None, None]


def as_lists(x: Array, gamma: Array, beta: Array, eps: float) -> object:
    flipped = np.swapaxes(x, 0, 1)
    done = []
    for channel, g, b in zip(flipped, gamma, beta, strict=True):
        entries = channel.ravel().tolist()
        mean = sum(entries) / len(entries)
        var = sum((entry - mean) ** 2 for entry in entries) / len(entries)
        done.append(np.reshape([g * (entry - mean) / (var + eps) ** 0.5 + b for entry in entries], channel.shape))
    return np.stack(done, axis=1).tolist()


EXERCISE = Exercise(
    title=Text(hi="BatchNorm2d: images के लिए, channel के हिसाब से", en="BatchNorm2d: for images, per channel"),
    statement=Text(
        hi="`x` की shape (N, C, H, W) है: N images, C channels; `gamma` और `beta` की (C,)। हर channel "
        "का एक mean $\\mu_c$ और एक biased variance $\\sigma_c^2$ होता है, N, H और W तीनों पर। लौटाइए "
        "$\\gamma_c\\,(x - \\mu_c) / \\sqrt{\\sigma_c^2 + \\epsilon} + \\beta_c$, shape (N, C, H, W)। "
        "`eps` root के अंदर है।",
        en="`x` has shape (N, C, H, W): N images, C channels; `gamma` and `beta` have shape (C,). Each "
        "channel has one mean $\\mu_c$ and one biased variance $\\sigma_c^2$, over N, H and W "
        "together. Return $\\gamma_c\\,(x - \\mu_c) / \\sqrt{\\sigma_c^2 + \\epsilon} + \\beta_c$, "
        "shape (N, C, H, W). `eps` stands inside the root.",
    ),
    hints=(
        Text(
            hi="convolution एक channel के सारे pixels को एक-सा मानती है; normalization भी वैसा ही करता है।",
            en="A convolution treats all pixels of a channel alike; the normalization does the same.",
        ),
        Text(
            hi="हर channel में N * H * W संख्याएँ हैं; mean और variance उन सबके हैं।",
            en="A channel holds N * H * W numbers; the mean and the variance are of all of them.",
        ),
        Text(
            hi="axis=(0, 2, 3) और keepdims=True से shape (1, C, 1, 1) मिलती है, जो x पर broadcast होती है।",
            en="axis=(0, 2, 3) with keepdims=True gives shape (1, C, 1, 1), which broadcasts over x.",
        ),
        Text(
            hi="gamma (C,) आख़िरी axis W पर चिपकेगा! उसे (1, C, 1, 1) बनाइए: gamma.reshape(1, -1, 1, 1)।",
            en="gamma of shape (C,) would line up with W, the last axis. Make it (1, C, 1, 1): "
            "gamma.reshape(1, -1, 1, 1).",
        ),
    ),
    reference=batchnorm2d_forward,
    cases=cases,
    styles=(as_rows, by_channels, by_einsum, fast_variance, as_lists),
    misconceptions=(
        Misconception(
            "instance-norm",
            lambda x, gamma, beta, eps: over(x, gamma, beta, eps, (2, 3)),
            Text(
                hi="आपने हर image की अलग statistics लीं; वह InstanceNorm है। BatchNorm2d में N भी शामिल है: axis=(0, 2, 3)।",
                en="You took statistics for each image, which is InstanceNorm. BatchNorm2d includes N: axis=(0, 2, 3).",
            ),
        ),
        Misconception(
            "per-pixel",
            lambda x, gamma, beta, eps: over(x, gamma, beta, eps, (0,)),
            Text(
                hi="आपने हर pixel की अलग statistics लीं, सिर्फ़ N पर; एक channel के सारे pixels मिलकर एक mean देते हैं।",
                en="You took statistics for each pixel, over N only; all pixels of a channel share one mean.",
            ),
        ),
        Misconception(
            "over-channels-too",
            lambda x, gamma, beta, eps: over(x, gamma, beta, eps, (0, 1, 2, 3)),
            Text(
                hi="आपने C पर भी औसत ले लिया; हर channel की अपनी statistics होती हैं।",
                en="You averaged over C as well; every channel has statistics of its own.",
            ),
        ),
        Misconception(
            "layer-norm",
            lambda x, gamma, beta, eps: over(x, gamma, beta, eps, (1, 2, 3)),
            Text(
                hi="आपने हर image पर C, H, W का औसत लिया; वह LayerNorm है। BatchNorm2d हर channel पर "
                "N, H, W का औसत लेता है।",
                en="You averaged C, H, W of each image, which is LayerNorm. BatchNorm2d averages N, H, "
                "W of each channel.",
            ),
        ),
        Misconception(
            "channels-last",
            lambda x, gamma, beta, eps: over(x, gamma, beta, eps, (0, 1, 2)),
            Text(
                hi="आपने आख़िरी axis को channel माना (channels-last); यहाँ shape (N, C, H, W) है, channel axis 1 है।",
                en="You took the last axis for the channels (channels-last); here the shape is (N, C, "
                "H, W), channels are axis 1.",
            ),
        ),
        Misconception(
            "gamma-along-the-width",
            gamma_along_width,
            Text(
                hi="आपका gamma और beta आख़िरी axis W पर लग गए; channel पर लगाने के लिए reshape(1, -1, 1, 1) कीजिए।",
                en="Your gamma and beta lined up with the last axis, W; reshape them to (1, C, 1, 1) "
                "to reach the channels.",
            ),
        ),
        Misconception(
            "gamma-along-the-height",
            gamma_along_height,
            Text(
                hi="आपका gamma और beta axis H पर लग गए; channel के लिए पीछे दो axes चाहिए: gamma[:, None, None]।",
                en="Your gamma and beta lined up with H; channels need two axes behind them: gamma[:, None, None].",
            ),
        ),
        Misconception(
            "reshaped-without-transpose",
            reshaped_wrongly,
            Text(
                hi="आपने x.reshape(-1, C) सीधे किया, इससे channels आपस में मिल जाते हैं; पहले channel "
                "axis को अंत में ले जाइए (transpose)।",
                en="You reshaped to (-1, C) directly, which mixes the channels; first move the channel "
                "axis to the end (transpose).",
            ),
        ),
        Misconception(
            "unbiased-variance",
            unbiased,
            Text(
                hi="आपने N*H*W - 1 से भाग दिया; BatchNorm में biased variance है।",
                en="You divided by N*H*W - 1; BatchNorm uses the biased variance.",
            ),
        ),
        Misconception(
            "eps-outside-the-root",
            eps_outside,
            Text(
                hi="आपने eps को root के बाहर जोड़ा; वह अंदर है: sqrt(var + eps)।",
                en="You added eps outside the root; it is inside: sqrt(var + eps).",
            ),
        ),
        Misconception(
            "divided-by-the-variance",
            no_root,
            Text(
                hi="आपने variance से भाग दिया, उसके वर्गमूल से नहीं: sqrt(var + eps)।",
                en="You divided by the variance instead of its root, sqrt(var + eps).",
            ),
        ),
        Misconception(
            "beta-before-gamma",
            beta_first,
            Text(
                hi="आपने beta जोड़कर फिर gamma से गुणा किया; पहले gamma से गुणा कीजिए, beta अंत में जोड़िए।",
                en="You added beta and then multiplied by gamma; multiply by gamma first and add beta last.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.batch_norm", "torch.nn.BatchNorm2d", "torch.batch_norm"),
            Text(
                hi="यहाँ BatchNorm आपको ख़ुद लिखना है; mean, var और sqrt काफ़ी हैं।",
                en="Here you write BatchNorm yourself; mean, var and sqrt are enough.",
            ),
        ),
    ),
)
