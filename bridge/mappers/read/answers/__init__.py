"""What records leave open and their source answers: by a field of theirs, or once for all."""
