"""What people decide, how it is put to them, and what it says of them and of the machine."""
