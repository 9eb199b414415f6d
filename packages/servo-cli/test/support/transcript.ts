import { type Deployment, packages } from './deployment.js';

/** How a command says it: for people, and for programs. */
export const outputs = ['table', 'json', 'yaml'] as const;

/** What differs from one run to the next, and what stands for it. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/(?<=\b(elapsed|milliseconds|finishedAt|since)"?: ?)\d+(\.\d+)?/g, '<number>'],
  [/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g, '<uid>'],
  [/\b\d+s(?= {2})/g, '<time>'],
  [/\bsha512-[\w+/=]+/g, '<sha512>'],
  [/\b\d+ MiB free/g, '<number> MiB free'],
  [/\bv\d+\.\d+\.\d+ on \w+ \w+/g, '<Node>'],
  [/(?<=\bnode"?:? "?)v\d+\.\d+\.\d+/g, '<Node>'],
];

/** Runs a command in each output, and writes down what an operator would see. */
export async function transcript(target: Deployment, ...args: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const output of outputs) {
    const { code, stdout, stderr } = await target.run([...args, ...(output === 'table' ? [] : ['-o', output])]);
    const said = [stdout, stderr && `stderr:\n${stderr.trimEnd()}`].filter(Boolean).join('\n');
    const line = `$ servo ${args.join(' ')}${output === 'table' ? '' : ` -o ${output}`}`;
    parts.push([line, plain(target, said), ...(code === 0 ? [] : [`exit ${code}`])].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

function plain({ folder, port }: Deployment, text: string): string {
  const named = text
    .replaceAll(folder, '<deployment>')
    .replaceAll(packages, '<packages>')
    .replaceAll(String(port), '<port>');
  return varying.reduce((rest, [pattern, name]) => rest.replaceAll(pattern, name), named);
}
