"""What a rulebook would make of all that was sold: compared deal by deal with what stands."""
