"""Pariksha: exercises and quizzes in deep learning, graded numerically, explained in Hindi and English."""

__version__ = "0.1.0"


def load_ipython_extension(shell: object) -> None:
    """What `%load_ext grader` calls: the magic `%%grade`."""
    from importlib import import_module

    import_module("grader.cli.notebook").load(shell)  # by name: the package itself stands below its command line
