"""What one hint says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hint:
    """One quiet remark. `quoted` are the words it is about, text[start:end]; empty where it is about the whole message."""

    rule: str  # "reproach.silence", "too_long" ...: the key in content/message_hints.yaml
    sentence: str
    offered: str  # another wording, to take or leave
    quoted: str = ""
    start: int = 0
    end: int = 0
