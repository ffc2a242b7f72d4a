"""On the phone: a coach enters what a seeker says; the seeker confirms it, changes it or takes it out."""
