import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { runProgram } from '../run-program';
import { type Endpoint, readScores } from '../client/classify-rows';
import { PlaygroundFailure } from '../client/failure';
import { readTwin } from '../client/read-twin';
import { readCurl } from './score-rows';
import { scoreAndMeasure } from './score-and-measure';
import { textOf } from '../client/what-is-new';
import { ask, press, type ReleaseCard, releaseIn, type Stage, waitForRelease } from './stage';

export interface FirstRelease {
  readonly endpoint: Endpoint;
  /** What the model that serves gives the test rows. */
  readonly scores: readonly number[];
  readonly card: ReleaseCard;
}

export async function digestOf(file: string): Promise<string> {
  return `sha256:${createHash('sha256')
    .update(await readFile(file))
    .digest('hex')}`;
}

/** The team gets its bot, the data scientist her first version, and production its first model. */
export async function playFirstRelease(stage: Stage, champion: string): Promise<FirstRelease> {
  await joinChannel(stage);
  await registerChampion(stage, champion);
  const release = await requestRelease(stage);
  const card = await approveRelease(stage, release);
  const endpoint = await runCurl(stage, card);
  const scores = await scoreAndMeasure(stage, 'v1 scores the test rows', endpoint);
  return { endpoint, scores, card };
}

async function joinChannel(stage: Stage): Promise<void> {
  const { cast, ledger, connector, conversation, teller, channel } = stage;
  await ledger.step('install the app in the team', async () => {
    teller.tell(cast.ivo.name, 'adds Steward to the team');
    await connector.install(cast.ivo, conversation);
    await channel.waitFor('a welcome', () => true);
  });
  await ledger.step('connect the channel', async ({ check }) => {
    const answer = await ask(stage, cast.ivo, 'connect hmeq');
    check('the channel is the home of hmeq', /hmeq/.test(answer), answer);
  });
}

async function registerChampion(stage: Stage, champion: string): Promise<void> {
  const { cast, ledger, channel } = stage;
  await ledger.step('register champion.zip', async ({ check, fact }) => {
    await ask(stage, cast.dana, 'register champion.zip');
    /** On a slow machine the first answer is that it takes longer. */
    const told = await channel.waitFor('what champion.zip is', (message) => /^hmeq v1 is/.test(textOf(message)));
    const { digests, title } = readTwin(textOf(told));
    fact('package', digests['Package digest']);
    check('it is registered as v1', /\bv1 is registered/.test(title), title);
    check('its digest is that of the file', digests['Package digest'] === (await digestOf(champion)), digests);
  });
  await ledger.step('list the versions', async ({ check }) => {
    const answer = await ask(stage, cast.dana, 'versions');
    check('v1 is the champion', /v1/.test(answer) && /champion/i.test(answer), answer);
  });
}

async function requestRelease(stage: Stage): Promise<string> {
  const { cast, ledger } = stage;
  await ledger.step('deploy without saying where', async ({ check }) => {
    const answer = await ask(stage, cast.dana, 'deploy champion');
    const both = answer.includes('deploy champion to staging') && answer.includes('deploy champion to production');
    check('it is refused, with both environments', both, answer);
  });
  return ledger.step('ask for the release to production', async ({ fact }) => {
    const release = releaseIn(
      await ask(stage, cast.dana, 'deploy champion to production -- first model for this product'),
    );
    const { twin } = await waitForRelease(stage, release, /^Waiting/);
    fact('digests', twin.digests);
    return release;
  });
}

async function approveRelease(stage: Stage, release: string): Promise<ReleaseCard> {
  const { cast, ledger, now } = stage;
  await ledger.step('approve one’s own release', async ({ check }) => {
    const { message } = await waitForRelease(stage, release, /^Waiting/);
    const answer = await press(stage, cast.dana, message, 'approve', 'I trained it, it is good');
    check('who asked for it is refused', /somebody else must decide/.test(answer), answer);
  });
  return ledger.step('approve by somebody else', async ({ check, fact }) => {
    const waiting = await waitForRelease(stage, release, /^Waiting/);
    const clicked = now();
    await press(stage, cast.lena, waiting.message, 'approve', 'evidence read, contract as agreed');
    const card = await waitForRelease(stage, release, /^Serving/);
    fact('millisecondsFromApprovalToServing', Math.round(now() - clicked));
    fact('digests', card.twin.digests);
    check('its scores are verified', card.twin.state === 'Serving, scores verified', card.twin.state);
    for (const name of ['Package', 'Image', 'Plan'])
      check(
        `the ${name.toLowerCase()} is the one that was approved`,
        same(card, waiting, name),
        card.twin.digests[name],
      );
    return card;
  });
}

function same(one: ReleaseCard, other: ReleaseCard, digest: string): boolean {
  const found = one.twin.digests[digest];
  return found !== undefined && found === other.twin.digests[digest];
}

/** Runs the line on the card as a reader would who copied it into a shell. */
async function runCurl(stage: Stage, { twin }: ReleaseCard): Promise<Endpoint> {
  const { ledger, teller } = stage;
  return ledger.step('run the card’s command', async ({ check, fact }) => {
    const { command } = twin;
    if (command === undefined) throw new PlaygroundFailure('The card of a serving model shows no command.');
    teller.tell('A client', `$ ${command}`);
    const { code, output, errors } = await runProgram({
      file: '/bin/sh',
      arguments: ['-c', command],
      environment: { PATH: stage.path },
    });
    if (code !== 0) throw new PlaygroundFailure(`The card’s command ended with ${code}: ${errors.trim()}`);
    teller.tell('Model', output);
    const [score] = readScores(JSON.parse(output) as unknown);
    fact('score', score);
    check('it answers a probability', score !== undefined && score >= 0 && score <= 1, score);
    return readCurl(command);
  });
}
