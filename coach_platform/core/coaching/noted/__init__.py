"""What a coach noted by phone on a seeker's behalf: it waits for the seeker, who confirms or removes it."""
