"""The question bank: data, and the generators that draw its numbers."""
