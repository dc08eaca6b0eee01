#!/bin/sh
# Make the passwords and keys that docker-compose.yml reads, each into a file of ./secrets (or the folder given).
# What is there already stays as it is, so this may be run again. Keep a copy of the folder apart from the backups of
# the database: without token_keys the channels' secrets in it cannot be read any more.
set -eu
umask 077
folder=${1:-secrets}
mkdir -p "$folder"
chmod 700 "$folder" # the files are readable, because containers read them under another account; the folder is not

random() { # characters that may stand in an address
    head -c "$1" /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'
}

keep() { # name, content
    [ -s "$folder/$1" ] || printf '%s\n' "$2" >"$folder/$1"
    chmod 444 "$folder/$1"
}

keep postgres_password "$(random 32)"
keep database_admin_url "postgres://postgres:$(cat "$folder/postgres_password")@postgres:5432/postgres"
keep database_owner_url "postgres://meydan_owner:$(random 32)@postgres:5432/meydan"
keep database_url "postgres://meydan_app:$(random 32)@postgres:5432/meydan"
keep secret_key "$(random 48)"
keep token_keys "k1:$(head -c 32 /dev/urandom | base64 | tr -d '\n')"
keep metrics_token "$(random 32)"
keep email_url "smtp://mail:1025" # the catcher of the profile `mail`; write your own server's address instead

echo "secrets are in $folder"
