/**
 * A scoring gateway that keeps the contract with whoever starts it, and no more: strict settings, one process a spool,
 * every scored request in the spool before it is answered, SIGTERM, `--drain` and their exit statuses. Its "PostgreSQL" is
 * the file that its address names (`postgres://user:password@host/folder/rows`); it is away while that folder is.
 * A deployment of the version `unstartable` has a gateway that does not start.
 */
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const said = Object.keys(process.env).filter((name) => name.startsWith('STEWARD_'));
const wanted = ['DATABASE_URL', 'HOST', 'PORT', 'MODEL_URL', 'SPOOL_DIR', 'SPOOL_MB', 'DEPLOYMENT'];
const told = Object.fromEntries(wanted.map((name) => [name, process.env[`STEWARD_GATEWAY_${name}`]]));
const wrong = wanted.filter((name) => !told[name]);
if (said.length !== wanted.length || wrong.length > 0) end(`settings: ${said.join()} without ${wrong.join()}`);
const deployment = JSON.parse(told.DEPLOYMENT);
const keys = Object.keys(deployment).sort().join();
if (keys !== 'call,contract,environment,packageDigest,project,recording,release,version') end(`deployment: ${keys}`);
if (deployment.version === 'unstartable') end('The settings are not for me.');

const spool = path.join(told.SPOOL_DIR, 'rows');
const table = decodeURIComponent(new URL(told.DATABASE_URL).pathname);
takeLock();

function end(error) {
  process.stderr.write(`${JSON.stringify({ error })}\n`);
  process.exit(1);
}

function takeLock() {
  const lock = path.join(told.SPOOL_DIR, 'lock');
  try {
    fs.symlinkSync(String(process.pid), lock);
  } catch {
    const holder = fs.readlinkSync(lock);
    try {
      process.kill(Number(holder), 0);
    } catch {
      fs.unlinkSync(lock);
      return takeLock();
    }
    end(`The spool is held by process ${holder}.`);
  }
  process.on('exit', () => fs.unlinkSync(lock));
}

function read(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

/** Whether nothing is left. */
function ship() {
  const waiting = read(spool);
  if (waiting.length === 0) return true;
  if (!fs.existsSync(path.dirname(table))) return false;
  const there = new Set(read(table));
  for (const row of waiting) if (!there.has(row)) fs.appendFileSync(table, `${row}\n`);
  fs.unlinkSync(spool);
  return true;
}

function log(level, message) {
  process.stderr.write(`${JSON.stringify({ level, message })}\n`);
}

let stopping = false;
let drainUntil = Infinity;
function stop() {
  if (stopping) return;
  stopping = true;
  drainUntil = Date.now() + 300;
  server?.close();
  server?.closeIdleConnections();
}
process.on('SIGTERM', stop);
process.on('disconnect', stop);

let under_way = 0;
setInterval(() => {
  const empty = ship();
  if (process.argv.includes('--drain') && !stopping) {
    if (empty) process.exit(0);
    return;
  }
  if (!stopping || under_way > 0) return;
  if (empty) process.exit(0);
  if (Date.now() < drainUntil && !process.argv.includes('--drain')) return;
  log('warn', `${read(spool).length} rows wait for ${told.DATABASE_URL}`);
  process.exit(3);
}, 10);

const server = process.argv.includes('--drain') ? undefined : http.createServer({ maxHeaderSize: 65_536 }, answer);
server?.listen(Number(told.PORT), told.HOST, () =>
  process.stdout.write(`${JSON.stringify({ listening: server.address().port })}\n`),
);

async function answer(request, response) {
  under_way += 1;
  response.on('close', () => (under_way -= 1));
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { host: _host, connection: _connection, 'x-request-id': id, 'x-row-ids': ids, ...headers } = request.headers;
  if (headers['x-steward-probe']) return refuse(response, 400, 'A probe has no business here.');
  const { port } = new URL(told.MODEL_URL);
  const sent = http.request(
    {
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url,
      headers: { ...headers, connection: 'close' },
    },
    async (answered) => {
      const body = [];
      for await (const chunk of answered) body.push(chunk);
      const reference = id ?? `own-${process.pid}-${Math.random()}`;
      if (request.url.endsWith(':regress') && answered.statusCode === 200)
        fs.appendFileSync(spool, `${deployment.release} ${ids ?? reference}\n`);
      response.writeHead(answered.statusCode, { ...answered.headers, 'x-request-id': reference, connection: 'close' });
      response.end(Buffer.concat(body));
    },
  );
  sent.on('error', () => refuse(response, 503, 'The model server does not answer.'));
  sent.end(Buffer.concat(chunks));
}

function refuse(response, status, error) {
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify({ error }));
}
