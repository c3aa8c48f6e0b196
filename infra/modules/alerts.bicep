metadata description = 'What wakes somebody, and whom. Every alert has a section in docs/operations.md that says what to do.'

import * as types from '../types.bicep'

param namePrefix string
param location string
param tags types.tags
param workspaceId string
param tableServiceId string

@description('Addresses that are told; none: alerts are only seen in the portal.')
param emailAddresses string[]

@description('An alert over log lines. `column` is summed up where there is one; otherwise rows are counted.')
type rule = {
  name: string
  title: string
  @description('0 critical: now. 1 error: within the hour. 2 warning: today. 3 informational.')
  severity: 0 | 1 | 2 | 3
  query: string
  column: string?
  @description('Splits the alert: one for each value.')
  dimension: string?
  operator: 'GreaterThan' | 'LessThan'
  threshold: int
  everyMinutes: 5 | 10 | 15 | 30 | 60
  @description('Twice the frequency at least where one line is enough: a line that arrives late is still seen.')
  windowMinutes: 5 | 10 | 15 | 30 | 45 | 60 | 120 | 180 | 240 | 300 | 360 | 1440 | 2880
}

var rules rule[] = [
  {
    name: 'requests-failing'
    title: 'More than 2 % of requests end in a fault of the service'
    severity: 1
    query: loadTextContent('../queries/requests-failing.kql')
    column: 'percent'
    operator: 'GreaterThan'
    threshold: 2
    everyMinutes: 5
    windowMinutes: 15
  }
  {
    name: 'faults'
    title: 'The service met a fault that nobody expected'
    severity: 2
    query: loadTextContent('../queries/faults.kql')
    operator: 'GreaterThan'
    threshold: 0
    everyMinutes: 15
    windowMinutes: 30
  }
  {
    name: 'storage-unanswered'
    title: 'Storage does not answer in time'
    severity: 1
    query: loadTextContent('../queries/storage-unanswered.kql')
    operator: 'GreaterThan'
    threshold: 5
    everyMinutes: 5
    windowMinutes: 15
  }
  {
    name: 'sign-in-provider'
    title: 'Nobody can sign in: Microsoft does not answer, or its answer breaks a rule'
    severity: 1
    query: loadTextContent('../queries/sign-in-provider.kql')
    dimension: 'reason'
    operator: 'GreaterThan'
    threshold: 5
    everyMinutes: 5
    windowMinutes: 15
  }
  {
    name: 'sign-in-refusals'
    title: 'Unusually many sign-ins are refused'
    severity: 3
    query: loadTextContent('../queries/sign-in-refusals.kql')
    dimension: 'reason'
    operator: 'GreaterThan'
    threshold: 100
    everyMinutes: 15
    windowMinutes: 60
  }
  {
    name: 'deletions-stopped'
    title: 'A deletion is stuck, tick after tick'
    severity: 1
    query: loadTextContent('../queries/deletions-stopped.kql')
    dimension: 'row'
    operator: 'GreaterThan'
    threshold: 3
    everyMinutes: 15
    windowMinutes: 30
  }
  {
    name: 'deletions-overdue'
    title: 'Accounts that should be gone, or restored, are not'
    severity: 1
    query: loadTextContent('../queries/deletions-overdue.kql')
    operator: 'GreaterThan'
    threshold: 2
    everyMinutes: 15
    windowMinutes: 30
  }
  {
    name: 'settings-refused'
    title: 'The service refuses to start with these settings'
    severity: 0
    query: loadTextContent('../queries/settings-refused.kql')
    operator: 'GreaterThan'
    threshold: 0
    everyMinutes: 5
    windowMinutes: 10
  }
  {
    name: 'integrity-findings'
    title: 'An invariant of the stored accounts does not hold'
    severity: 1
    query: loadTextContent('../queries/integrity-findings.kql')
    dimension: 'invariant'
    operator: 'GreaterThan'
    threshold: 0
    everyMinutes: 30
    windowMinutes: 60
  }
  {
    name: 'integrity-truncated'
    title: 'The nightly check could not look at all that was its part'
    severity: 3
    query: loadTextContent('../queries/integrity-truncated.kql')
    operator: 'GreaterThan'
    threshold: 0
    everyMinutes: 60
    windowMinutes: 120
  }
  {
    name: 'log-capped'
    title: 'The log takes no more lines today: the other alerts see nothing until its quota is reset'
    severity: 1
    query: loadTextContent('../queries/log-capped.kql')
    operator: 'GreaterThan'
    threshold: 0
    everyMinutes: 15
    windowMinutes: 30
  }
  {
    name: 'timer-failing'
    title: 'A timer fails again and again'
    severity: 2
    query: loadTextContent('../queries/timer-failing.kql')
    dimension: 'timer'
    operator: 'GreaterThan'
    threshold: 2
    everyMinutes: 15
    windowMinutes: 60
  }
]

@description('In the one spelling that Azure lists: PT1H, not PT60M.')
func duration(minutes int) string =>
  minutes % 1440 == 0 ? 'P${minutes / 1440}D' : minutes % 60 == 0 ? 'PT${minutes / 60}H' : 'PT${minutes}M'

@description('One for each timer: a timer that is not there writes no line that could be counted.')
var silence rule[] = map(loadJsonContent('../timers.json'), timer => {
  name: 'timer-silent-${timer.name}'
  title: 'The timer ${timer.name} does not run'
  severity: 1
  query: replace(loadTextContent('../queries/timer-silent.kql'), '{timer}', timer.name)
  operator: 'LessThan'
  threshold: 1
  everyMinutes: timer.silentAfterMinutes > 360 ? 60 : 15
  windowMinutes: timer.silentAfterMinutes
})

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'accounts'
    emailReceivers: [
      for address in emailAddresses: {
        name: address
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in concat(rules, silence): {
    name: '${namePrefix}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.name
      description: rule.title
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [workspaceId]
      // A new workspace may not know the table yet; the tests have parsed the query.
      skipQueryValidation: true
      evaluationFrequency: duration(rule.everyMinutes)
      windowSize: duration(rule.windowMinutes)
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: contains(rule, 'column') ? 'Maximum' : 'Count'
            metricMeasureColumn: rule.?column
            dimensions: contains(rule, 'dimension')
              ? [{ name: rule.dimension!, operator: 'Include', values: ['*'] }]
              : []
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

@description('The platform’s own count of answers that refused or delayed a request because there were too many.')
resource throttling 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${namePrefix}-storage-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'Azure throttles the storage account that holds people’s rows'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [tableServiceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'throttled'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts/tableServices'
          metricName: 'Transactions'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 10
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: [
                'ServerBusyError'
                'ClientThrottlingError'
                'ClientAccountRequestThrottlingError'
                'SuccessWithThrottling'
              ]
            }
          ]
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
