import { pathToFileURL } from 'node:url';
import { benchDeployment } from './bench-deployment.mjs';

/** The milliseconds that it takes to read, load and validate a file of so many documents, once the code is loaded. */
export async function validatedDocuments(root, documents) {
  const runtime = await import(pathToFileURL(`${root}packages/servo-core/dist/documents.js`).href);
  const { folder, remove } = benchDeployment(root, { servos: documents, port: 1 });
  const discovery = runtime.discover(folder);
  const times = [];
  for (let run = 0; run < 4; run++) {
    const start = performance.now();
    const read = await runtime.readConfigFile({ path: `${folder}/servo.yaml`, cwd: folder, env: {} });
    await runtime.validateDocuments(read, { env: {}, cwd: folder, discovery });
    times.push(performance.now() - start);
  }
  remove();
  return times.slice(1).sort((a, b) => a - b)[1];
}
