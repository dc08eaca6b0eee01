"""Verbs: let an account in, renew its keys, notice when it locks us out."""
