"""Charges and the terms of funding to what each funder owes: every penny is split once."""
