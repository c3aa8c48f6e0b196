metadata description = 'Where the log lines go. Whoever sends or reads them has a role: keys are off.'

import * as types from '../types.bicep'

param workspaceName string
param applicationInsightsName string
param location string
param tags types.tags

@description('How long log lines are kept, in days.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('What may arrive in a day, in GB; the rest is dropped until the workspace’s own hour of reset.')
@minValue(1)
param dailyGigabytes int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    DisableLocalAuth: true
    WorkspaceResourceId: workspace.id
  }
}

output workspaceId string = workspace.id
@description('Says where telemetry goes. With local authentication off it opens nothing.')
output connectionString string = applicationInsights.properties.ConnectionString
