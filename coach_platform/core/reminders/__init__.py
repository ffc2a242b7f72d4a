"""What comes due is said once: who is due a reminder, why not, and what the letter says. docs/mail.md tells it as a story."""
