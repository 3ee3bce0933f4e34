"""What leaves the study, and what comes back from an editing program."""
