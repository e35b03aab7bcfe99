"""Generators on the shapes and parameters of networks."""

from itertools import pairwise

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import until
from question_bank.generators.draw import apart, output_of
from reference import architecture as ref


def _sizes(rng: np.random.Generator) -> list[int]:
    return [int(rng.integers(4, 20)), int(rng.integers(5, 30)), int(rng.integers(5, 30)), int(rng.integers(2, 10))]


def parameters(rng: np.random.Generator) -> Drawn:
    """Parameters of a network with two hidden layers."""

    def make() -> Drawn:
        sizes = _sizes(rng)
        key = ref.count_parameters(sizes)
        return Drawn(
            params={"sizes": sizes},
            key=key,
            wrong={
                "biases-forgotten": sum(n * m for n, m in pairwise(sizes)),
                "input-has-biases": key + sizes[0],
                "one-bias-per-layer": sum(n * m + 1 for n, m in pairwise(sizes)),
                "output-layer-missing": ref.count_parameters(sizes[:-1]),
                "units-counted": sum(sizes),
            },
            working={"each": [ref.count_parameters(pair) for pair in pairwise(sizes)]},
        )

    return until(make, lambda drawn: len({drawn.key, *drawn.wrong.values()}) == len(drawn.wrong) + 1)


def parameters_of(rng: np.random.Generator) -> Drawn:
    """Parameters of an nn.Sequential, counted by torch."""
    a, b, c = int(rng.integers(3, 13)), int(rng.integers(4, 21)), int(rng.integers(2, 9))
    program = (
        "from torch import nn\n"
        "model = nn.Sequential(\n"
        f"    nn.Linear({a}, {b}),\n"
        "    nn.ReLU(),\n"
        f"    nn.Linear({b}, {c}),\n"
        ")\n"
        "print(sum(p.numel() for p in model.parameters()))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "biases-forgotten": output_of(
                program.replace(f"{a}, {b})", f"{a}, {b}, bias=False)").replace(f"{b}, {c})", f"{b}, {c}, bias=False)")
            ),
            "relu-has-parameters": str(ref.count_parameters([a, b, c]) + b),
            "tensors-counted": output_of(program.replace("p.numel()", "1")),
        },
        working={"first": ref.count_parameters([a, b]), "second": ref.count_parameters([b, c])},
    )


def doubled_width(rng: np.random.Generator) -> Drawn:
    """Weights between two hidden layers when both are made wider."""

    def make() -> Drawn:
        n, times = int(rng.choice([16, 32, 64, 100, 128])), int(rng.integers(2, 5))
        before, after = (ref.count_parameters([k, k]) - k for k in (n, times * n))
        return Drawn(
            params={"n": n, "times": times, "wide": n * times},
            key=after // before,
            wrong={"as-the-width": times, "sum-of-both": 2 * times, "unchanged": 1},
            working={"before": before, "after": after},
        )

    return until(make, lambda drawn: len({drawn.key, *drawn.wrong.values()}) == len(drawn.wrong) + 1)


def output_shape(rng: np.random.Generator) -> Drawn:
    """The shape that comes out of an nn.Sequential."""
    n, a, b, c = int(rng.integers(5, 65)), int(rng.integers(3, 13)), int(rng.integers(14, 31)), int(rng.integers(2, 5))
    program = (
        "import torch\n"
        "from torch import nn\n"
        f"model = nn.Sequential(nn.Linear({a}, {b}), nn.ReLU(), nn.Linear({b}, {c}))\n"
        f"print(tuple(model(torch.zeros({n}, {a})).shape))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={"hidden-layer": f"({n}, {b})", "batch-lost": f"({c},)", "transposed": f"({c}, {n})"},
        working={"n": n, "a": a, "b": b, "c": c},
    )


