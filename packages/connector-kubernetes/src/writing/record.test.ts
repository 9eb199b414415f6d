import { expect, test } from 'vitest';
import { sampleObject } from '../../test/sample-snapshot.js';
import type { WorkloadObject } from '../api/objects.js';
import { differingFields, type Field, fieldsOf, patchOf, withFields } from './fields.js';
import { beforeAnnotation, recordedFields, recordingPatch } from './record.js';

const cpu = (value: string | null): Field => ({ at: 'requests', container: 'main', name: 'cpu', value });
const variable = (name: string, value: string | null): Field => ({ at: 'env', container: 'main', name, value });
const all: readonly Field[] = [{ at: 'replicas', value: 4 }, cpu('1'), variable('MODE', 'b'), variable('NEW', null)];

/** Returns the workload as it is after a write. */
function written(workload: WorkloadObject, fields: readonly Field[]): WorkloadObject {
  const { metadata = {} } = recordingPatch(workload, fields, 'me');
  const { [beforeAnnotation]: before } = metadata['annotations'] as Record<string, string | null>;
  const annotations = before == null ? {} : { [beforeAnnotation]: before };
  const changed = withFields(workload, fields);
  return { ...changed, metadata: { ...changed.metadata, annotations } };
}

test('patchOf() says each container once, and removes what is null', () => {
  expect(patchOf(all)).toEqual({
    spec: {
      replicas: 4,
      template: {
        spec: {
          containers: [
            {
              name: 'main',
              resources: { requests: { cpu: '1' } },
              env: [
                { name: 'MODE', value: 'b' },
                { name: 'NEW', $patch: 'delete' },
              ],
            },
          ],
        },
      },
    },
  });
});

test('fieldsOf() reads back what patchOf() wrote', () => {
  expect(fieldsOf(patchOf(all))).toEqual(all);
});

test('differingFields() knows that quantities have several forms', () => {
  expect(differingFields(sampleObject(), [cpu('0.25')])).toEqual([]);
  expect(differingFields(sampleObject(), [cpu('0.3')])).toEqual([cpu('0.3')]);
});

test('recordingPatch() records only the first state, of each field that is touched', () => {
  const first = written(sampleObject(), [cpu('1')]);
  const second = written(first, [cpu('2'), variable('NEW', 'x')]);
  expect(recordedFields(second)).toEqual([cpu('250m'), variable('NEW', null)]);
});

test('recordingPatch() forgets the record when all is as it was', () => {
  const changed = written(sampleObject(), [cpu('1'), variable('NEW', 'x')]);
  expect(recordedFields(written(changed, [cpu('250m')]))).not.toEqual([]);
  expect(recordedFields(written(changed, [cpu('0.25'), variable('NEW', null)]))).toEqual([]);
});

test('recordingPatch() carries the version that was read', () => {
  expect(recordingPatch(sampleObject(), [cpu('1')], 'me').metadata).toMatchObject({ resourceVersion: '1' });
});
