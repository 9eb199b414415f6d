// Writes docs/cli.md from what the command line says of itself; with --check, fails when the page is not that.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = `${root}docs/cli.md`;

/** What `servo … --help` prints, on a terminal of 100 columns. */
function help(...words) {
  const env = { PATH: process.env.PATH, COLUMNS: '100', NO_COLOR: '1' };
  const args = [`${root}packages/servo-cli/dist/bin.js`, ...words, '--help'];
  return execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' }).trimEnd();
}

/** The part of a help under a heading such as `Commands:`. */
function section(text, heading) {
  return text.match(new RegExp(`^${heading}:\\n((?: .*\\n?)+)`, 'm'))?.[1].trimEnd() ?? '';
}

function commandsOf(text) {
  return [...section(text, 'Commands').matchAll(/^ {2}servo (\S+)/gm)].map(([, name]) => name);
}

/** What is the command's own. */
function ownParts(text) {
  const options = section(text, 'Options').replace(/^ +-h, --help .*\n?/m, '');
  const parts = [section(text, 'Commands'), section(text, 'Positionals'), options, section(text, 'Examples')];
  return { what: text.split('\n\n')[1], blocks: parts.filter(Boolean) };
}

const main = help();
const commands = commandsOf(main).map((name) => {
  const { what, blocks } = ownParts(help(name));
  const text = blocks.length > 0 ? `\n\n\`\`\`\n${blocks.join('\n\n')}\n\`\`\`` : '';
  return `## \`servo ${name}\`\n\n${what}.${text}`;
});
const text = `# The command line

This page is what \`servo --help\` and the help of each command say.

${commands.join('\n\n')}

## Options of every command

\`\`\`
${section(main, 'Options of every command')}
\`\`\`

${main.split('\n\n').at(-1)}
`;

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/cli.md is not what the command line says: run "npm run docs"');
  process.exitCode = 1;
}
