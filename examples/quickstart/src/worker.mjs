import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { demand } from './demand.mjs';
import { MONTHS, SHOPS } from './ledger.mjs';
import { Reports } from './reports.mjs';

/** Answers requests until the supervisor is gone. */
export function serve({ host, port, workers, cacheEntries }) {
  const reports = new Reports(cacheEntries);
  const nextReport = demand(cluster.worker.id);
  let serving = 0;

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://service');
    if (request.method !== 'GET') return sendText(response, 405, 'Only GET is answered.');
    if (pathname === '/healthz') {
      return sendText(response, serving === workers ? 200 : 503, `${serving} of ${workers} workers serve.`);
    }
    const asked = pathname === '/report' ? nextReport() : parseReport(pathname);
    if (!asked) return sendText(response, 404, `Expected /report or /report/1/1 to /report/${SHOPS}/${MONTHS}.`);
    const { page, hit } = reports.make(asked);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'x-cache': hit ? 'hit' : 'miss' }).end(page);
  });

  server.on('error', ({ code, message }) => {
    const why = code === 'EADDRINUSE' ? 'the port is in use, so choose another PORT' : message;
    process.send({ failure: `Cannot serve at ${host}:${port}: ${why}.` });
  });
  server.listen(port, host, () => {
    reports.warmUp();
    process.send({ serving: true });
  });

  process.on('message', (message) => {
    serving = message.serving;
  });
  process.on('disconnect', () => process.exit()); // the supervisor is gone, even if it could not say so
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {}); // it decides what follows from these
}

function parseReport(pathname) {
  const [, shop, month] = /^\/report\/(\d+)\/(\d+)$/.exec(pathname)?.map(Number) ?? [];
  return shop >= 1 && shop <= SHOPS && month >= 1 && month <= MONTHS ? { shop, month } : undefined;
}

function sendText(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
