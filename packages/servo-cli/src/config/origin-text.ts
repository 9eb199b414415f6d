import type { ValueOrigin } from '@servo/core/documents';

/** Says where a value came from. */
export function originText(origin: ValueOrigin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'variable':
      return `variable ${origin.variable}`;
    case 'secret-file':
      return `file ${origin.file}`;
    case 'file': {
      const filled = origin.variables.map((name) => ` \${${name}}`).join('');
      return `${origin.file}:${origin.line}:${origin.column}${filled}`;
    }
  }
}
