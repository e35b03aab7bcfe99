"""Pariksha: exercises and quizzes in deep learning, graded numerically, explained in Hindi and English."""

__version__ = "0.1.0"
