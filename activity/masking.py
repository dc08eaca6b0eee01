"""Addresses for the eyes of others."""

from __future__ import annotations


def masked(address: str) -> str:
    """An address that its owner recognizes and nobody else can use: n•••@kehreba.example."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
