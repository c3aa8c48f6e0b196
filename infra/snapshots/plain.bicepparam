using '../main.bicep'

// What somebody gets who sets nothing that has a default.
param environmentName = 'production'
param location = 'westeurope'
param identityClientId = '00000000-0000-4000-8000-000000000001'
