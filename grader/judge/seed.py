"""The hidden seed of an attempt."""

import secrets
from hashlib import blake2b

SEED_BITS = 63  # fits a signed 64-bit column


def hidden_seed(secret: str | None, *scope: str) -> int:
    """A seed nobody can guess: keyed by `secret` over `scope` where there is one, else drawn afresh.

    With a secret the same scope (exercise, version, student, attempt number) gives the same seed for ever.
    """
    if secret is None:
        return secrets.randbits(SEED_BITS)
    key = blake2b(secret.encode(), digest_size=32).digest()
    digest = blake2b("\x1f".join(scope).encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
