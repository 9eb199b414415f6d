// A servo with the built Kubernetes connector alone: adjusts once, when it is told to, and says how that went.
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

const load = (root, path) => import(pathToFileURL(`${root}packages/${path}`).href);

const [{ root, stateDir, config, adjustments }] = await once(process, 'message');
const { control, silentLogger, systemClock } = await load(root, 'servo-core/dist/index.js');
const { Servo } = await load(root, 'servo-core/dist/runtime.js');
const { KubernetesConnector, KubernetesConfig } = await load(root, 'connector-kubernetes/dist/index.js');
const options = { name: 'bench', clock: systemClock, logger: silentLogger, env: process.env, cwd: root, stateDir };
await using servo = new Servo(options);
await servo.addConnector({ name: 'kubernetes', type: KubernetesConnector, config: KubernetesConfig.parse(config) });
await servo.attach();
await servo.startup();
process.send({ started: true });
await once(process, 'message');
await servo.dispatch('adjust', { adjustments, control: control() });
process.send({ ended: Date.now(), memory: process.resourceUsage().maxRSS / 1_024 });
