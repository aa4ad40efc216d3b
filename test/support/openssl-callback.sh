#!/bin/sh
# Sends one signed callback with openssl and curl: openssl-callback.sh URL PARTNER KEY
set -eu
URL=$1 PARTNER=$2 KEY=$3

API_PATH=/${URL#*://*/}
API_PATH=${API_PATH%%\?*}
TIMESTAMP=$(($(date +%s) * 1000))
SIGN=$(printf '%s' "$PARTNER$TIMESTAMP$API_PATH" | openssl dgst -sha1 -hmac "$KEY" -binary | openssl base64)

curl -sS -X POST "$URL" \
	-H 'Content-Type: application/json' \
	-H "Timestamp: $TIMESTAMP" \
	-H "PartnerId: $PARTNER" \
	-H "Authorization: Bearer ZZY-OPENAPI:$PARTNER:$SIGN" \
	-d "{
		\"OrderNotifyHeader\": { \"PartnerId\": $PARTNER, \"NotifyServiceName\": \"order_product_notify\" },
		\"OrderNotifyBody\": \"{\\\"ProductId\\\": 11063, \\\"Status\\\": 3}\"
	}"
