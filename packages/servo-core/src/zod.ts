import { z } from 'zod';

// A configuration is read once: compiling a parser for each schema takes longer than parsing with it saves, and code made
// from text is refused where policies forbid it.
z.config({ jitless: true });

export { z };
