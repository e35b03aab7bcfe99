"""The command line: words in, words out. Imported lazily, since a student waits for it."""
