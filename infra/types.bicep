metadata description = 'Shapes that several files share.'

@export()
@description('Tags by name.')
type tags = {
  *: string
}

@export()
@description('Settings of the function app by name.')
type settings = {
  *: string
}

@export()
@description('The identity that the service runs as.')
type identity = {
  id: string
  clientId: string
}

@export()
@description('Records that a domain of one’s own needs: a CNAME, and the TXT record _dnsauth in front of it.')
type dnsRecords = {
  cname: string
  txt: string
}
