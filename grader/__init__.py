"""Pariksha: exercises and quizzes in deep learning, graded numerically, explained in Hindi and English."""

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext grader` calls: the magic `%%grade`."""
    from grader.cli.notebook import load

    load(shell)
