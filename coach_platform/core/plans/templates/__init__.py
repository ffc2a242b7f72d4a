"""Action templates: those of the content folder, an organisation’s own, and what a coach is offered of both."""
