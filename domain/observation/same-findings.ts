import { canonicalJson } from '../canonical-json';
import type { EnvironmentObservation, Finding } from './observation';

/** These differ from look to look while the trouble is the same. */
const passing = new Set(['answers', 'errors', 'restarts', 'why']);

/** Whether two observations say the same to people. */
export function sameFindings(
  one: Pick<EnvironmentObservation, 'state' | 'findings'>,
  other: Pick<EnvironmentObservation, 'state' | 'findings'>,
): boolean {
  return one.state === other.state && words(one.findings) === words(other.findings);
}

function words(findings: readonly Finding[]): string {
  return canonicalJson(
    findings.map(({ code, details }) => [
      code,
      Object.fromEntries(Object.entries(details).filter(([name]) => !passing.has(name))),
    ]),
  );
}
