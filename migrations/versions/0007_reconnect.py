"""reconnect: what was sent to employers, their cards, what they answered, the doors they left open"""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"

APP, WORKER = "rebound_app", "rebound_worker"


def upgrade() -> None:
    op.create_table('card_refusals',
    sa.Column('address_key', sa.Text(), nullable=False),
    sa.Column('since_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('address_key', name=op.f('pk_card_refusals'))
    )
    op.create_table('doors',
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('reconnect_on', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('came_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seeker_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id', 'seeker_id'], ['cases.id', 'cases.seeker_id'], name=op.f('fk_doors_case_id_seeker_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_doors_contact_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_doors')),
    sa.UniqueConstraint('seeker_id', 'client_id', name='uq_doors_client')
    )
    op.create_index('ix_doors_case_id', 'doors', ['case_id'], unique=False)
    op.create_index('ix_doors_deleted_at', 'doors', ['deleted_at'], unique=False, postgresql_where='deleted_at is not null')
    op.create_index('ix_doors_reconnect_on', 'doors', ['reconnect_on'], unique=False, postgresql_where='closed_at is null and deleted_at is null')
    op.create_index('ix_doors_seeker_id', 'doors', ['seeker_id'], unique=False)
    op.create_table('feedback_cards',
    sa.Column('to_id', sa.Uuid(), nullable=False),
    sa.Column('to_name', sa.Text(), nullable=False),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('questions', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('address_key', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seeker_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("locale in ('en', 'fr')", name=op.f('ck_feedback_cards_locale')),
    sa.ForeignKeyConstraint(['case_id', 'seeker_id'], ['cases.id', 'cases.seeker_id'], name=op.f('fk_feedback_cards_case_id_seeker_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_cards')),
    sa.UniqueConstraint('case_id', 'to_id', name='uq_feedback_cards_one'),
    sa.UniqueConstraint('id', 'seeker_id', name=op.f('uq_feedback_cards_id_seeker_id'))
    )
    op.create_index('ix_feedback_cards_address_key', 'feedback_cards', ['address_key'], unique=False, postgresql_where="address_key <> ''")
    op.create_index('ix_feedback_cards_seeker_id', 'feedback_cards', ['seeker_id'], unique=False)
    op.create_table('reconnect_events',
    sa.Column('to_id', sa.Uuid(), nullable=False),
    sa.Column('to_name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('asked', 'nobody', name='happened', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('channel', sa.Enum('mail', 'linkedin_message', 'linkedin_note', name='channel', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('via_recruiter', sa.Boolean(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undoes_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seeker_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(kind = 'asked') = (channel is not null)", name=op.f('ck_reconnect_events_sent_by')),
    sa.ForeignKeyConstraint(['case_id', 'seeker_id'], ['cases.id', 'cases.seeker_id'], name=op.f('fk_reconnect_events_case_id_seeker_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['undoes_id', 'seeker_id'], ['reconnect_events.id', 'reconnect_events.seeker_id'], name=op.f('fk_reconnect_events_undoes_id_seeker_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reconnect_events')),
    sa.UniqueConstraint('id', 'seeker_id', name=op.f('uq_reconnect_events_id_seeker_id')),
    sa.UniqueConstraint('undoes_id', name='uq_reconnect_events_undoes_id')
    )
    op.create_index('ix_reconnect_events_case_id', 'reconnect_events', ['case_id'], unique=False)
    op.create_index('ix_reconnect_events_seeker_id', 'reconnect_events', ['seeker_id'], unique=False)
    op.create_table('feedback',
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('source', sa.Enum('in_the_no', 'reply', 'phone', 'via_recruiter', 'card', name='feedbacksource', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('reasons', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('answers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('next_time', sa.Text(), nullable=False),
    sa.Column('may_contact', sa.Boolean(), nullable=True),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('author_name', sa.Text(), nullable=False),
    sa.Column('card_id', sa.Uuid(), nullable=True),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seeker_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(source = 'card') = (card_id is not null)", name=op.f('ck_feedback_card')),
    sa.ForeignKeyConstraint(['author_id'], ['persons.id'], name=op.f('fk_feedback_author_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['card_id', 'seeker_id'], ['feedback_cards.id', 'feedback_cards.seeker_id'], name=op.f('fk_feedback_card_id_seeker_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['case_id', 'seeker_id'], ['cases.id', 'cases.seeker_id'], name=op.f('fk_feedback_case_id_seeker_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['contact_id'], ['contacts.id'], name=op.f('fk_feedback_contact_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback')),
    sa.UniqueConstraint('author_id', 'client_id', name='uq_feedback_client'),
    sa.UniqueConstraint('card_id', name='uq_feedback_card_id'),
    sa.UniqueConstraint('id', 'seeker_id', name=op.f('uq_feedback_id_seeker_id'))
    )
    op.create_index('ix_feedback_case_id', 'feedback', ['case_id'], unique=False)
    op.create_index('ix_feedback_contact_id', 'feedback', ['contact_id'], unique=False)
    op.create_index('ix_feedback_deleted_at', 'feedback', ['deleted_at'], unique=False, postgresql_where='deleted_at is not null')
    op.create_index('ix_feedback_seeker_id', 'feedback', ['seeker_id'], unique=False)

    _one_more("reminders", "topic", "door_open")
    # What was sent was sent: undone by a later row, never rewritten. Both roles got their rights by default (0002).
    op.execute(f"revoke update, delete on reconnect_events from {APP}, {WORKER}")
    # Whoever never wants to be asked again said so for good.
    op.execute(f"revoke update, delete on card_refusals from {APP}, {WORKER}")


def _one_more(table: str, column: str, value: str) -> None:
    """Let a column of words hold one more; those it holds by now are read, so that the order of revisions does not matter."""
    name = f"ck_{table}_{column}"
    found = sa.text("select pg_get_constraintdef(oid) from pg_constraint where conname = :name")
    words = re.findall(r"'([a-z_]+)'", op.get_bind().execute(found, {"name": name}).scalar_one())
    held = ", ".join(f"'{word}'" for word in sorted({*words, value}))
    op.execute(f"alter table {table} drop constraint {name}")
    op.execute(f"alter table {table} add constraint {name} check ({column} in ({held}))")
