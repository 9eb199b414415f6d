import { z } from '@servo/core/config';

/** Whether a setting is only shown. */
export const pinned = z.boolean().default(false).describe('Shown, and never changed');
