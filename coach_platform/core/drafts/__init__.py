"""What is being typed, kept on the server."""

from coach_platform.core.drafts.drafts import DraftConflict, Kept, Saved, drop_draft, read_draft, save_draft

__all__ = ["DraftConflict", "Kept", "Saved", "drop_draft", "read_draft", "save_draft"]
