import { z } from '../zod.js';
import { wireControl } from './command.js';
import { wireState } from './state.js';

/** The parameters of ADJUST. */
export const adjustParam = z.object({ state: wireState.prefault({}), control: wireControl.nullish() });

/** In `control.userdata` of an ADJUST: these settings are the running configuration from now on, and no trial. */
export const promoteKey = 'servo/promote';
