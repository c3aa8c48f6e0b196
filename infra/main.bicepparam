using 'main.bicep'

// azd keeps these for each environment: `azd env set NAME value`. All but the first three have a default.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param identityClientId = readEnvironmentVariable('IDENTITY_CLIENT_ID')

param frontDoor = bool(readEnvironmentVariable('FRONT_DOOR', 'false'))
param customDomain = readEnvironmentVariable('CUSTOM_DOMAIN', '')
param frontendOrigins = filter(split(readEnvironmentVariable('FRONTEND_ORIGINS', ''), ','), one => !empty(one))
param registryIssuer = readEnvironmentVariable('REGISTRY_ISSUER', '')
param registryAudience = readEnvironmentVariable('REGISTRY_AUDIENCE', '')
param settings = json(readEnvironmentVariable('SERVICE_SETTINGS', '{}'))

// Not NODE_VERSION, which images of Node.js export.
param nodeVersion = readEnvironmentVariable('FUNCTIONS_NODE_VERSION', '24')
param instanceMemory = any(int(readEnvironmentVariable('INSTANCE_MEMORY', '512')))
param maximumInstanceCount = int(readEnvironmentVariable('MAXIMUM_INSTANCE_COUNT', '40'))
param alwaysReadyInstances = int(readEnvironmentVariable('ALWAYS_READY_INSTANCES', '0'))
param storageRedundancy = readEnvironmentVariable('STORAGE_REDUNDANCY', 'Standard_ZRS')
param zoneRedundant = bool(readEnvironmentVariable('ZONE_REDUNDANT', 'false'))
param lockData = bool(readEnvironmentVariable('LOCK_DATA', 'true'))
param identityGeneration = readEnvironmentVariable('IDENTITY_GENERATION', '')

param logRetentionDays = int(readEnvironmentVariable('LOG_RETENTION_DAYS', '90'))
param logDailyGigabytes = int(readEnvironmentVariable('LOG_DAILY_GIGABYTES', '2'))
param alertEmailAddresses = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), one => !empty(one))
