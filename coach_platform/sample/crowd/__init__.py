"""The crowd: so many people around the told ones that a caseload and a morning's queue look as they do at work.

Put together by rule from content/sample/crowd/, the same crowd every time, as stories of the shape of content/sample/.
"""

from coach_platform.sample.crowd.gathering import Crowd, crowd

__all__ = ["Crowd", "crowd"]
