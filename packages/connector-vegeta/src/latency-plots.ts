import type { LatencyHistogram } from './window/latency-histogram.js';

const bars = 20; // rows of the text plot

/** Draws how the latencies are spread: a bar for each of some stretches, each wider than the one before by one factor. */
export function textPlot(latencies: LatencyHistogram, columns: number): readonly string[] {
  const { count, min, max } = latencies;
  if (count === 0) return [];
  const [low, high] = [Math.max(1, min), Math.max(2, max)];
  const factor = (high / low) ** (1 / bars);
  const counts = Array.from({ length: factor > 1 ? bars : 1 }, () => 0);
  for (const bucket of latencies.buckets()) {
    const index = factor > 1 ? Math.floor(Math.log(Math.max(low, bucket.value) / low) / Math.log(factor)) : 0;
    const at = Math.min(counts.length - 1, index);
    counts[at] = (counts[at] ?? 0) + bucket.count;
  }
  const width = Math.max(10, Math.min(columns, 100) - 40);
  const most = Math.max(...counts);
  const line = (each: number, index: number): string => {
    const span = `${shown(low * factor ** index)} – ${shown(low * factor ** (index + 1))}`;
    const bar = '█'.repeat(Math.ceil((each * width) / most));
    return `  ${span} ms ${String(each).padStart(8)} ${bar}`.trimEnd();
  };
  return ['Latencies', ...counts.map(line)];
}

/** Writes the percentiles in the form that plotters of HDR histograms read. */
export function hdrPlot(latencies: LatencyHistogram): readonly string[] {
  const { count } = latencies;
  if (count === 0) return [];
  const rows = steps(count).map((share) => {
    const value = (share === 0 ? latencies.min : latencies.percentile(share * 100)) / 1e6;
    const inverse = share === 1 ? 'inf' : (1 / (1 - share)).toFixed(6);
    return [value.toFixed(6), share.toFixed(6), String(Math.floor(share * count)), inverse];
  });
  return [['Value(ms)', 'Percentile', 'TotalCount', '1/(1-Percentile)'], ...rows].map((cells) =>
    cells.map((cell, index) => (index < 3 ? cell.padEnd(14) : cell)).join(' '),
  );
}

/** Shares from 0 to 1, five to each halving of the distance to 1, as vegeta has them, while there are values to tell them apart. */
function steps(count: number): readonly number[] {
  const shares: number[] = [];
  for (let rest = 1; rest * count >= 0.5; rest /= 2)
    for (let part = 0; part < 5; part += 1) shares.push(1 - rest + (rest / 2) * (part / 5));
  return [...shares, 1];
}

function shown(nanoseconds: number): string {
  return (nanoseconds / 1e6).toPrecision(4).padStart(9);
}
