"""What comes back about letters: bounces and complaints, read only where the return address was signed by us."""
