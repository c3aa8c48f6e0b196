param location string = resourceGroup().location
param value string = ''
param _artifactsLocation string = ''
@secure()
param unguarded string
output o string = '${location}${value}${_artifactsLocation}${length(unguarded)}'
