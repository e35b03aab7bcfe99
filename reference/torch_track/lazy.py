"""`torch`, `nn`, `F` and `data` under their usual names, imported when one of them is first used.

A list of all exercises imports every module of this package; torch takes two seconds and 150 MB, so it waits
until a function really needs it. `importlib.util.LazyLoader` will not do: it leaves a half-made "torch" in
`sys.modules`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any


class Lazy:
    """Stands for the module `name`; every attribute is looked up in the real one."""

    def __init__(self, name: str) -> None:
        """Remember the name; import nothing."""
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        """The real module's attribute."""
        return getattr(import_module(self._name), attribute)


if TYPE_CHECKING:
    import torch
    import torch.nn.functional as F  # noqa: N812  # its name everywhere
    from torch import nn
    from torch.utils import data
else:
    torch = Lazy("torch")
    nn = Lazy("torch.nn")
    F = Lazy("torch.nn.functional")
    data = Lazy("torch.utils.data")

__all__ = ["F", "Lazy", "data", "nn", "torch"]
