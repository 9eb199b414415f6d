import { AnswerScanner, type ScannedAnswer } from './answer-scanner.js';
import { PrometheusError } from './prometheus-error.js';

const longestAnswer = 256 * 1024 ** 2; // bytes
const stretch = 64 * 1024; // bytes, which take about a millisecond
const stretchesPerTurn = 2;

/**
 * Reads an answer as it comes, and lets others have their turn meanwhile.
 *
 * @throws {@link PrometheusError} when it is too long, or its points are none.
 */
export async function readAnswer(body: AsyncIterable<Uint8Array>): Promise<ScannedAnswer> {
  const scanner = new AnswerScanner();
  let [size, turn] = [0, 0];
  for await (const chunk of body) {
    size += chunk.length;
    if (size > longestAnswer)
      throw new PrometheusError(`The answer is longer than ${longestAnswer / 1024 ** 2} MiB`, {
        hint: 'Ask for fewer series: sum() or a selector.',
      });
    for (let at = 0; at < chunk.length; at += stretch) {
      scanner.write(chunk.subarray(at, at + stretch));
      if (++turn % stretchesPerTurn === 0) await new Promise((resume) => setImmediate(resume));
    }
  }
  return scanner.end();
}
