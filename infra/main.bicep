metadata description = 'Everything the account service needs on Azure, in a resource group of its own. No setting, parameter or output is a secret.'

import * as types from 'types.bicep'

targetScope = 'subscription'

@description('Name of this installation, such as production; azd calls it the environment.')
@minLength(2)
@maxLength(40)
param environmentName string

@description('Region, such as westeurope.')
param location string

@description('Application (client) id of the app registration; infra/app-registration makes one.')
@minLength(36)
param identityClientId string

@description('Origins of the registry’s frontends.')
param frontendOrigins string[] = []

@description('Issuer and audience of the tokens of the registry’s backend: both or none.')
param registryIssuer string = ''
param registryAudience string = ''

@description('Further settings of the service by name, over those made here; see ARCHITECTURE.md. No secrets: use a Key Vault reference.')
param settings types.settings = {}

@description('Node.js of the functions.')
@allowed(['22', '24'])
param nodeVersion string = '24'

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 512

@description('Most instances at once.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that never go away; 0 is cheapest, 1 spares people the start.')
@minValue(0)
param alwaysReadyInstances int = 0

@description('How storage survives the loss of a zone or a region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('Whether instances are spread over the zones of the region, which then keeps some ready. Not every region can.')
param zoneRedundant bool = false

@description('Another text makes another managed identity; see docs/operations.md, Rotate.')
@maxLength(10)
param identityGeneration string = ''

@description('Whether a lock keeps the account with people’s rows from being deleted.')
param lockData bool = true

@description('Addresses that alerts go to.')
param alertEmailAddresses string[] = []

@description('How long log lines are kept, in days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Most log lines in a day, in GB.')
@minValue(1)
param logDailyGigabytes int = 2

@description('Puts Azure Front Door before the service.')
param frontDoor bool = false

@description('With Front Door: a domain of one’s own, such as accounts.example.org.')
param customDomain string = ''

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var names = {
  group: 'rg-${environmentName}'
  app: 'func-accounts-${token}'
  plan: 'plan-accounts-${token}'
  identity: 'id-accounts-${token}${identityGeneration}'
  hostStorage: 'sthost${token}'
  dataStorage: 'stdata${token}'
  workspace: 'log-accounts-${token}'
  applicationInsights: 'appi-accounts-${token}'
  alerts: 'alert-accounts'
  workbook: 'workbook-accounts-${token}'
  frontDoor: 'afd-accounts-${token}'
  endpoint: 'accounts-${token}'
}
var tablesPrefix = settings.?TABLES_PREFIX ?? ''

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: names.group
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: { name: names.identity, location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    hostAccountName: names.hostStorage
    dataAccountName: names.dataStorage
    location: location
    tags: tags
    redundancy: storageRedundancy
    tablesPrefix: tablesPrefix
    lockData: lockData
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    applicationInsightsName: names.applicationInsights
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyGigabytes: logDailyGigabytes
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    // Roles are named for it, which a preview cannot know.
    #disable-next-line what-if-short-circuiting
    principalId: identity.outputs.principalId
    hostAccountName: names.hostStorage
    dataAccountName: names.dataStorage
    applicationInsightsName: names.applicationInsights
  }
  dependsOn: [storage, monitoring]
}

module edge 'modules/front-door.bicep' = if (frontDoor) {
  scope: group
  params: {
    profileName: names.frontDoor
    endpointName: names.endpoint
    tags: tags
    appHostName: '${names.app}.azurewebsites.net'
    customDomain: customDomain
  }
}

@description('What people see: the domain of their own or Front Door’s, and otherwise the app’s.')
var origin = 'https://${frontDoor ? edge!.outputs.hostName : '${names.app}.azurewebsites.net'}'

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: names.app
    planName: names.plan
    location: location
    tags: tags
    identity: { id: identity.outputs.id, clientId: identity.outputs.clientId }
    hostAccountName: names.hostStorage
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    nodeVersion: nodeVersion
    instanceMemory: instanceMemory
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    zoneRedundant: zoneRedundant
    onlyFromFrontDoor: frontDoor
    frontDoorId: frontDoor ? edge!.outputs.frontDoorId : ''
    serviceSettings: union(
      {
        PUBLIC_ORIGIN: origin
        FRONTEND_ORIGINS: join(frontendOrigins, ',')
        TABLES_URL: 'https://${names.dataStorage}.table.${environment().suffixes.storage}'
        AZURE_CLIENT_ID: identity.outputs.clientId
        IDENTITY_CLIENT_ID: identityClientId
        IDENTITY_CLIENT_ASSERTION: 'managed-identity'
        REGISTRY_ISSUER: registryIssuer
        REGISTRY_AUDIENCE: registryAudience
        // App Service appends the address it sees to the first; behind Front Door that is Front Door, which sets the second.
        CLIENT_ADDRESS_HEADER: frontDoor ? 'X-Azure-SocketIP' : 'X-Forwarded-For'
      },
      settings
    )
  }
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    namePrefix: names.alerts
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    tableServiceId: storage.outputs.tableServiceId
    emailAddresses: alertEmailAddresses
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: { name: names.workbook, location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

output PUBLIC_ORIGIN string = origin
output FUNCTION_APP string = names.app
output RESOURCE_GROUP string = group.name
@description('Subject of the federated credential that the app registration trusts.')
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
@description('What to publish in DNS for a domain of one’s own.')
output FRONT_DOOR_DNS types.dnsRecords? = frontDoor ? edge!.outputs.dns : null
