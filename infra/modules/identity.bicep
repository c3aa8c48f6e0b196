metadata description = 'Who the service is: one identity, which reaches storage, telemetry and Microsoft’s sign-in without any secret.'

import * as types from '../types.bicep'

param name string
param location string
param tags types.tags

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output name string = identity.name
output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
