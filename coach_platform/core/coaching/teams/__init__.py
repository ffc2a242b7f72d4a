"""Teams: a named list of coaches in one organisation, kept by its admins; the seekers who share with one are told of it."""
