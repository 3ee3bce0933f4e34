"""What goes to a colleague or to a member: reports of the study, as consent stands that day."""
