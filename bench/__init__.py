"""What the promises of speed are measured with: a crowd of any size, the baselines, and the table (`make bench`)."""