def mismatch_output(rng: np.random.Generator) -> Drawn:
    """Two layers whose sizes do, or do not, fit together."""
    n, a, b, c = int(rng.integers(2, 17)), int(rng.integers(3, 9)), int(rng.integers(10, 21)), int(rng.integers(2, 8))
    fits = bool(rng.integers(0, 2))
    second = b if fits else b + int(rng.integers(1, 9))
    program = (
        "import torch\n"
        "from torch import nn\n"
        f"model = nn.Sequential(nn.Linear({a}, {b}), nn.ReLU(), nn.Linear({second}, {c}))\n"
        f"print(tuple(model(torch.zeros({n}, {a})).shape))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "fit-misjudged": "RuntimeError" if fits else f"({n}, {c})",
            "hidden-size": f"({n}, {second})",
        },
        working={"b": b, "second": second},
    )


def weight_shape_output(rng: np.random.Generator) -> Drawn:
    """The shape of nn.Linear's weight."""
    a, b = (int(v) for v in rng.choice(np.arange(2, 300), size=2, replace=False))
    program = f"from torch import nn\nlayer = nn.Linear({a}, {b})\nprint(tuple(layer.weight.shape))"
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "in-and-out-swapped": f"({a}, {b})",
            "bias-shape": output_of(program.replace("weight", "bias")),
            "bias-inside": f"({b}, {a + 1})",
        },
        working={"a": a, "b": b},
    )


def layer_list_output(rng: np.random.Generator) -> Drawn:
    """Layers kept in a plain list, or in a ModuleList."""
    depth, width = int(rng.integers(2, 7)), int(rng.integers(2, 33))
    head = "from torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    layers = f"[nn.Linear({width}, {width}) for _ in range({depth})]"
    plain = f"{head}        self.layers = {layers}\nprint(len(list(Net().parameters())))"
    kept = plain.replace(layers, f"nn.ModuleList({layers})")
    shown, other = (plain, kept) if rng.integers(0, 2) else (kept, plain)
    entries = kept.replace("len(list(Net().parameters()))", "sum(p.numel() for p in Net().parameters())")
    return Drawn(
        params={"program": shown},
        key=output_of(shown),
        wrong={
            "container-misjudged": output_of(other),
            "layers-counted": str(depth),
            "entries-counted": output_of(entries),
        },
        working={"kept": output_of(kept)},
    )


def conv_size(rng: np.random.Generator) -> Drawn:
    """Height and width after a convolution."""

    def make() -> Drawn:
        h, w = (int(v) for v in rng.integers(12, 65, size=2))
        kernel, stride, padding = int(rng.choice([3, 5, 7])), int(rng.choice([1, 2, 3])), int(rng.integers(1, 4))
        args = (kernel, stride, padding)
        out = ref.conv2d_output_shape(h, w, *args)
        return Drawn(
            params={"h": h, "w": w, "kernel": kernel, "stride": stride, "padding": padding},
            key=list(out),
            wrong={
                "padding-once": [(v + padding - kernel) // stride + 1 for v in (h, w)],
                "plus-one-missing": [v - 1 for v in out],
                "padding-ignored": list(ref.conv2d_output_shape(h, w, kernel, stride, 0)),
                "swapped": list(out[::-1]),
            },
        )

    return until(make, lambda d: len({tuple(d.key), *(tuple(v) for v in d.wrong.values())}) == len(d.wrong) + 1)


def conv_parameters(rng: np.random.Generator) -> Drawn:
    """Parameters of a convolution, counted by torch."""

    def make() -> Drawn:
        cin, cout, k = int(rng.choice([3, 8, 16])), int(rng.choice([8, 16, 32])), int(rng.choice([3, 5]))
        size = int(rng.choice([28, 32, 64]))
        count = "from torch import nn\nprint(sum(p.numel() for p in nn.Conv2d({}).parameters()))"
        return Drawn(
            params={"cin": cin, "cout": cout, "k": k, "size": size},
            key=int(output_of(count.format(f"{cin}, {cout}, {k}"))),
            wrong={
                "biases-forgotten": int(output_of(count.format(f"{cin}, {cout}, {k}, bias=False"))),
                "input-channels-ignored": int(output_of(count.format(f"1, {cout}, {k}"))),
                "pixels-counted": size * size * cout,
                "kernel-side-once": (k * cin + 1) * cout,
            },
        )

    return apart(rng, make, 0.0)
