module milink

go 1.26.0
