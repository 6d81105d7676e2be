"""The files that decisions were read from.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "original",
        sa.Column("decision", sa.String(length=26), nullable=False),
        sa.Column("file", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decision.id"], name=op.f("fk_original_decision")),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_original")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("original")
