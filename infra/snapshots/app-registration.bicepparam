using '../app-registration/app-registration.bicep'

param uniqueName = 'accounts-production'
param publicOrigin = 'https://accounts.example.org'
param identityPrincipalId = '00000000-0000-4000-8000-000000000003'
param registryPrincipalId = '00000000-0000-4000-8000-000000000004'
