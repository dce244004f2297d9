"""Tests of the engine: text in, tables of expectations out."""
