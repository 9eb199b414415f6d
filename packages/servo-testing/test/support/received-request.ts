import type { ReceivedRequest } from '../../src/fake-optimizer.js';

/** Makes a request as the fake optimizer notes it: a HELLO of servo `a`. */
export function receivedRequest(parts: Partial<ReceivedRequest> = {}): ReceivedRequest {
  return {
    number: 1,
    at: 0,
    servo: 'a',
    event: 'HELLO',
    report: undefined,
    param: null,
    servoUid: null,
    method: 'POST',
    path: '/',
    headers: {},
    body: '',
    answer: '',
    ...parts,
  };
}
