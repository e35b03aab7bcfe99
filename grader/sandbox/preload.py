"""What a zygote imports and warms, so that a child needs no file: in the strict profile it cannot open one.

Two portions: what every submission may need, and the rest, which the zygote imports once when a program names it.
"""

import importlib
import sys
import warnings

CORE = """math cmath random itertools functools operator collections collections.abc typing dataclasses abc copy
statistics fractions decimal numbers string re enum types warnings time heapq bisect textwrap json contextlib os io
datetime logging array struct traceback linecache unicodedata __future__ encodings.ascii encodings.latin_1
encodings.unicode_escape numpy numpy.random numpy.linalg""".split()  # noqa: SIM905  # a paragraph, not a column

EXTRA = {  # word in the source -> modules
    "testing": ("numpy.testing", "unittest", "unittest.mock"),
    "unittest": ("unittest", "unittest.mock"),
    "doctest": ("doctest",),
    "ma": ("numpy.ma",),
    "fft": ("numpy.fft",),
    "polynomial": ("numpy.polynomial",),
    "char": ("numpy.char",),
    "strings": ("numpy.strings",),
    "rec": ("numpy.rec",),
    "emath": ("numpy.emath",),
    "ctypeslib": ("numpy.ctypeslib",),
    "stride_tricks": ("numpy.lib.stride_tricks",),
    "pprint": ("pprint",),
    "timeit": ("timeit",),
    "hashlib": ("hashlib",),
    "threading": ("threading",),
    "inspect": ("inspect",),
    "pathlib": ("pathlib",),
    "csv": ("csv",),
    "queue": ("queue",),
    "graphlib": ("graphlib",),
    "secrets": ("secrets",),
    "zlib": ("zlib",),
    "pickle": ("pickle",),
    "base64": ("base64",),
    "calendar": ("calendar",),
    "locale": ("locale",),
    "uuid": ("uuid",),
    "sched": ("sched",),
    "reprlib": ("reprlib",),
    "cProfile": ("cProfile", "pstats"),
    "tracemalloc": ("tracemalloc",),
    "gc": ("gc",),
    "weakref": ("weakref",),
    "ctypes": ("ctypes",),
    "strptime": ("_strptime",),
    # these ask whether they were given a masked array, and import numpy.ma to find out
    **dict.fromkeys(
        """unique unique_values union1d intersect1d setdiff1d setxor1d median nanmedian percentile nanpercentile
        quantile nanquantile""".split(),  # noqa: SIM905
        ("numpy.ma",),
    ),
    # `from numpy import *` asks numpy for every name it has, its lazy submodules among them
    "import *": tuple(
        f"numpy.{name}"
        for name in """fft polynomial ma ctypeslib testing typing f2py rec char strings core dtypes exceptions
        lib""".split()  # noqa: SIM905
    ),
}

FLAVORS: dict[str, tuple[str, ...]] = {
    "numpy": (),
    "scipy": ("scipy", "scipy.special", "scipy.stats", "scipy.linalg", "scipy.optimize", "scipy.signal"),
    "torch": (
        "torch",
        "torch.nn",
        "torch.nn.functional",
        "torch.nn.init",
        "torch.nn.utils",
        "torch.optim.lr_scheduler",
        "torch.distributions",
        "torch.utils.data",
        "scipy",
        "scipy.special",
        "scipy.stats",
        "scipy.linalg",
    ),
}


def core(flavor: str) -> None:
    """Imports what every child has."""
    for name in (*CORE, *FLAVORS[flavor]):
        importlib.import_module(name)
    _warm_numpy()
    if flavor == "torch":
        _warm_torch()


def extra(word: str) -> None:
    """Imports what `word` in a program asks for; a module that is not there stays away."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in EXTRA[word]:
            if name not in sys.modules:
                try:
                    importlib.import_module(name)
                except ImportError:
                    continue


def _warm_numpy() -> None:
    """First uses that import or allocate."""
    import numpy as np

    rng = np.random.default_rng(0)
    x = rng.standard_normal((4, 4))
    np.einsum("ij,jk->ik", x, x, optimize=True)
    np.linalg.svd(x @ x)
    np.random.seed(0)  # noqa: NPY002  # students use the legacy state, so it is reset for every call
    str(x), repr(x)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.zeros(1) / np.zeros(1)


def _ignored(_count: int) -> None:
    """Stands for torch's functions that start threads."""


def _warm_torch() -> None:
    """Everything of torch that a lesson uses once, since its first use imports or makes a temporary folder."""
    import io

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.set_num_threads(1)
    for name in ("set_num_threads", "set_num_interop_threads"):
        setattr(torch, name, _ignored)  # OpenMP ends a process whose threads may not start
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv1d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.LayerNorm(12), nn.Dropout(0.1), nn.Linear(12, 2)
    )
    x, y = torch.randn(8, 1, 8), torch.randint(0, 2, (8,))
    for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop, torch.optim.Adagrad):
        optimizer = kind(model.parameters(), lr=1e-3)
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1)
        for features, labels in DataLoader(TensorDataset(x, y), batch_size=4, shuffle=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(features), labels).backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        schedule.step()
    nn.init.kaiming_normal_(torch.empty(2, 2))
    nn.init.xavier_uniform_(torch.empty(2, 2))
    torch.distributions.Normal(0.0, 1.0).log_prob(torch.zeros(1))  # type: ignore[no-untyped-call]
    file = io.BytesIO()
    torch.save(model.state_dict(), file)
    file.seek(0)
    torch.load(file)
    with torch.no_grad():
        nn.MultiheadAttention(4, 2)(torch.randn(2, 1, 4), torch.randn(2, 1, 4), torch.randn(2, 1, 4))
        nn.LSTM(2, 2)(torch.randn(3, 1, 2))
        nn.Conv2d(1, 1, 3, padding=1)(torch.randn(1, 1, 4, 4))
        nn.BatchNorm2d(1)(torch.randn(2, 1, 4, 4))
    torch.autograd.gradcheck(torch.tanh, torch.randn(2, dtype=torch.float64, requires_grad=True))
    str(x), repr(model)
