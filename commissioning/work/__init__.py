"""The jobs people ask for, one module each, with the actor who asks and the clock."""
