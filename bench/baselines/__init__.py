"""What the product is measured against, kept here so that anyone can see how little or how much each one does."""
