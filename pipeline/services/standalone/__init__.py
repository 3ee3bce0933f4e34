"""What the commands do that work on any files, without a study."""
