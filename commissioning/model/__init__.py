"""The nouns, in the order data meets them: contract, template, return, finding, ledger, figure, document.

Frozen dataclasses with tuples and exact numbers. No functions beyond answers a noun can give
about itself; what is done with them stands in the modules named after each step.
"""
