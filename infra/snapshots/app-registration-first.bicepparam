using '../app-registration/app-registration.bicep'

// Before the first deployment: the client id is wanted, address and identity are not there yet.
param uniqueName = 'accounts-production'
