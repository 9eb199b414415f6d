import { completionEvents } from '@servo/core/wire';
import { describe, expect, test } from 'vitest';
import { ProtocolSession } from './protocol-session.js';

type Awaited = keyof typeof completionEvents;

function awaiting(command: Awaited): ProtocolSession {
  const session = new ProtocolSession();
  session.issue(command);
  return session;
}

test.each([
  ['DESCRIBE', 'Awaiting Description'],
  ['MEASURE', 'Awaiting Measurement'],
  ['ADJUST', 'Awaiting Adjustment'],
] as const)('ProtocolSession.issue() of %s leads to %s and back to Analyzing', (command, state) => {
  const session = new ProtocolSession();
  expect(session.state).toBe('Ready');
  for (let round = 0; round < 2; round += 1) {
    session.issue(command);
    expect([session.state, session.command]).toEqual([state, command]);
    session.report(completionEvents[command]);
    expect(session.state).toBe('Analyzing');
  }
});

describe('A16', () => {
  test.each([0, 35, 99.9])('progress %d keeps waiting', (progress) => {
    const session = awaiting('MEASURE');
    session.report('MEASUREMENT', progress);
    expect(session.state).toBe('Awaiting Measurement');
  });

  test.each([null, undefined, 100])('progress %s completes', (progress) => {
    const session = awaiting('MEASURE');
    session.report('MEASUREMENT', progress);
    expect(session.state).toBe('Analyzing');
  });

  test('progress must not go backward; both numbers are named', () => {
    const session = awaiting('MEASURE');
    session.report('MEASUREMENT', 45);
    expect(() => session.report('MEASUREMENT', 22)).toThrow(
      expect.objectContaining({ code: 'PROGRESS_BACKWARD', message: expect.stringMatching(/backward.*22.*45/) }),
    );
    expect(session.state).toBe('Awaiting Measurement');
  });

  test('there is nothing to do while ready, analyzing, done or failed', () => {
    const session = awaiting('ADJUST');
    session.report('ADJUSTMENT');
    const commands = [new ProtocolSession().command, session.command];
    for (const end of ['Done', 'Failed'] as const) {
      session.end(end);
      commands.push(session.command);
    }
    expect(commands).toEqual(['SLEEP', 'SLEEP', 'SLEEP', 'SLEEP']);
  });
});

test('ProtocolSession.report() starts each command at no progress', () => {
  const session = awaiting('MEASURE');
  session.report('MEASUREMENT', 80);
  session.report('MEASUREMENT');
  session.issue('MEASURE');
  session.report('MEASUREMENT', 5);
  expect(session.state).toBe('Awaiting Measurement');
});

test('ProtocolSession.report() names the event received and the one expected', () => {
  expect(() => awaiting('ADJUST').report('MEASUREMENT')).toThrow('Received MEASUREMENT, expected ADJUSTMENT');
  expect(() => new ProtocolSession().report('DESCRIPTION')).toThrow('Received DESCRIPTION, expected WHATS_NEXT');
});

test('ProtocolSession.issue() refuses a second command', () => {
  expect(() => awaiting('ADJUST').issue('MEASURE')).toThrow(expect.objectContaining({ code: 'EVENT_UNEXPECTED' }));
});

test('ProtocolSession.reset() makes ready from any state', () => {
  const session = awaiting('ADJUST');
  session.reset();
  session.issue('MEASURE');
  expect(session.state).toBe('Awaiting Measurement');
});
