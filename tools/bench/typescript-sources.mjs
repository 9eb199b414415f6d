import { registerHooks } from 'node:module';

/** From now on, TypeScript sources can be imported: what they call `./name.js` is `./name.ts`. */
export function allowTypescriptSources() {
  registerHooks({
    resolve(specifier, context, next) {
      const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
      return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
    },
  });
}
