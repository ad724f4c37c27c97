import type { Environment } from '../../wire/overview';
import { listNames } from '../panel/words/list-names';
import type { Cast, Step, StepButton } from './step';

type Release = NonNullable<Environment['release']>;
type Approval = NonNullable<Release['approval']>;

/** What a release waits for that is under way, or that failed and left nothing serving. */
export function stepOfRelease(environment: Environment, { me }: Cast): Step | undefined {
  const { release, serving } = environment;
  if (release === null) return undefined;
  const { name, version, state } = release;
  const card: StepButton = { does: 'card', of: name };
  if (state === 'preparing')
    return { words: `${name} is being prepared: Steward checks ${version} and builds its image.`, buttons: [card] };
  if (state === 'approved')
    return { words: `${name} is approved. Its card shows how ${version} is brought to production.`, buttons: [card] };
  if (state === 'failed' && serving === null)
    return { words: `${name} failed: its card says why and what can be done about it.`, buttons: [card] };
  if (state !== 'waiting') return undefined;
  const { words, become } = stepOfDecision(environment, release, me);
  const buttons = become.map((person): StepButton => ({ does: 'become', person }));
  return { words: sayAnswers(environment, release) + words, buttons: [...buttons, card], waits: true };
}

/** An alert may still be open while its answer waits for people. */
function sayAnswers({ alert, retraining, serving }: Environment, { name }: Release): string {
  const answers = alert !== null && alert.version === serving?.version && retraining?.release === name;
  return answers ? `${name} answers alert ${alert.name}. ` : '';
}

interface Decision {
  readonly words: string;
  /** Whom the visitor should be, in this order. */
  readonly become: readonly string[];
}

function stepOfDecision(environment: Environment, release: Release, me: string): Decision {
  const { name, approval } = release;
  if (approval === null) return { words: `${name} waits for a decision: its card says on whose.`, become: [] };
  const { needed, approvedBy, mayDecide } = approval;
  const missing = needed - approvedBy.length;
  if (mayDecide.length < missing)
    return { words: `Too few people are left who may decide on ${name}: its card says what to do.`, become: [] };
  if (mayDecide.includes(me)) return { words: sayYourTurn(name, approval), become: [] };
  const become = mayDecide.slice(0, missing);
  const words = `${sayWhyNotYou(environment, release, approval, me)} Become ${become.join(', then ')}.`;
  return { words, become };
}

function sayYourTurn(name: string, { needed, approvedBy }: Approval): string {
  const press = `Read the card of ${name}, press Approve… on it, give a reason and send it.`;
  if (needed === 1) return press;
  if (approvedBy.length === 0)
    return `${press} It needs ${needed === 2 ? 'two' : needed} people; not the one who asked.`;
  return `${sayGiven(approvedBy.length)} ${press}`;
}

function sayWhyNotYou(environment: Environment, release: Release, approval: Approval, me: string): string {
  const { approvedBy, mayDecide, mayNot } = approval;
  const { name } = release;
  if (approvedBy.includes(me)) return 'Your approval is given; one by somebody else is needed too.';
  const why = mayNot.find((one) => one.name === me)?.why;
  if (why === undefined)
    return approvedBy.length > 0 ? sayGiven(approvedBy.length) : `${name} waits for ${listNames(mayDecide, 'or')}.`;
  const stands = approvedBy.length > 0 ? sayGiven(approvedBy.length) : `${name} waits for a decision.`;
  return `${stands} Not yours, as you ${sayPart(environment, release, why)}.`;
}

/** What somebody has to do with a release on which they may not decide. */
function sayPart({ retraining }: Environment, { name, version }: Release, why: 'requester' | 'modeller'): string {
  if (why === 'requester') return `asked for ${name}`;
  return retraining?.version === version ? `asked for the retraining that made ${version}` : `registered ${version}`;
}

function sayGiven(given: number): string {
  return given === 1 ? 'One approval is given.' : `${given} approvals are given.`;
}
