"""Questions: load, draw, show, mark, check and analyze them. Imports grader.spec and nothing else of ours."""
