"""How Alembic reaches the database: through the connection that :mod:`see_mcda_api.storage.upgrade` gives."""

from alembic import context

from see_mcda_api.storage.all_tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
