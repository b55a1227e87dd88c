package engine

import (
	"context"
	"errors"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// runner carries out the statements of one module.
type runner struct {
	ctx     context.Context
	sink    Sink
	session *Session
	module  *module
	line    int // of the statement being carried out
}

// text parses, compiles and runs T-SQL text in the runner's module.
func (r *runner) text(text string) error {
	batch, err := r.parse(text)
	if err != nil {
		return r.raise(compileFailure(err), 1)
	}
	return r.statements(batch.Statements)
}

func (r *runner) parse(text string) (*syntax.Batch, error) {
	return r.session.grammar().Parse(text)
}

// grammar is the parser for this session's version and settings.
func (s *Session) grammar() syntax.Options {
	return syntax.Options{Version: s.world.Version(), QuotedIdentifierOff: !s.options.on("QUOTED_IDENTIFIER")}
}

// compileFailure is an error that keeps the whole batch from running.
func compileFailure(err error) error {
	f, ok := asFailure(err)
	if !ok {
		return err
	}
	return &failure{msgs: f.msgs, ends: endsScope, compile: true}
}

// statements compiles and runs a list as one scope.
func (r *runner) statements(list []syntax.Statement) error {
	if err := compile(r.module, list); err != nil {
		return r.raise(err, 1)
	}
	_, err := r.block(list)
	return err
}

// raise deals with an error of a statement: a TRY around it gets it, otherwise the client
// does, and the error decides how much ends. What is no T-SQL error passes through.
func (r *runner) raise(err error, line int) error {
	var done *stopped
	if err == nil || errors.As(err, &done) {
		return err
	}
	if ctxErr := r.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	f, ok := asFailure(err)
	if !ok {
		return err
	}
	f = r.place(f, line)
	r.session.lastError, r.session.rowcount = f.last().Number, 0
	if r.session.tries > 0 && f.severity() < 20 {
		return f
	}
	return r.report(f)
}

// place fills in where an error happened.
func (r *runner) place(f *failure, line int) *failure {
	out := *f
	if out.in == nil {
		out.in = r.module
	}
	out.msgs = make(message.Errors, len(f.msgs))
	for i, m := range f.msgs {
		m = m.At(line)
		if m.Procedure == "" {
			m = m.In(r.module.proc)
		}
		out.msgs[i] = m
	}
	return &out
}

// report sends an error nobody catches and ends what it ends. The statement's Done follows
// its last message.
//
// modelled: which changing statements are followed by 3621 is not listed anywhere; here all
// are whose error ends only the statement.
func (r *runner) report(f *failure) error {
	for _, m := range f.msgs {
		if err := r.sink.Message(m); err != nil {
			return err
		}
	}
	if f.terminated {
		if err := r.message(message.New(3621), int(f.last().Line)); err != nil {
			return err
		}
	}
	ends := f.ends
	aborting := r.session.options.on("XACT_ABORT") && !f.fromRaiserror()
	if aborting && ends < endsBatch && !f.compile {
		ends = endsBatch
	}
	if aborting || ends >= endsBatch && !f.thrown {
		r.session.rollback()
	}
	if err := r.sink.Done(-1); err != nil {
		return err
	}
	if ends == endsStatement {
		return nil
	}
	return &stopped{ends: ends}
}

// fromRaiserror tells whether XACT_ABORT must leave the error alone: RAISERROR does not
// honour it, THROW does.
func (f *failure) fromRaiserror() bool { return f.thrown && f.ends == endsStatement }

// message sends an informational message.
func (r *runner) message(m *message.Message, line int) error {
	return r.sink.Message(informational(m).At(line).In(r.module.proc))
}

// informational turns class 10 into 0, which is what a client sees of it.
func informational(m *message.Message) *message.Message {
	if m.Class != 10 {
		return m
	}
	return m.With(m.State, 0)
}

// done ends a statement that counts rows.
func (r *runner) done(count int64) error {
	r.session.rowcount = count
	if err := r.warn(); err != nil {
		return err
	}
	if r.session.options.on("NOCOUNT") {
		count = -1
	}
	return r.sink.Done(count)
}

// warn tells that an aggregate passed NULLs over, once per statement and before its end.
func (r *runner) warn() error {
	if !r.session.eliminated {
		return nil
	}
	r.session.eliminated = false
	if !r.session.options.on("ANSI_WARNINGS") {
		return nil
	}
	return r.message(message.New(8153), r.line)
}

// plain ends a statement without a count.
func (r *runner) plain() error {
	r.session.rowcount = 0
	return r.sink.Done(-1)
}

// bind makes a binder for a statement.
func (r *runner) bind(at syntax.Node) *binder { return newBinder(r.module, at.At()) }

// execution starts the execution of a statement.
func (r *runner) execution() *execution { return newExecution(r.ctx, r.module) }
