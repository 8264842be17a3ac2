#!/bin/sh
# Makes the certificates and keys of this directory anew; they are for tests on loopback only.
set -eu
cd "$(dirname "$0")"
days=36500

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days $days -subj "/CN=asyncio4j test CA" 2>/dev/null

# name, subject alternative names, key type
sign() {
    case $3 in
        rsa) openssl genrsa -traditional -out "$1.key" 2048 2>/dev/null ;;
        ec) openssl ecparam -name prime256v1 -genkey -noout -out "$1.key" ;;
        pkcs8) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" 2>/dev/null ;;
    esac
    openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
    printf 'subjectAltName=%s\n' "$2" > "$1.ext"
    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "${4:-$days}" -extfile "$1.ext" \
        -out "$1.pem" 2>/dev/null
    rm "$1.csr" "$1.ext"
}

sign localhost "DNS:localhost,IP:127.0.0.1,IP:::1" pkcs8
sign other "DNS:other.example" ec
sign client "DNS:client.example" rsa

# a certificate whose days are over
touch index.txt
printf '01\n' > serial
printf '[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=.\ndatabase=index.txt\nserial=serial\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n' > ca.cnf
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out expired.key 2>/dev/null
openssl req -new -key expired.key -subj "/CN=expired" -out expired.csr
openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -extensions e -startdate 20200101000000Z \
    -enddate 20210101000000Z -in expired.csr -out expired.pem 2>/dev/null
rm -f ca.key expired.csr ca.cnf index.txt* serial* 01.pem ca.srl

# the same key as localhost's, with the password "secret"
openssl pkcs8 -topk8 -in localhost.key -passout pass:secret -out encrypted.key
