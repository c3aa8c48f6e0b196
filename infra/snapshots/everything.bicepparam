using '../main.bicep'

// Every option that adds a resource or a setting.
param environmentName = 'production'
param location = 'westeurope'
param identityClientId = '00000000-0000-4000-8000-000000000001'
param frontDoor = true
param customDomain = 'accounts.example.org'
param frontendOrigins = ['https://www.example.org', 'https://packages.example.org']
param registryIssuer = 'https://login.microsoftonline.com/00000000-0000-4000-8000-000000000009/v2.0'
param registryAudience = '00000000-0000-4000-8000-000000000001'
param alwaysReadyInstances = 1
param alertEmailAddresses = ['operators@example.org']
param settings = { DELETION_GRACE_DAYS: '30', TABLES_PREFIX: 'v1' }
