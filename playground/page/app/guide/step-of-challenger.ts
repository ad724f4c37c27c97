import type { Environment } from '../../wire/overview';
import { orderWindows } from '../panel/ks/select-windows';
import { sayEnding } from './say-ending';
import type { Cast, Step } from './step';

type Alert = NonNullable<Environment['alert']>;
type Retraining = NonNullable<Environment['retraining']>;

const twoPeople = 'needs two people; not the one who asked';

/** While a challenger is made. */
export function stepOfTraining({ retraining }: Environment): Step | undefined {
  if (retraining === null || retraining.endedAt !== null) return undefined;
  const { name } = retraining;
  return {
    words: `${name} trains a challenger on logged applicants, and compares it with what serves on others. If it is better, Steward asks for its release, which ${twoPeople}.`,
    buttons: [{ does: 'card', of: name }],
  };
}

/** What answers an alert about the version that serves; one about another version asks for nothing any more. */
export function stepOfAlert(environment: Environment, cast: Cast): Step | undefined {
  const { alert, retraining, serving } = environment;
  if (alert === null || alert.version !== serving?.version) return undefined;
  const triedSince = retraining !== null && Date.parse(retraining.endedAt ?? '') > Date.parse(alert.raisedAt);
  return (triedSince ? stepOfTried(environment, retraining) : undefined) ?? stepOfUntried(environment, alert, cast);
}

function stepOfTried({ name, serving, release }: Environment, tried: Retraining): Step | undefined {
  const { version } = tried;
  const buttons = [{ does: 'card', of: tried.name }] as const;
  if (tried.state === 'not_better')
    return {
      words: `${tried.name} made nothing better. Send more applications and deliver their outcomes, then say \`retrain in ${name}\`.`,
      buttons: [{ does: 'world' }, ...buttons],
      deed: 'applications',
    };
  if (tried.state === 'failed')
    return { words: `${tried.name} failed: its card says why and what can be done about it.`, buttons };
  if (version === null) return undefined;
  if (release?.version === version)
    return {
      words: `${sayEnding(release)}, and ${serving?.version ?? 'nothing'} goes on serving. To ask again, say \`deploy ${version} to ${name}\`.`,
      buttons: [{ does: 'card', of: release.name }],
    };
  return {
    words: `${tried.name} made ${version}, which is better: Steward asks for its release, unless another one was open. To ask for it yourself, say \`deploy ${version} to ${name}\`.`,
    buttons,
  };
}

function stepOfUntried({ evaluations }: Environment, alert: Alert, { me, modeller }: Cast): Step {
  const card = { does: 'card', of: alert.name } as const;
  const newest = orderWindows(evaluations).findLast(({ version }) => version === alert.version);
  if (newest?.state !== 'breach')
    return { words: `Look at alert ${alert.name}: its card says what happened and what can be done.`, buttons: [card] };
  const isModeller = me === modeller;
  return {
    words: `Alert ${alert.name}: ${alert.version} separates less well than agreed. Press Retrain… on its card${isModeller ? '' : `, best as ${modeller}`}: the challenger that wins ${twoPeople}.`,
    buttons: isModeller ? [card] : [card, { does: 'become', person: modeller }],
  };
}
