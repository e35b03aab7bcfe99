# expect: RTE
# flavor: torch
# ruff: noqa
"""Downloads a model."""

import torch


def f(x, world):
    torch.hub.load_state_dict_from_url("http://127.0.0.1:9/x.pt", model_dir=world["folder"])
    return "BREACH"
