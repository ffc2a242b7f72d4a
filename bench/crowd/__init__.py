"""People and applications by the thousand or the million, the same for the same seed, written by COPY."""
