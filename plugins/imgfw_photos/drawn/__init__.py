"""Photographs that were never taken: landscapes, cities, food, animals and people, drawn by code."""
