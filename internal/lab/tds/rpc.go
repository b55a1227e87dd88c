package tds

import (
	"fmt"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// maxParams is how many parameters one call may have.
const maxParams = 2100

const (
	procByID     = 0xFFFF
	paramOutput  = 0x01
	paramDefault = 0x02
	paramKnown   = paramOutput | paramDefault
	batchFlag71  = 0x80 // between two calls of one message, before 7.2
	batchFlag    = 0xFF
	noExecFlag   = 0xFE
)

// headersLength checks ALL_HEADERS and returns how many bytes it takes. Its content, the
// transaction and trace ids, changes nothing here: there is one request at a time.
func headersLength(data []byte) (int, error) {
	c := cursor{data: data}
	total := int64(c.u32())
	if c.short || total < 4 || total > int64(len(data)) {
		return 0, brokenHeaders()
	}
	for int64(c.pos) < total {
		n := int64(c.u32())
		if n < 6 || int64(c.pos)-4+n > total {
			return 0, brokenHeaders()
		}
		c.bytes(int(n - 4))
	}
	if c.short {
		return 0, brokenHeaders()
	}
	return int(total), nil
}

// skipHeaders returns what follows ALL_HEADERS, which came with 7.2.
func skipHeaders(data []byte, p protocol) ([]byte, error) {
	if p < tds72 {
		return data, nil
	}
	n, err := headersLength(data)
	if err != nil {
		return nil, err
	}
	return data[n:], nil
}

// batchText reads a SQL batch.
func batchText(data []byte, p protocol) (string, error) {
	data, err := skipHeaders(data, p)
	if err != nil {
		return "", err
	}
	if len(data)%2 != 0 {
		return "", endedUnexpectedly()
	}
	return decodeUTF16(data), nil
}

// parseCalls reads every call of an RPC message.
func parseCalls(data []byte, p protocol) ([]engine.Call, error) {
	data, err := skipHeaders(data, p)
	if err != nil {
		return nil, err
	}
	c := &cursor{data: data}
	var calls []engine.Call
	for {
		call, err := parseCall(c, p)
		if err != nil {
			return nil, err
		}
		calls = append(calls, call)
		if c.left() == 0 {
			return calls, nil
		}
		if flag := c.u8(); flag == noExecFlag {
			return nil, fmt.Errorf("%w: call marked as not to be run", errMalformed)
		}
		if c.left() == 0 { // a flag behind the last call separates it from nothing
			return calls, nil
		}
	}
}

// endsCall tells the flags that separate two calls. A client before 7.2 uses 0x80, which
// for a later one is a parameter name of 128 characters.
func endsCall(b byte, p protocol) bool {
	if p < tds72 {
		return b == batchFlag71
	}
	return b == batchFlag || b == noExecFlag
}

// parseCall reads one call up to the end of the message or a separating flag.
func parseCall(c *cursor, p protocol) (engine.Call, error) {
	call, err := parseProcedure(c)
	if err != nil {
		return call, err
	}
	for number := 1; ; number++ {
		b, ok := c.peek()
		if !ok || endsCall(b, p) {
			return call, nil
		}
		if number > maxParams {
			return call, tooManyParams()
		}
		param, given, err := parseParam(c, number)
		if err != nil {
			return call, err
		}
		if given {
			call.Params = append(call.Params, param)
		}
	}
}

// parseProcedure reads the name or id of the procedure and the options, of which none
// changes what a call does here.
func parseProcedure(c *cursor) (engine.Call, error) {
	var call engine.Call
	n := c.u16()
	if n == procByID {
		call.ID = c.u16()
	} else {
		call.Name = c.text(int(n))
	}
	c.u16()
	if c.short {
		return call, endedUnexpectedly()
	}
	if call.ID == 0 && call.Name == "" {
		return call, badRPCName()
	}
	return call, nil
}

// parseParam reads one parameter. given is false for a named parameter that asks for its
// default: leaving it out says the same.
func parseParam(c *cursor, number int) (param engine.Param, given bool, err error) {
	param.Name = c.byteText()
	status := c.u8()
	if c.short {
		return param, false, endedUnexpectedly()
	}
	if param.Name != "" && param.Name[0] != '@' {
		return param, false, badParamName(number)
	}
	// modelled: an encrypted parameter (0x08) needs column encryption, which the login
	// does not acknowledge; a default by position has no form in the engine.
	if status&^paramKnown != 0 || status&paramDefault != 0 && param.Name == "" {
		return param, false, badParamStatus(number)
	}
	param.Output = status&paramOutput != 0
	place := paramPlace{number, param.Name}
	info, err := parseTypeInfo(c, place)
	if err != nil {
		return param, false, err
	}
	param.Type = info.t
	if info.t.Kind == value.Null && param.Output {
		return param, false, place.untypedOutput(info.token)
	}
	param.Value, err = info.value(c, place)
	return param, status&paramDefault == 0, err
}
