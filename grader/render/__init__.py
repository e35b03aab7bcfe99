"""From values to words: text, JSON and HTML, in both languages."""
