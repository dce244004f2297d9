"""`python -m commissioning` is the command line."""

from commissioning.cli import main

main(prog_name="commissioning")
