"""Handing a seeker over to a colleague: asked of the seeker, who decides; docs/decisions/handing-over.md tells why."""
