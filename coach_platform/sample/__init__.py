"""The sample world of content/sample/ as rows: what a stranger finds after the first `make run`."""
