import { optimizerSchemas, schemaFields } from '@servo/core/documents';
import { indented } from './indented.js';
import { sectionLines, type SectionLinesOptions } from './section-lines.js';

/** Which optimizer a template asks for. */
export type TemplateOptimizer = 'embedded' | 'opsani' | 'appdynamics';

/** Writes the section of an optimizer; the embedded one needs to be told what to make better. */
export function optimizerLines(kind: TemplateOptimizer, options: SectionLinesOptions): readonly string[] {
  const fields = schemaFields(optimizerSchemas[kind], 'optimizer').filter(({ key }) => key !== 'kind');
  const chosen = kind === 'embedded' ? fields.filter(({ key }) => key !== 'minimize') : fields;
  const objective = kind === 'embedded' ? ['minimize: price # or a metric; maximize is the other way'] : [];
  return [
    '# Who says what to do',
    'optimizer:',
    `  kind: ${kind}`,
    ...indented([...objective, ...sectionLines(chosen, options)]),
  ];
}
