"""What alembic runs: on a connection handed over by store.migration, or, with --sql, on none."""

from alembic import context

connection = context.config.attributes.get("connection")
if connection is None:
    context.configure(dialect_name=context.config.get_main_option("dialect"), literal_binds=True)
else:
    context.configure(connection=connection, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
