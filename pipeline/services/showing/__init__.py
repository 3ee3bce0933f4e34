"""What a page or a person sees of a study: as it is now, and as consent allows."""
