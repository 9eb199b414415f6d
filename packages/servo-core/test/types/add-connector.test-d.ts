import { Connector } from '../../src/index.js';
import { z } from '../../src/config.js';
import type { Servo } from '../../src/runtime.js';

class Probe extends Connector.with(z.strictObject({ url: z.string() })) {}
declare const servo: Servo;

void servo.addConnector({ name: 'probe', type: Probe, config: { url: 'http://127.0.0.1' } });
// @ts-expect-error the configuration is not that of the class
void servo.addConnector({ name: 'probe', type: Probe, config: { uri: 'http://127.0.0.1' } });
