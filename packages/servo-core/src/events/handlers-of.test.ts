import { expect, test } from 'vitest';
import { Connector } from '../connector/connector.js';
import { defineConnector } from '../connector/define-connector.js';
import { after } from './after.js';
import { before } from './before.js';
import { event } from './event.js';
import { handlersOf } from './handlers-of.js';
import { on } from './on.js';

class Base extends Connector {
  @before('measure') announce(): void {}
  @on('metrics') metrics() {
    return [];
  }
  @on('startup') open(): void {}
}

class Derived extends Base {
  @after('adjust') review(): void {}
  @on('metrics') override metrics() {
    return [];
  }
  override open(): void {}
  @event('promote') async *around(): AsyncGenerator<void, void, void> {
    yield;
  }
}

const phrases = (type: object): readonly string[] =>
  handlersOf(type).map(({ phase, event, method }) => `${phase} ${event} ${String(method)}`);

test('handlersOf() lists what a class declares in the order it was written', () => {
  expect(phrases(Base)).toEqual(['before measure announce', 'on metrics metrics', 'on startup open']);
});

test('handlersOf() lists parents first; an override takes the place of what it overrides', () => {
  expect(phrases(Derived)).toEqual([
    'before measure announce',
    'on metrics metrics',
    'on startup open',
    'after adjust review',
    'around promote around',
  ]);
});

test('handlersOf() knows what a method handles several times', () => {
  class Twice extends Connector {
    @on('attach') @on('detach') note(): void {}
  }
  expect(phrases(Twice).toSorted()).toEqual(['on attach note', 'on detach note']);
});

test('handlersOf() is empty for a class without handlers, and untouched by a subclass', () => {
  class Plain extends Connector {}
  class Own extends Plain {
    @on('attach') note(): void {}
  }
  expect([handlersOf(Plain), phrases(Own)]).toEqual([[], ['on attach note']]);
});

test('handlersOf() reads the data form', () => {
  const type = defineConnector({
    before: { measure() {} },
    on: { metrics: () => [], promote() {} },
    after: { measure() {} },
    events: {
      async *promote() {
        yield;
      },
    },
  });
  expect(handlersOf(type).map(({ phase, event }) => `${phase} ${event}`)).toEqual([
    'before measure',
    'on metrics',
    'on promote',
    'after measure',
    'around promote',
  ]);
});

test('handlersOf() finds the parent of a class whose compiler does not link metadata', () => {
  class Child extends Base {}
  Object.defineProperty(Child, Symbol.metadata, { value: Object.create(null) });
  expect(phrases(Child)).toEqual(phrases(Base));
});
