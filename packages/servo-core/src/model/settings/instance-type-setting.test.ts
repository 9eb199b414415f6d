import { expect, test } from 'vitest';
import { instanceTypeSetting } from './instance-type-setting.js';

test('instanceTypeSetting() is named inst_type, in terms of ec2', () => {
  expect(instanceTypeSetting({ values: ['m7g.large', 'm7g.xlarge'], value: 'm7g.large' })).toMatchObject({
    type: 'enum',
    name: 'inst_type',
    unit: 'ec2',
    value: 'm7g.large',
  });
});
