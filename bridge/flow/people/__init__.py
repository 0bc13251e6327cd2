"""People at work: who may do what, how accounts come to be, and how one signs in."""
