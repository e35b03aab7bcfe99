"""Alembic's folder: how an older database becomes a newer one. Each file of versions/ is frozen once released."""
