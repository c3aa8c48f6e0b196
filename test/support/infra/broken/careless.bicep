param adminName string = 'fixed'
param unused string
@secure()
param password string = 'abc'
param somePassword string
param loose object
param region string = resourceGroup().location
param _artifactsLocation string
param vmPassword string
var nothing = 1
var joined = concat('a', loose.x)
var wrapped = '${adminName}'
var quoted = { 'plain': 1 }
var nulled = json('null')
var url = 'https://management.azure.com'
var unsafe = contains(loose, 'y') ? loose.y : 'z'
var id = '/subscriptions/${subscription().subscriptionId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/x'
var anything = any('x')
import * as never from 'shapes.bicep'
resource ghost 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: 'ghost' }
resource vm 'Microsoft.Compute/virtualMachines@2024-03-01' = {
  name: 'vm'
  location: 'westeurope'
  properties: {
    osProfile: { adminUsername: 'root', adminPassword: vmPassword }
    storageProfile: { imageReference: { publisher: 'p', offer: 'o', sku: 's', version: 'preview' } }
  }
}
resource old 'Microsoft.Storage/storageAccounts@2019-06-01' = {
  name: newName
  location: region
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  dependsOn: [vm]
}
param newName string = newGuid()
resource child 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  name: '${old.name}/default'
  dependsOn: [old]
}
resource nested 'Microsoft.Resources/deployments@2025-04-01' = {
  name: 'nested'
  properties: { mode: 'Incremental', template: { x: subscription().id } }
}
resource script 'Microsoft.Compute/virtualMachines/extensions@2024-03-01' = {
  parent: vm
  name: 'script'
  location: region
  properties: {
    publisher: 'Microsoft.Azure.Extensions'
    type: 'CustomScript'
    settings: { commandToExecute: 'echo ${password}' }
  }
}
module named 'inner.bicep' = { name: 'named', params: { unguarded: password, value: old.properties.primaryEndpoints.blob } }
output key string = old.listKeys().keys[0].value
output reached string = reference(resourceId('Microsoft.Storage/storageAccounts', 'ghost')).id
output used string = '${joined}${wrapped}${quoted.plain}${nulled}${url}${unsafe}${id}${anything}${somePassword}${_artifactsLocation}${script.id}${named.outputs.o}${nested.name}${child.id}'
