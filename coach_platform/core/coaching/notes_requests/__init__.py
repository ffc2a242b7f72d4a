"""A seeker asks for a coach's notes about them; whoever answers for the notes produces them, or says why not."""
