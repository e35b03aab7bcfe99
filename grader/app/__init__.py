"""Use cases: what the command line, a page or a worker asks for."""
