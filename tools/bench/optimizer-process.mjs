// An optimizer that hands out no-op commands as fast as it is asked, in a process of its own; reports what it answered.
import { createServer } from 'node:http';

const [, , kind] = process.argv;
let number = 0;
let completed = 0;
let greeted = 0;
let awaited = 0;

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(answer(body));
  });
});
server.keepAliveTimeout = 600_000;

function answer(body) {
  const event = /"event":"([A-Z_]+)"/.exec(body)?.[1];
  if (event === 'WHATS_NEXT') return JSON.stringify(command());
  if (event === 'HELLO' && ++greeted === awaited) process.send({ completed, greeted });
  else if (body.includes('"status":"ok"')) completed += 1;
  return '{"status":"ok"}';
}

function command() {
  if (kind === 'sleep') return { cmd: 'SLEEP', param: { duration: 600 } };
  number += 1;
  const cmd_uid = `u${number}`;
  if (kind === 'adjust' && number % 4 === 0) {
    const settings = { cpu: { value: 1 + ((number / 4) % 2) } };
    return { cmd: 'ADJUST', cmd_uid, param: { state: { application: { components: { web: { settings } } } } } };
  }
  if (number % 2 === 0) return { cmd: 'DESCRIBE', cmd_uid, param: {} };
  return { cmd: 'MEASURE', cmd_uid, param: { metrics: ['rate'], control: {} } };
}

process.on('message', (wish) => {
  if (wish === 'counts') process.send({ completed, greeted });
  else awaited = wish;
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
