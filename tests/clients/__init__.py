"""Real programs that people open our files with, driven from tests."""
