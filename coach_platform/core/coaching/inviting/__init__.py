"""Inviting seekers by mail: one or a pasted list, with a proposed grant that each accepts, changes or declines."""
