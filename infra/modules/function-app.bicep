metadata description = 'The function app on a Flex Consumption plan, with the settings it starts from. No setting is a secret.'

import * as types from '../types.bicep'

param name string
param planName string
param location string
param tags types.tags
param identity types.identity
param hostAccountName string
param deploymentContainerUrl string
param applicationInsightsConnectionString string

@description('What the service itself reads; see shared/settings.ts.')
param serviceSettings types.settings

@allowed(['22', '24'])
param nodeVersion string

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int

@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('Instances that never go away, for people who must never wait for one to start.')
@minValue(0)
param alwaysReadyInstances int

@description('Whether instances are spread over the zones of the region.')
param zoneRedundant bool

@description('Whether only Front Door may reach the app, and which profile of it.')
param onlyFromFrontDoor bool
param frontDoorId string

@description('What the Functions host reads. FUNCTIONS_* have no place on this plan: the runtime is in functionAppConfig.')
var hostSettings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: hostAccountName
  AzureWebJobsStorage__clientId: identity.clientId
  AzureWebJobsStorage__credential: 'managedidentity'
}

@description('Front Door’s addresses alone, and of those who come from there only our own profile.')
var frontDoorRule = {
  name: 'front-door'
  action: 'Allow'
  priority: 100
  tag: 'ServiceTag'
  ipAddress: 'AzureFrontDoor.Backend'
  headers: { 'x-azure-fdid': [frontDoorId] }
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'accounts' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: onlyFromFrontDoor ? 'Deny' : 'Allow'
      ipSecurityRestrictions: onlyFromFrontDoor ? [frontDoorRule] : []
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(hostSettings, serviceSettings)
  }

  @description('Publishing by password is off; azd and az publish with the publisher’s own identity.')
  resource noPasswordForFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noPasswordForScm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output hostName string = app.properties.defaultHostName
