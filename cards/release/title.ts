import { stepTitles } from '../../domain/release/steps';
import { type Phrase, say } from '../elements/phrase';
import { type ReleaseView, releaseNames, replaced, samePackage, versionName } from './view';

/** What the release would do, as the question that is decided: `hmeq v4 to production, replacing v3`. */
function aim(view: ReleaseView): string {
  const { project, version, environment } = releaseNames(view);
  const before = replaced(view);
  if (view.release.kind === 'rollback')
    return `${project} back to ${version} in ${environment}${before ? `, replacing ${versionName(before.version)}` : ''}`;
  if (!before) return `${project} ${version} to ${environment}, the first version there`;
  if (samePackage(view.release, before))
    return `${project} ${version} to ${environment}, the same model in a new image`;
  return `${project} ${version} to ${environment}, replacing ${versionName(before.version)}`;
}

/** The step that failed, as its title. */
export function failedStep({ release }: Pick<ReleaseView, 'release'>): string | undefined {
  const failed = release.steps.find((record) => record.state === 'failed');
  return failed && stepTitles[failed.step];
}

export function releaseTitle(view: ReleaseView): Phrase {
  const { release } = view;
  const { project, version, environment } = releaseNames(view);
  switch (release.state) {
    case 'preparing':
      return say`Preparing: ${aim(view)}`;
    case 'waiting':
      return say`${aim(view)}?`;
    case 'approved':
      return say`${release.kind === 'rollback' ? 'Under way' : 'Releasing'}: ${aim(view)}`;
    case 'serving':
      return say`${environment} serves ${project} ${version}${release.kind === 'rollback' ? ' again' : ''}`;
    case 'rejected':
      return say`Rejected: ${aim(view)}`;
    case 'expired':
      return say`Expired: ${aim(view)}`;
    case 'cancelled':
      return say`Cancelled: ${aim(view)}`;
    case 'superseded':
      return say`Superseded: ${aim(view)}`;
    case 'failed':
      return say`Failed${failedStep(view) === undefined ? '' : ` in ${failedStep(view) ?? ''}`}: ${aim(view)}`;
  }
}
