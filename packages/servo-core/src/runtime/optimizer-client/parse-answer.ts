import { OptimizerError } from './optimizer-error.js';
import type { PostAnswer } from './post.js';

/**
 * The JSON of an answer. `NaN` and the infinities, which optimizers written in Python may send although JSON has no such
 * numbers, are read as null.
 *
 * @throws {@link OptimizerError} `OPTIMIZER_ANSWER_INVALID`
 */
export function parseAnswer({ text, complete, headers }: PostAnswer, url: string): unknown {
  if (!complete) throw OptimizerError.invalid('more than 1 MiB, which no answer of the protocol is', url);
  if (text.trim() === '') throw OptimizerError.invalid('nothing', url);
  try {
    return parseJson(text);
  } catch (error) {
    const type = headers.get('content-type');
    const what = `${text.length} characters that are not JSON${type ? ` (${type})` : ''}`;
    throw OptimizerError.invalid(what, url, error);
  }
}

// The end of a text is optional, so that one that never ends is passed over at once.
const textOrNonNumber = /"(?:[^"\\]|\\.)*"?|-?\bInfinity\b|\bNaN\b/gs;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const tolerated = text.replace(textOrNonNumber, (part) => (part.startsWith('"') ? part : 'null'));
    if (tolerated === text) throw error;
    return JSON.parse(tolerated);
  }
}
