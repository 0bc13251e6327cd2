"""Checks before anything is booked: would the rules in force represent this?"""
