import { sampleEnum, sampleRange } from '@servo/testing';
import { expect, test } from 'vitest';
import { valuesOf } from './configured-settings.js';
import type { StoredSettings } from './settings-file.js';
import { settingsInForce, storedSettings } from './settings-in-force.js';

const configured = [sampleRange({ min: 1, max: 8, value: 4 }), sampleEnum({ value: 'medium' })];

function inForce(stored: Partial<StoredSettings>, settings = configured) {
  const whole = { ...storedSettings('web', settings, { settings: {} }), ...stored };
  const found = settingsInForce('web', settings, whole);
  return { values: valuesOf(found.settings), notes: found.notes };
}

test('settingsInForce() begins with the configuration', () => {
  expect(settingsInForce('web', configured, undefined)).toEqual({ settings: configured, notes: [] });
});

test('settingsInForce() prefers what was stored', () => {
  expect(inForce({ settings: { workers: 2, level: 'high' } })).toEqual({
    values: { workers: 2, level: 'high' },
    notes: [],
  });
});

test('settingsInForce() ignores what was stored for another component', () => {
  const { values, notes } = inForce({ component: 'api', settings: { workers: 2 } });
  expect(values).toEqual({ workers: 4, level: 'medium' });
  expect(notes).toEqual(['The stored settings belong to "api" and are not used']);
});

test('settingsInForce() takes a configured value that was edited since', () => {
  const { values, notes } = inForce({
    configured: { workers: 3, level: 'medium' },
    settings: { workers: 2, level: 'low' },
  });
  expect(values).toEqual({ workers: 4, level: 'low' });
  expect(notes).toEqual(['workers begins at 4, since servo.yaml was edited; 2 was in force before']);
});

test('settingsInForce() drops what the configuration no longer allows', () => {
  const { values, notes } = inForce({ settings: { workers: 9, level: 'extreme', gone: 1 } });
  expect(values).toEqual({ workers: 4, level: 'medium' });
  expect(notes.map((note) => note.slice(0, 20))).toEqual(['workers begins at 4:', 'level begins at medi']);
});

test('settingsInForce() keeps a pinned setting as it is configured', () => {
  expect(inForce({ settings: { workers: 2 } }, [sampleRange({ value: 4, pinned: true })]).values).toEqual({
    workers: 4,
  });
});

test('settingsInForce() tells of an adjustment that was interrupted', () => {
  const { values, notes } = inForce({ settings: { workers: 2, level: 'low' }, pending: { workers: 3, level: 'low' } });
  expect(values).toEqual({ workers: 2, level: 'low' });
  expect(notes).toEqual(['The adjustment to workers=3 was interrupted; the settings before it are in force']);
});
