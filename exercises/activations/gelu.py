"""GELU, exact: z times the normal distribution function."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import gelu, relu, sigmoid
from reference.types import Array

erf = np.vectorize(math.erf, otypes=[float])
Phi = np.vectorize(lambda v: (1 + math.erf(v / math.sqrt(2))) / 2, otypes=[float])


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([-1.0, 0.0, 2.0]), hi="एक vector", en="a vector")
    yield sample(np.array([[1.0, -2.0], [3.0, 0.5]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(rng.normal(size=(4, 3)), hi="साधारण values", en="ordinary values")
    yield hidden(rng.normal(size=(3, 3)) * 2, hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(
        rng.uniform(1.5, 3, size=6),
        hi="1.5 से 3, जहाँ अनुमान सबसे दूर हैं",
        en="1.5 to 3, where the approximations are farthest off",
    )
    yield hidden(-rng.uniform(1.5, 3, size=6), hi="-3 से -1.5", en="-3 to -1.5")
    yield hidden(rng.normal(size=6) * 0.1, hi="0 के पास", en="close to 0")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(rng.normal(size=(2, 3, 2)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.uniform(5, 20, size=5), hi="बड़े z: लगभग z", en="large z: nearly z", check="edges")
    yield hidden(-rng.uniform(5, 20, size=5), hi="बहुत छोटे z: लगभग 0", en="very negative z: nearly 0", check="edges")


def by_vectorized_erf(z: Array) -> Array:
    return 0.5 * z * (1 + erf(z / np.sqrt(2)))


def by_recursion(z: Array) -> object:
    if np.ndim(z):
        return [by_recursion(row) for row in z]
    return z * 0.5 * math.erfc(-z / math.sqrt(2))


def by_scipy(z: Array) -> Array:
    from scipy.stats import norm  # only this style needs it

    return z * norm.cdf(z)


def by_rational_erf(z: Array) -> Array:
    """Abramowitz and Stegun 7.1.26, good to 1.5e-7."""
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return z * (1 + np.sign(z) * (1 - poly * np.exp(-(x**2)))) / 2


def by_integration(z: Array) -> Array:
    out = np.empty(z.size)
    for k, v in enumerate(z.ravel()):
        x, dx = np.linspace(0, v, 2001, retstep=True)
        y = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
        out[k] = v * (0.5 + dx / 3 * (y[0] + 4 * y[1::2].sum() + 2 * y[2:-1:2].sum() + y[-1]))
    return out.reshape(z.shape)


def in_float32(z: Array) -> Array:
    z = z.astype(np.float32)
    return np.float32(0.5) * z * (1 + erf(z / np.float32(1.4142135)).astype(np.float32))


def tanh_approximation(z: Array) -> Array:
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))


def density(z: Array) -> Array:
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


EXERCISE = Exercise(
    title=Text(
        hi="GELU: z और normal distribution function का product", en="GELU: z times the normal distribution function"
    ),
    statement=Text(
        hi="`z` किसी भी shape का array है, जैसे (D,), (N, D) या (N, H, W)। हर element पर $z\\,\\Phi(z)$ उसी "
        "shape में लौटाइए। "
        "$\\Phi$ standard normal का distribution function है: $\\Phi(z) = \\frac12 (1 + \\mathrm{erf}(z / "
        "\\sqrt 2))$। "
        "NumPy में erf नहीं है: math.erf (एक संख्या) या scipy.special.erf (array) लीजिए।",
        en="`z` is an array of any shape, such as (D,), (N, D) or (N, H, W). Return $z\\,\\Phi(z)$ for each "
        "element in the same "
        "shape. $\\Phi$ is the distribution function of the standard normal: $\\Phi(z) = \\frac12 (1 + "
        "\\mathrm{erf}(z / \\sqrt 2))$. "
        "NumPy has no erf: use math.erf (one number) or scipy.special.erf (an array).",
    ),
    hints=(
        Text(
            hi="SiLU की तरह z को एक gate से गुणा कीजिए; यहाँ gate sigmoid नहीं, $\\Phi$ है।",
            en="As in SiLU, z is multiplied by a gate; here the gate is $\\Phi$ and not the sigmoid.",
        ),
        Text(
            hi="जाँच: $\\Phi(0) = 0.5$, $\\Phi(1) ≈ 0.841$; इसलिए gelu(1) ≈ 0.841।",
            en="A check: $\\Phi(0) = 0.5$ and $\\Phi(1) ≈ 0.841$, so gelu(1) ≈ 0.841.",
        ),
        Text(
            hi="math.erf array नहीं लेता: np.vectorize(math.erf) उसे हर element पर चलाता है।",
            en="math.erf takes no array: np.vectorize(math.erf) runs it on every element.",
        ),
    ),
    reference=gelu,
    cases=cases,
    scale=1.0,
    styles=(by_vectorized_erf, by_recursion, by_scipy, by_rational_erf, by_integration, in_float32),
    conventions=(
        Convention(
            "tanh-approximation",
            tanh_approximation,
            Text(
                hi="सही है, tanh वाले अनुमान के साथ (GPT-2 और BERT के code में यही है); text में erf वाला exact रूप है। "
                "अंतर 0.0005 तक है।",
                en="Correct, with the tanh approximation (as in the code of GPT-2 and BERT); the text has "
                "the exact form with erf. "
                "They differ by up to 0.0005.",
            ),
        ),
    ),
    misconceptions=(
        Misconception(
            "sigmoid-approximation",
            lambda z: z * sigmoid(1.702 * z),
            Text(
                hi="$z\\,\\sigma(1.702 z)$ मोटा अनुमान है, 0.02 तक ग़लत; यहाँ $\\Phi$ चाहिए (tanh वाला अनुमान भी चलेगा)।",
                en="$z\\,\\sigma(1.702 z)$ is a coarse approximation, off by up to 0.02; $\\Phi$ is asked "
                "for (the tanh approximation passes too).",
            ),
        ),
        Misconception(
            "density-for-distribution",
            lambda z: z * density(z),
            Text(
                hi="आपने z को density $\\varphi(z)$ से गुणा किया; $\\Phi$ उसका integral है, जो 0 से 1 तक बढ़ता है।",
                en="You multiplied z by the density $\\varphi(z)$; $\\Phi$ is its integral, which rises from 0 to 1.",
            ),
        ),
        Misconception(
            "root-two-missing",
            lambda z: 0.5 * z * (1 + erf(z)),
            Text(
                hi="erf के अंदर $\\sqrt 2$ से भाग छूट गया: $\\Phi(z) = \\frac12 (1 + \\mathrm{erf}(z / \\sqrt 2))$।",
                en="The division by $\\sqrt 2$ inside erf is missing: $\\Phi(z) = \\frac12 (1 + "
                "\\mathrm{erf}(z / \\sqrt 2))$.",
            ),
        ),
        Misconception(
            "distribution-alone",
            Phi,
            Text(
                hi="आपने सिर्फ़ $\\Phi(z)$ लौटाया; उसे z से गुणा करना बाक़ी है।",
                en="You returned $\\Phi(z)$ alone; it is still to be multiplied by z.",
            ),
        ),
        Misconception(
            "half-missing",
            lambda z: z * (1 + erf(z / np.sqrt(2))),
            Text(
                hi="½ छूट गया: $1 + \\mathrm{erf}$ 0 से 2 तक जाता है, $\\Phi$ 0 से 1 तक।",
                en="The ½ is missing: $1 + \\mathrm{erf}$ runs from 0 to 2, $\\Phi$ from 0 to 1.",
            ),
        ),
        Misconception(
            "silu",
            lambda z: z * sigmoid(z),
            Text(
                hi="यह SiLU है, sigmoid के साथ; GELU में normal का distribution function $\\Phi$ है।",
                en="This is SiLU, with the sigmoid; GELU has the normal distribution function $\\Phi$.",
            ),
        ),
        Misconception(
            "cubic-term-missing",
            lambda z: 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * z)),
            Text(
                hi="tanh वाले अनुमान में $0.044715 z^3$ छूट गया; उसके बिना वह 0.02 तक ग़लत है।",
                en="The tanh approximation lacks its $0.044715 z^3$; without it, it is off by up to 0.02.",
            ),
        ),
        Misconception(
            "sign-of-the-argument",
            lambda z: z * Phi(-z),
            Text(
                hi="$\\Phi$ के अंदर sign उलटा है: आपका gate positive z पर बंद होता है।",
                en="The sign inside $\\Phi$ is reversed: your gate closes for positive z.",
            ),
        ),
        Misconception(
            "relu",
            relu,
            Text(
                hi="यह ReLU है; GELU smooth है और छोटे negative z पर थोड़ा negative होता है।",
                en="This is ReLU; GELU is smooth, and slightly negative for small negative z.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: 0.5 * z * (1 + math.erf(z / math.sqrt(2))),
            Text(
                hi="math.erf एक ही संख्या लेता है और array पर रुक जाता है; np.vectorize(math.erf) या "
                "scipy.special.erf लीजिए।",
                en="math.erf takes one number and fails for an array; use np.vectorize(math.erf) or scipy.special.erf.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.gelu", "torch.nn.GELU", "jax.nn.gelu"),
            Text(
                hi="यहाँ GELU आपको ख़ुद लिखना है: erf लीजिए, बाक़ी आप लिखिए।",
                en="Here you write GELU yourself: take erf, write the rest.",
            ),
        ),
    ),
)
