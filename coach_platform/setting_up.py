"""What a database needs besides its tables: the question sets of content/, each version once, by its hash."""

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from coach_platform.core.assessments.loading import load_question_sets


def load_content(url: str) -> None:
    """Load what is new in content/ into the database at `url` (as its owner)."""
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            load_question_sets(session)
            session.commit()
    finally:
        engine.dispose()
