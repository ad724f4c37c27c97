/** The steps of a release, in order, as people read them. */
export const releaseSteps = [
  'check',
  'build',
  'plan',
  'approve',
  'push',
  'stage',
  'verify',
  'switch',
  'record',
] as const;

export type ReleaseStep = (typeof releaseSteps)[number];

export const stepTitles: Readonly<Record<ReleaseStep, string>> = {
  check: 'Check',
  build: 'Build',
  plan: 'Plan',
  approve: 'Approve',
  push: 'Push',
  stage: 'Stage',
  verify: 'Verify',
  switch: 'Switch',
  record: 'Record',
};

export type StepState = 'open' | 'running' | 'done' | 'failed' | 'skipped';
