"""The outside systems: each adapter speaks one wire and raises only our own errors."""
