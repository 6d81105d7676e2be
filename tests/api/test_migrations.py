"""The shipped migrations make exactly the tables that the code declares."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import see_mcda_api.storage.all_tables  # noqa: F401 (declares all of them)
from see_mcda_api.storage.base import Base
from see_mcda_api.storage.database import Database
from see_mcda_api.storage.upgrade import upgrade


def test_a_migrated_database_has_the_tables_of_the_code_and_no_others(database_url: str) -> None:
    database = Database(database_url)
    try:
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
    finally:
        database.close()


def test_a_database_that_is_up_to_date_stays_as_it_is(database_url: str) -> None:
    database = Database(database_url)
    try:
        before, after = upgrade(database)
    finally:
        database.close()
    assert before == after is not None
