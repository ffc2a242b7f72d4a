"""Sentences by open rules: one file a rule, one table of thresholds, one judge over all of them."""
