/**
 * What connectors that load a service have in common. For connectors of this project and for those of others.
 *
 * @module
 */

export { chooseMetrics, type MetricChoice } from './choose-metrics.js';
export { latencyPercentiles, loadMetrics } from './load-metrics.js';
export { LoadObserver, type LoadObserverOptions, type LoadState } from './load-observer.js';
export { loadShortfall, type LoadShortfall, type SentLoad } from './load-shortfall.js';
export { percentileGroups, percentileMinimum } from './percentile-groups.js';
export { watchWindow } from './watch-window.js';
