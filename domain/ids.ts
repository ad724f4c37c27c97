/** `17` ↔ `r17`: the number of a release as people write it. */
export function releaseName(number: number): string {
  return `r${number}`;
}

export function parseReleaseName(text: string): number | undefined {
  return parseNumbered('r', text);
}

/** One open release per environment: the engine itself refuses a second run under the same id. */
export function releaseWorkflowId(project: string, environment: string): string {
  return `release/${project}/${environment}`;
}

/** The label our own registry gives to the nth version of a project. */
export function versionLabel(number: number): string {
  return `v${number}`;
}

/** The idempotency key of a release step's effect; business ids only, so a rerun of the workflow meets it again. */
export function stepKey(release: number, step: string): string {
  return `${releaseName(release)}/${step}`;
}

/** `9` ↔ `a9`: the number of an alert as people write it. */
export function alertName(number: number): string {
  return `a${number}`;
}

export function parseAlertName(text: string): number | undefined {
  return parseNumbered('a', text);
}

/** `5` ↔ `t5`: the number of a retraining as people write it. */
export function retrainingName(number: number): string {
  return `t${number}`;
}

export function parseRetrainingName(text: string): number | undefined {
  return parseNumbered('t', text);
}

function parseNumbered(letter: string, text: string): number | undefined {
  const match = new RegExp(`^${letter}([1-9]\\d{0,14})$`, 'i').exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** One monitor per environment. */
export function monitorWorkflowId(project: string, environment: string): string {
  return `monitor/${project}/${environment}`;
}

/** One open retraining per environment. */
export function retrainingWorkflowId(project: string, environment: string): string {
  return `retrain/${project}/${environment}`;
}
