/** `17` ↔ `r17`: the number of a release as people write it. */
export function releaseName(number: number): string {
  return `r${number}`;
}

export function parseReleaseName(text: string): number | undefined {
  const match = /^r([1-9]\d{0,14})$/i.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
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
