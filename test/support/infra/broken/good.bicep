param account string
resource r 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = { name: account, location: 'global' }
