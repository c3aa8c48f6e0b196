metadata description = 'Two accounts: one for the Functions host and its packages, one for people. What the host does to the first never throttles the second.'

import * as types from '../types.bicep'

param hostAccountName string
param dataAccountName string
param location string
param tags types.tags

@description('How storage survives the loss of a zone or a region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param redundancy string

@description('Before the name of every table; the service’s TABLES_PREFIX.')
param tablesPrefix string

@description('Whether a lock keeps the account with people’s rows from being deleted. Tables have no undelete.')
param lockData bool

var tables = ['flows', 'registrations', 'identities', 'accounts', 'packages', 'deletions']
var deploymentContainerName = 'packages'
var deletedPackagesDays = 14

@description('No keys, no anonymous reading, no old TLS: only identities with a role, over HTTPS.')
var lockedDown = {
  accessTier: 'Hot'
  allowBlobPublicAccess: false
  allowCrossTenantReplication: false
  allowSharedKeyAccess: false
  defaultToOAuthAuthentication: true
  minimumTlsVersion: 'TLS1_2'
  supportsHttpsTrafficOnly: true
}

resource hostAccount 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: hostAccountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: lockedDown

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: deletedPackagesDays }
      containerDeleteRetentionPolicy: { enabled: true, days: deletedPackagesDays }
    }

    resource deployment 'containers' = {
      name: deploymentContainerName
      properties: { publicAccess: 'None' }
    }
  }
}

resource dataAccount 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: dataAccountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: lockedDown

  resource tableService 'tableServices' = {
    name: 'default'

    resource table 'tables' = [
      for name in tables: {
        name: '${tablesPrefix}${name}'
      }
    ]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (lockData) {
  name: 'people'
  scope: dataAccount
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds every account of the registry. Tables cannot be undeleted.'
  }
}

output deploymentContainerUrl string = '${hostAccount.properties.primaryEndpoints.blob}${deploymentContainerName}'
output tableServiceId string = dataAccount::tableService.id
