import type { Reply } from './reply.js';

const mebibyte = 2 ** 20;

/** Answers of status 200 with a body that is not what the servo asked for; the message is not taken in. */
export const body = {
  /** Any JSON: wrong types, a list, a number. */
  json: (value: unknown): Reply => bodyReply('other JSON', JSON.stringify(value)),

  /** Any text. */
  text: (text: string, contentType = 'text/plain'): Reply => bodyReply('other text', text, contentType),

  /** A page of HTML, as something between servo and optimizer may send. */
  notJson: (): Reply => bodyReply('not JSON', '<html><body>Welcome to the hotel network</body></html>', 'text/html'),

  /** What is almost JSON: a duration of NaN. */
  nan: (): Reply => bodyReply('NaN', '{"cmd":"SLEEP","param":{"duration":NaN,"data":{}}}'),

  /** No body at all. */
  empty: (): Reply => bodyReply('empty body', ''),

  /** A status that is very long. */
  huge: (bytes = 10 * mebibyte): Reply =>
    bodyReply(`body of ${bytes} bytes`, `{"status":"ok","message":"${'x'.repeat(Math.max(0, bytes - 28))}"}`),
};

function bodyReply(name: string, text: string, contentType = 'application/json'): Reply {
  return { name, taken: false, answer: { status: 200, headers: { 'content-type': contentType }, body: text } };
}
