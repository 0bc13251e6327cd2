"""What people and jobs do in the org beside its API, asked for by the administration."""
