"""What a case says about each area. Pure; "don't know" and "does not apply" are no evidence and give nothing."""

from dataclasses import dataclass

from coach_platform.content.case_facts import CaseFacts
from coach_platform.content.vocabulary import Area

LOW = 2  # of 5: rated 1 or 2, a person finds it weak themselves
FAR = 2  # of 2: far too much or far too little


@dataclass(frozen=True)
class AreaValue:
    """One area in one case. `rating` 1-5 (5 is best); for balance `distance` 0-2 from right instead (0 is best)."""

    area: Area
    rating: int | None = None
    distance: int | None = None

    @property
    def weak(self) -> bool:
        """Whether the seeker's own answer calls it weak."""
        return (self.rating is not None and self.rating <= LOW) or (self.distance is not None and self.distance >= FAR)


def area_values(facts: CaseFacts) -> dict[Area, AreaValue]:
    """The areas of which the case says anything, in the order of the vocabulary."""
    values = {area: AreaValue(area, rating=rating) for area, rating in facts.ratings.items()}
    if facts.balance:
        # The aspect that is furthest off decides: too much of one does not make up for too little of another.
        values[Area.BALANCE] = AreaValue(Area.BALANCE, distance=max(abs(value) for value in facts.balance))
    return {area: values[area] for area in Area if area in values}


def weak_areas(facts: CaseFacts) -> list[Area]:
    """The areas that the seeker's own answers call weak."""
    return [value.area for value in area_values(facts).values() if value.weak]
