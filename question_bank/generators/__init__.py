"""Generators: numbers drawn from the passed Generator, keys and wrong paths computed by reference functions."""
