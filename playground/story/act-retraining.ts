import { PlaygroundFailure } from '../client/failure';
import { readTwin } from '../client/read-twin';
import type { ChannelMessage, Person } from '../client/connector-client';
import { textOf } from '../client/what-is-new';
import { alertIn, playBatch } from './act-judgement';
import type { StoryData } from './choose-data';
import { decide } from './decide';
import { ask, press, type Stage, waitForRelease } from './stage';

/** A challenger is made from the logged rows, has to win, is approved by two people, and is judged in turn. */
export async function playRetraining(stage: Stage, data: StoryData, alert: string): Promise<void> {
  const ended = await retrain(stage, alert);
  /** Lines are wrapped between any two words. */
  const text = textOf(ended).replace(/\s+/g, ' ');
  const release = /\b(r\d+) asks to bring it to production/.exec(text)?.[1];
  await stage.ledger.step('read the gate’s answer', ({ check, fact }) => {
    fact('card', text);
    check('both stand side by side', /which serves: KS/.test(text) && /The candidate: KS/.test(text), text);
    if (data.mustWin) check('the challenger has won', release !== undefined, text);
    else check('it says that the applicants recur', /applicants recur/.test(text), text);
    return Promise.resolve();
  });
  if (release !== undefined) await approveByTwo(stage, release);
  for (const batch of data.afterwards)
    await playBatch(stage, batch, (states) => !data.mustWin || states.every((state) => state === 'ok'));
  await stage.ledger.step('ask how it does now', async ({ check }) => {
    const answer = await ask(stage, stage.cast.lena, 'performance');
    check('every judged window is there', /KS/.test(answer), answer);
  });
}

const endings = /^(?:Registered as challenger|Not better|Failed|Cancelled)/;

/** The card of a retraining at its end; rejects when that is not one in which the gate has spoken. */
async function retrain(stage: Stage, alert: string): Promise<ChannelMessage> {
  const { cast, channel, ledger } = stage;
  const card = await channel.waitFor('the alert', (message) => alertIn(textOf(message)) === alert);
  const reason = 'the separation fell twice';
  return ledger.step('retrain', async ({ check, fact }) => {
    const answer =
      stage.by === 'clicks'
        ? await press(stage, cast.lena, card, 'retrain', reason)
        : await ask(stage, cast.lena, `retrain in production -- ${reason}`);
    const name = /\b(t\d+):/.exec(answer)?.[1];
    if (name === undefined) throw new PlaygroundFailure(`The answer names no retraining: ${answer}`);
    const ended = await channel.waitFor(`the end of ${name}`, (message) => {
      const text = textOf(message);
      return new RegExp(`^ {2}${name}, revision `, 'm').test(text) && endings.test(readTwin(text).state ?? '');
    });
    const { state } = readTwin(textOf(ended));
    fact('state', state);
    check('the gate has spoken', /^(?:Registered|Not better)/.test(state ?? ''), state);
    return ended;
  });
}

/** Steward asked for it itself, so it takes two; who asked for the retraining made the version and is none of them. */
async function approveByTwo(stage: Stage, release: string): Promise<void> {
  const { cast, ledger } = stage;
  const { twin: question } = await waitForRelease(stage, release, /^Waiting/);
  await ledger.step('read what speaks for the challenger', ({ check }) => {
    const evidence = question.body.replace(/\s+/g, ' ');
    check(
      'the gate’s comparison comes first',
      /Evidence On the same .*measured by Steward in t\d+/.test(evidence),
      evidence,
    );
    return Promise.resolve();
  });
  const attempt = async (person: Person): Promise<string> =>
    decide(stage, person, release, 'better on the same applicants, model card read');
  await ledger.step('approve a challenger that one asked for', async ({ check }) => {
    const answer = await attempt(cast.lena);
    check('who asked for the retraining is refused', /asked for the retraining that made v\d+/.test(answer), answer);
  });
  await ledger.step('approve by two', async ({ check, fact }) => {
    const first = await attempt(cast.theo);
    check('one approval is not enough', /one more approval|needs 1 more/.test(first), first);
    await waitForRelease(stage, release, /^Waiting for one more/);
    const second = await attempt(cast.dana);
    check('the second one is', /is being released now|Approved, releasing/.test(second), second);
    const { twin } = await waitForRelease(stage, release, /^Serving/);
    fact('digests', twin.digests);
    check('the challenger serves, its scores verified', twin.state === 'Serving, scores verified', twin.state);
  });
}
