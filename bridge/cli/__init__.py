"""The command `bridge`: what operators, reviewers and admins type."""
