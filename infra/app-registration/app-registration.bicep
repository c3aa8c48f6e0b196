metadata description = 'The app registration at Microsoft: who may sign in, where they come back to, and that the managed identity speaks for it.'

// Optional, and in a folder of its own: it needs the Microsoft Graph extension, which the compiler fetches when asked.
// register.sh does the same with az alone.
extension microsoftGraphV1

@description('Name that people see when they sign in.')
param displayName string = 'Registry accounts'

@description('Never shown and never changed: by it the registration is found again.')
param uniqueName string

@description('PUBLIC_ORIGIN of the service; empty before its first deployment, and then nobody can sign in yet.')
param publicOrigin string = ''

@description('Principal id of the service’s managed identity: IDENTITY_PRINCIPAL_ID of main.bicep; empty before it is there.')
param identityPrincipalId string = ''

@description('Object id of the service principal of the registry’s backend, which may then register packages; empty for none.')
param registryPrincipalId string = ''

var manifest = loadJsonContent('manifest.json')

resource registration 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: displayName
  signInAudience: manifest.signInAudience
  web: { redirectUris: empty(publicOrigin) ? [] : ['${publicOrigin}/sign-in/callback'] }
  api: manifest.api
  optionalClaims: manifest.optionalClaims
  appRoles: manifest.appRoles

  resource managedIdentity 'federatedIdentityCredentials@v1.0' = if (!empty(identityPrincipalId)) {
    name: '${registration.uniqueName}/managed-identity'
    description: 'The managed identity of the service speaks for this registration. There is no secret.'
    audiences: ['api://AzureADTokenExchange']
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: identityPrincipalId
  }
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: registration.appId
}

resource registry 'Microsoft.Graph/appRoleAssignedTo@v1.0' = if (!empty(registryPrincipalId)) {
  appRoleId: manifest.appRoles[0].id
  principalId: registryPrincipalId
  resourceId: principal.id
}

output IDENTITY_CLIENT_ID string = registration.appId
