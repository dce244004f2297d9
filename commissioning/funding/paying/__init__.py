"""Terms of payment, accepted figures and what was recorded to what each provider is owed, in pence.

One rule holds for every way of paying: what is owed for a period is what is owed for the year so far, to the penny,
less what was owed for the periods before it. So a year comes out exactly, and nothing paid moves when more comes.
"""
