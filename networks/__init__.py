"""Speak to social networks: one file each, plain values in, plain values out, no Django."""
