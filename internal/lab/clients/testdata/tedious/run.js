// Runs the batches of standard input (a JSON array of strings) on one connection and
// prints one JSON object per batch: rows as objects of text, messages, errors.
'use strict';
const { Connection, Request } = require('tedious');

const [host, port, user, tdsVersion] = process.argv.slice(2);
const batches = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const connection = new Connection({
  server: host,
  authentication: { type: 'default', options: { userName: user, password: process.env.LAB_PASSWORD } },
  options: {
    port: Number(port), database: 'master', encrypt: true, trustServerCertificate: true,
    tdsVersion: tdsVersion || '7_4', connectTimeout: 15000, requestTimeout: 30000,
  },
});
let current;
connection.on('infoMessage', (m) => current && current.messages.push({ number: m.number, text: m.message }));
connection.on('errorMessage', (m) => current && current.errors.push({ number: m.number, state: m.state, class: m.class, text: m.message }));
connection.on('connect', (err) => {
  if (err) {
    console.log(JSON.stringify({ connect: err.message }));
    process.exit(1);
  }
  next(0);
});

function text(value) {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? '0x' + value.toString('hex').toUpperCase() : String(value);
}

function next(i) {
  if (i === batches.length) return connection.close();
  current = { rows: [], messages: [], errors: [] };
  const request = new Request(batches[i], () => {
    console.log(JSON.stringify(current));
    next(i + 1);
  });
  request.on('row', (columns) => current.rows.push(columns.map((c) => [c.metadata.colName, text(c.value)])));
  connection.execSqlBatch(request);
}
connection.connect();
