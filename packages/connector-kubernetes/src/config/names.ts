import { z } from '@servo/core/config';

/** The name of an object in Kubernetes: lower case letters, digits, `-` and `.`. */
export const objectName = z
  .string()
  .max(253)
  .regex(
    /^[0-9a-zA-Z](?:[0-9a-zA-Z.-]*[0-9a-zA-Z])?$/,
    'expected letters, digits, "-" and ".", with a letter or digit at both ends',
  );

/** The name of a container. */
export const containerName = z
  .string()
  .max(128)
  .regex(/^[0-9a-zA-Z][0-9a-zA-Z_.\-/:@]*$/, 'expected a letter or digit, then letters, digits and any of _ . - / : @');

/** The name of a component: it stands before the dot of `component.setting`. */
export const componentName = z
  .string()
  .max(128)
  .regex(/^[^\s.]+$/, 'expected a name without dots and blanks');
