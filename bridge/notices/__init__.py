"""Notices: what people and programs are told of, in which words, and when again."""
