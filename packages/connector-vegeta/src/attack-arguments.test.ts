import { expect, test } from 'vitest';
import { attackArguments, flagsOf } from './attack-arguments.js';
import { Rate } from './rate.js';
import { VegetaConfig } from './vegeta-config.js';

const step = { rate: Rate.from('50/1s'), duration: 93_600_000 };

function argumentsOf(config: object): readonly string[] {
  const parsed = VegetaConfig.parse({ target: 'GET http://a/', rate: 1, ...config });
  return attackArguments(parsed, { step, cwd: '/deployment' });
}

test('attackArguments() gives each flag its value in one word', () => {
  expect(argumentsOf({})).toEqual([
    'attack',
    '-rate=50/1s',
    '-duration=26h',
    '-targets=stdin',
    '-format=http',
    '-output=stdout',
    '-connections=10000',
    '-workers=10',
    '-max-body=-1',
    '-http2=true',
    '-keepalive=true',
    '-timeout=30s',
    '-insecure=false',
  ]);
});

test('attackArguments() names files from the folder of the deployment', () => {
  const args = argumentsOf({
    bodyFile: 'b.json',
    rootCerts: ['a.pem', '/b.pem'],
    cert: 'c.pem',
    key: 'tls/k.pem',
    connectTo: ['a:80:b:81', 'a:80:c:81'],
    maxWorkers: 5,
    http2: false,
  });
  expect(args).toEqual(
    expect.arrayContaining([
      '-body=/deployment/b.json',
      '-root-certs=/deployment/a.pem,/b.pem',
      '-cert=/deployment/c.pem',
      '-key=/deployment/tls/k.pem',
      '-connect-to=a:80:b:81',
      '-connect-to=a:80:c:81',
      '-workers=5',
      '-max-workers=5',
      '-http2=false',
    ]),
  );
  expect(flagsOf(args).filter((flag) => flag === 'connect-to')).toHaveLength(1);
});

test('attackArguments() holds no header', () => {
  expect(argumentsOf({ headers: { authorization: 'hunter2' } }).join(' ')).not.toContain('hunter2');
});
