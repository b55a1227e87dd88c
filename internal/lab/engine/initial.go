package engine

// InitialOptions is implemented by a World that decides with which SET options a session
// begins, as 'user options' of sp_configure does.
type InitialOptions interface {
	// InitialOptions are the options that are on from the start, beside those of every
	// login, in the bits of @@OPTIONS.
	InitialOptions() int64
}

// initialOptions are the options a login of this world begins with.
func initialOptions(w World) options {
	o := defaultOptions()
	source, ok := w.(InitialOptions)
	if !ok {
		return o
	}
	bits := source.InitialOptions()
	for name, bit := range optionBits {
		if bits&bit != 0 {
			o.switches[name] = true
		}
	}
	return o
}
