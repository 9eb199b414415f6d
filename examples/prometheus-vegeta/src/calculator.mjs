/** A thread that prices options by following many paths that the share may take, drawn by lot. */
import { parentPort } from 'node:worker_threads';

const paths = 200_000; // some 10 ms of a processor
const [share, rate, volatility, years] = [100, 0.03, 0.25, 1];

parentPort.on('message', (option) => parentPort.postMessage(priceOf(80 + (option % 41))));

/** What the right is worth to buy the share at a price in a year. */
function priceOf(strike) {
  const drift = (rate - volatility ** 2 / 2) * years;
  const spread = volatility * Math.sqrt(years);
  let sum = 0;
  for (let path = 0; path < paths; path++) sum += Math.max(0, share * Math.exp(drift + spread * normal()) - strike);
  return (Math.exp(-rate * years) * sum) / paths;
}

/** A number from the normal distribution, by Box and Muller. */
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
