import { describeStore } from '../../test/describe-store.js';
import { MemoryStore } from './memory-store.js';

describeStore('MemoryStore', async () => {
  const store = new MemoryStore();
  return { store, again: () => store };
});
