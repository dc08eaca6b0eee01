"""The mails that this machine has sent, for developers: read in a browser instead of a mail program."""
