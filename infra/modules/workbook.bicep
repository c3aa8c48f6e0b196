metadata description = 'One page over the log lines: how the service does, and the queries to go on asking with.'

import * as types from '../types.bicep'

param name string
param location string
param tags types.tags
param workspaceId string

@description('A query as it is shown; `chart` over time, otherwise a table.')
type tile = {
  title: string
  query: string
  chart: bool
}

var tiles tile[] = [
  { title: 'Requests by endpoint', query: loadTextContent('../queries/requests.kql'), chart: false }
  { title: 'Sign-ins', query: loadTextContent('../queries/sign-ins.kql'), chart: true }
  { title: 'Usernames claimed', query: loadTextContent('../queries/claims.kql'), chart: true }
  { title: 'Refusals by problem', query: loadTextContent('../queries/refusals.kql'), chart: true }
  { title: 'Sign-ins refused', query: loadTextContent('../queries/sign-in-refusals.kql'), chart: false }
  {
    title: 'Sign-ins that failed at Microsoft'
    query: loadTextContent('../queries/sign-in-provider.kql')
    chart: false
  }
  { title: 'Deletions by state', query: loadTextContent('../queries/deletions.kql'), chart: true }
  { title: 'Latest tick of every timer', query: loadTextContent('../queries/ticks.kql'), chart: false }
  { title: 'Invariants that do not hold', query: loadTextContent('../queries/integrity-findings.kql'), chart: false }
  { title: 'Deletions that are stuck', query: loadTextContent('../queries/deletions-stopped.kql'), chart: false }
  { title: 'Faults', query: loadTextContent('../queries/faults.kql'), chart: false }
  { title: 'Storage that did not answer', query: loadTextContent('../queries/storage-unanswered.kql'), chart: false }
  { title: 'Ticks that failed', query: loadTextContent('../queries/timer-failing.kql'), chart: false }
  { title: 'Settings refused', query: loadTextContent('../queries/settings-refused.kql'), chart: false }
]

var timeRange = {
  type: 9
  content: {
    version: 'KqlParameterItem/1.0'
    parameters: [
      {
        id: guid(name, 'time')
        version: 'KqlParameterItem/1.0'
        name: 'time'
        label: 'Time'
        type: 4
        value: { durationMs: 86400000 }
        typeSettings: {
          selectableValues: [
            { durationMs: 3600000 }
            { durationMs: 86400000 }
            { durationMs: 604800000 }
            { durationMs: 2592000000 }
          ]
        }
      }
    ]
  }
  name: 'time'
}

var items = map(tiles, tile => {
  type: 3
  content: {
    version: 'KqlItem/1.0'
    title: tile.title
    query: tile.query
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    size: 0
    timeContextFromParameter: 'time'
    visualization: tile.chart ? 'timechart' : 'table'
  }
  name: tile.title
})

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(name)
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: 'Registry accounts'
    sourceId: workspaceId
    serializedData: string({ version: 'Notebook/1.0', items: concat([timeRange], items) })
  }
}
