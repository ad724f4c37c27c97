/**
 * A model server whose behaviour its "model" tells: `saved_model.pb` is JSON. It starts in a moment, so that tests of
 * whatever runs model servers need no real model. Its scores are `score`; `refuse` ends it with that reason; `wait`
 * (a file) holds answers back until the file is there; `note` (a file) gets one line a scoring request.
 */
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const args = Object.fromEntries(
  process.argv.slice(2).flatMap((word, at, all) => (at % 2 ? [] : [[word, all[at + 1]]])),
);
const model = JSON.parse(fs.readFileSync(path.join(args['--model'], 'saved_model.pb'), 'utf8'));
process.on('disconnect', () => process.exit(0));
if (model.refuse) {
  process.stderr.write(`${JSON.stringify({ error: model.refuse })}\n`);
  process.exit(1);
}

function untilThere(file) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!fs.existsSync(file)) return;
      clearInterval(timer);
      resolve();
    }, 2);
  });
}

const root = `/v1/models/${args['--name']}`;
const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const send = (status, value) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  if (request.url === `${root}/versions/${args['--version']}/metadata`)
    return send(200, { model_spec: { name: args['--name'], version: args['--version'] } });
  if (request.url === `${root}/pid`) return send(200, { pid: process.pid, cwd: process.cwd(), env: process.env });
  if (request.url === `${root}/echo`)
    return send(200, { method: request.method, headers: request.headers, body: body.toString('base64') });
  if (request.url === `${root}:regress`) {
    if (model.note) fs.appendFileSync(model.note, `${body.length}\n`);
    if (model.wait) await untilThere(model.wait);
    return send(200, { results: JSON.parse(body).examples.map(() => model.score) });
  }
  send(404, { error: `Malformed request: ${request.method} ${request.url}` });
});
server.listen(Number(args['--port']), '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ listening: server.address().port })}\n`),
);
