"""One module per kind of question: `mark(variant, raw)` and `model(variant)`, the right answer as it would be typed."""
