import { readLedger, SHOPS } from './ledger.mjs';
import { LruCache } from './lru-cache.mjs';
import { renderReport } from './render-report.mjs';

/** Makes reports, and keeps the ledgers of the shops that were asked for last. */
export class Reports {
  #ledgers;

  constructor(cacheEntries) {
    this.#ledgers = new LruCache(cacheEntries);
  }

  /** Returns the page, and whether the ledger for it was in the cache. */
  make({ shop, month }) {
    const kept = this.#ledgers.get(shop);
    const ledger = kept ?? readLedger(shop);
    if (!kept) this.#ledgers.set(shop, ledger);
    return { page: renderReport({ shop, month, receipts: ledger[month] }), hit: kept !== undefined };
  }

  /** Fills the cache with the shops that are asked for most, so that the first customers need not wait for it. */
  warmUp() {
    for (let shop = Math.min(this.#ledgers.capacity, SHOPS); shop >= 1; shop -= 1) this.make({ shop, month: 1 });
  }
}
