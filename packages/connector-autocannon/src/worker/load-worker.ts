import { parentPort, workerData } from 'node:worker_threads';
import { ServoError, systemClock } from '@servo/core';
import type { LoadMessage } from '../load-message.js';
import type { LoadPlan } from '../load-plan.js';
import { openConnections } from './autocannon-connection.js';
import { LoadRun } from './load-run.js';

const port = parentPort;
if (!port) throw new ServoError('LOAD_WORKER_MISUSED', 'This file is a worker of the connector, not a program');

const plan = workerData as LoadPlan; // what the connector starts it with
const tell = (message: LoadMessage): void => port.postMessage(message);
const connections = openConnections(plan, plan.connections * 2);
tell(await new LoadRun(plan, { clock: systemClock, connections, tell }).run());
