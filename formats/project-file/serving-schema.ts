import { z } from 'zod';
import { strictRecord } from '../describe-issues';

/** By digest: a tag may mean another image tomorrow. */
const base = z
  .string()
  .max(500)
  .regex(
    /^(scratch|[^\s@]+@sha256:[0-9a-f]{64})$/,
    'must be scratch, or an image by digest such as registry.example/tensorflow/serving@sha256:…',
  );

const baseCondition = strictRecord({
  ops: z
    .array(
      z
        .string()
        .regex(
          /^[A-Za-z][A-Za-z0-9_>.]*\*?$/,
          'must be the name of an op, or its beginning and * such as BoostedTrees*',
        ),
    )
    .min(1)
    .max(50)
    .optional(),
  tensorflow: z
    .string()
    .regex(/^\d+(\.\d+){0,2}$/, 'must be a version of TensorFlow in quotes such as "2.3"')
    .optional(),
  target: z.enum(['local', 'docker', 'kubernetes']).optional(),
});

export const servingSection = strictRecord({
  bases: z
    .array(
      strictRecord({
        when: baseCondition.optional(),
        base,
        command: z.array(z.string().min(1).max(1_000)).min(1).max(50).optional(),
      }),
    )
    .min(1)
    .max(50),
});
export type ServingSection = z.infer<typeof servingSection>;
