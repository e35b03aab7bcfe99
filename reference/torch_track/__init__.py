"""The torch track: what the course teaches with PyTorch itself. Importing it does not import torch."""
