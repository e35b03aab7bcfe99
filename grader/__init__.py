"""Pariksha: exercises and quizzes in deep learning, graded numerically, explained in Hindi and English."""
