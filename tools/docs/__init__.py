"""Generates and checks the tables of the documents."""
