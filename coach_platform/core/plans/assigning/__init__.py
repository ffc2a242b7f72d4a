"""One action template for many seekers at once: each gets a proposal of their own."""
