"""Reference implementations: the field in short, one module per family."""
