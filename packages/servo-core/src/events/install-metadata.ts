// No Node has Symbol.metadata yet. TypeScript skips decorator metadata without it, and esbuild falls back to this very
// symbol; so it must be there before any connector class is defined, which importing the decorators guarantees.
const missing: boolean = !('metadata' in Symbol);
if (missing) Object.defineProperty(Symbol, 'metadata', { value: Symbol.for('Symbol.metadata') });
export {};
