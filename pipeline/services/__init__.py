"""What a person does from outside a run: read, judge, listen, start a study."""
