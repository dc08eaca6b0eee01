"""Tools that know no business word: tenancy, doors, states, outbox, ledger, bell, guarded HTTP, encryption."""
