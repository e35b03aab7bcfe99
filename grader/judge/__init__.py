"""From outcomes to a verdict: pure functions of values."""
