"""Commissioning and contract monitoring: contract text in, checked and funded figures out."""

__version__ = "0.1.0"
