import { expect, test } from 'vitest';
import { documentOf } from '../../../test/support/assembly.js';
import { servoName, stateFolder } from './servo-name.js';

const opsani = 'optimizer: {id: example.com/app, token: t}\n';
const appdynamics =
  'optimizer: {optimizer_id: o-1, tenant_id: t, base_url: "http://x", client_id: c, client_secret: s}\n';
const embedded = 'optimizer: {minimize: price}\n';

test.for<[text: string, name: string, folder: string]>([
  [`name: shop\n${opsani}`, 'shop', 'shop'],
  [opsani, 'example.com/app', 'example.com%2Fapp'],
  [appdynamics, 'o-1', 'o-1'],
  [embedded, 'servo', ''],
  ['', 'servo', ''],
  ['name: servo\n', 'servo', 'servo'],
])('servoName() and stateFolder() of %j', async ([text, name, folder]) => {
  const document = await documentOf(text);
  expect([servoName(document), stateFolder(document)]).toEqual([name, folder]);
});
