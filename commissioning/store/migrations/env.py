"""A connection in (or a dialect's name, to print the SQL), its tables at the newest revision out."""

from alembic import context

from commissioning.store.schema import METADATA

if context.is_offline_mode():
    context.configure(dialect_name=context.config.attributes["dialect"], target_metadata=METADATA)
else:
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)

# Online, the transaction is the one the connection came with, so that all of it happens or none.
with context.begin_transaction():
    context.run_migrations()
