@export()
type shape = string
