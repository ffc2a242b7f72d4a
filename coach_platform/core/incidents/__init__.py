"""The operator's register of confidentiality incidents, as the law has it kept."""
