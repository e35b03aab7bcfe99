"""What alembic runs: the migrations, in the transaction that grader.store.server has begun."""

from alembic import context

from grader.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
