"""Handing a seeker over to a colleague: asked of the seeker, who decides; docs/decisions tells why."""
