/** A small HTTP service that prices options. README.md says how to use and set it. */
import { createServer } from 'node:http';
import { CalculatorPool } from './src/calculator-pool.mjs';
import { customer } from './src/customer.mjs';
import { Metrics } from './src/metrics.mjs';
import { Quotes } from './src/quotes.mjs';
import { readSettings } from './src/settings.mjs';

const { port, threads, cacheEntries } = settings();
const metrics = new Metrics();
const quotes = new Quotes(new CalculatorPool(threads), cacheEntries);
const nextOption = customer();

function settings() {
  try {
    return readSettings(process.env);
  } catch ({ message }) {
    console.error(message);
    process.exit(2);
  }
}

const server = createServer(({ url }, response) => {
  if (url === '/healthz') response.end('serves\n');
  else if (url === '/metrics')
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(metrics.exposition());
  else void answer(url, response);
});

async function answer(url, response) {
  const begun = performance.now();
  const { code, text } = await quote(url);
  metrics.count(code, (performance.now() - begun) / 1_000);
  response.writeHead(code, { 'content-type': 'text/plain' }).end(text);
}

async function quote(url) {
  const option = url === '/quote' ? nextOption() : Number(/^\/quote\/(\d+)$/.exec(url)?.[1]);
  if (Number.isNaN(option)) return { code: 404, text: 'Expected /quote or /quote/1.\n' };
  try {
    return { code: 200, text: `${(await quotes.of(option)).toFixed(4)}\n` };
  } catch ({ message }) {
    return { code: 503, text: `${message}\n` };
  }
}

server.on('error', ({ message }) => {
  console.error(`Cannot serve at port ${port}: ${message}`);
  process.exit(1);
});
await quotes.warmUp(nextOption);
server.listen(port, '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit());
