@metadata({ description: 'one' })
@description('two')
param twice string
var decompiled_var = twice
@secure()
param hidden string
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: decompiled_var
  location: resourceGroup().location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: '/subscriptions/${subscription().subscriptionId}/x' }] } }
}
resource outer 'Microsoft.Resources/deployments@2025-04-01' = {
  name: 'outer'
  properties: {
    mode: 'Incremental'
    expressionEvaluationOptions: { scope: 'outer' }
    template: { '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', contentVersion: '1.0.0.0', resources: [{ name: 'x', type: 'Microsoft.Storage/storageAccounts', apiVersion: '2025-06-01', properties: { x: account.listKeys().keys[0].value, y: hidden } }] }
  }
}
resource innerScoped 'Microsoft.Resources/deployments@2025-04-01' = {
  name: 'inner'
  properties: {
    mode: 'Incremental'
    expressionEvaluationOptions: { scope: 'inner' }
    template: { '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', contentVersion: '1.0.0.0', resources: [{ name: twice, type: 'Microsoft.Storage/storageAccounts', apiVersion: '2025-06-01' }] }
  }
}
param anyThing any
type t = { a: any }
param tt t
var c = any(tt)
module m 'good.bicep' = { params: { account: account.properties.primaryEndpoints.blob } }
output o string = '${outer.id}${innerScoped.id}${anyThing}${c.a}${m.name}'
