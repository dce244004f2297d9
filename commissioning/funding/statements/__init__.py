"""The books of contracts to what each funder is told, numbered, frozen and tied to one another."""
