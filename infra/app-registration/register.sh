#!/bin/sh
# Makes or completes the app registration, exactly as app-registration.bicep does, with az alone. Can be repeated.
#
#   register.sh [NAME] [PUBLIC_ORIGIN] [IDENTITY_PRINCIPAL_ID]
#
# As a hook of azd it takes all three from azd's environment. The last two are known only after the first deployment;
# without them the registration is made, so that its client id is known, and nobody can sign in yet.
# REGISTRY_PRINCIPAL_ID, the object id of the service principal of the registry's backend, lets it register packages.
# APP_REGISTRATION=manual leaves everything to you. Needs az, signed in as Application Administrator or Cloud Application
# Administrator: the service principal of an app for people of other tenants takes more than the right to register apps.
set -eu
[ "${APP_REGISTRATION:-}" = manual ] && exit 0
cd "$(dirname "$0")"

name=${1:-accounts-${AZURE_ENV_NAME:?Say the name of the registration, or run this as a hook of azd.}}
origin=${2:-${PUBLIC_ORIGIN:-}}
principal=${3:-${IDENTITY_PRINCIPAL_ID:-}}
graph=https://graph.microsoft.com/v1.0

# What was created a moment ago is not known everywhere at Microsoft right away.
patiently() {
  for seconds in 2 4 8; do
    "$@" && return
    sleep "$seconds"
  done
  "$@"
}

# What is sent: manifest.json with the name, and the address that people come back to where it is known.
upsert() {
  patiently az rest --method patch --url "$1" --headers 'Content-Type=application/json' 'Prefer=create-if-missing' --body "$2" --output none
}

web=
[ -n "$origin" ] && web="\"web\": { \"redirectUris\": [\"$origin/sign-in/callback\"] },"
upsert "$graph/applications(uniqueName='$name')" "{
  \"displayName\": \"${DISPLAY_NAME:-Registry accounts}\",
  $web
  $(sed '1d' manifest.json)"

client=$(patiently az rest --method get --url "$graph/applications(uniqueName='$name')?\$select=appId" --query appId --output tsv)
upsert "$graph/servicePrincipals(appId='$client')" "{ \"displayName\": \"${DISPLAY_NAME:-Registry accounts}\" }"

if [ -n "$principal" ]; then
  tenant=$(az account show --query tenantId --output tsv)
  upsert "$graph/applications(uniqueName='$name')/federatedIdentityCredentials(name='managed-identity')" "{
    \"description\": \"The managed identity of the service speaks for this registration. There is no secret.\",
    \"audiences\": [\"api://AzureADTokenExchange\"],
    \"issuer\": \"https://login.microsoftonline.com/$tenant/v2.0\",
    \"subject\": \"$principal\"
  }"
fi

if [ -n "${REGISTRY_PRINCIPAL_ID:-}" ]; then
  service=$(patiently az rest --method get --url "$graph/servicePrincipals(appId='$client')?\$select=id" --query id --output tsv)
  assignments="$graph/servicePrincipals/$service/appRoleAssignedTo"
  role=$(sed -n '/"appRoles"/,$s/.*"id": *"\([^"]*\)".*/\1/p' manifest.json | head -n 1)
  given=$(az rest --method get --url "$assignments" --output tsv \
    --query "value[?principalId=='$REGISTRY_PRINCIPAL_ID' && appRoleId=='$role'].id")
  [ -n "$given" ] || az rest --method post --url "$assignments" --headers 'Content-Type=application/json' --output none --body "{
    \"appRoleId\": \"$role\",
    \"principalId\": \"$REGISTRY_PRINCIPAL_ID\",
    \"resourceId\": \"$service\"
  }"
fi

if [ -n "${AZURE_ENV_NAME:-}" ] && [ $# -eq 0 ]; then azd env set IDENTITY_CLIENT_ID "$client"; fi
echo "The app registration $name has the client id $client."
[ -n "$origin" ] && [ -n "$principal" ] || echo 'Run this again after the deployment: address and identity are not known yet.'
