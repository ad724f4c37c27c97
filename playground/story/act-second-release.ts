import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { digestOf, type FirstRelease } from './act-first-release';
import { callJson, type JsonAnswer } from '../client/call-json';
import { PlaygroundFailure } from '../client/failure';
import { decide } from './decide';
import { readCurl } from './score-rows';
import { scoreAndMeasure } from './score-and-measure';
import { ask, type ReleaseCard, releaseIn, type Stage, waitForRelease } from './stage';

const versionSchema = z.object({
  outcome: z.string(),
  version: z.string(),
  packageDigest: z.string(),
  modeller: z.string(),
});

/** A better model comes in over HTTP, is released by text alone, and takes the first one's place. */
export async function playSecondRelease(stage: Stage, challenger: string, first: FirstRelease): Promise<void> {
  const { cast, ledger } = stage;
  await registerChallenger(stage, challenger);
  const release = await ledger.step('ask for the release of v2', async ({ fact }) => {
    const found = releaseIn(await ask(stage, cast.lena, 'deploy v2 to production -- learnt from newer applicants'));
    fact('digests', (await waitForRelease(stage, found, /^Waiting/)).twin.digests);
    return found;
  });
  const card = await approveByText(stage, release);
  const scores = await scoreAndMeasure(stage, 'v2 scores the test rows', readCurl(card.twin.command ?? ''));
  await ledger.step('compare with v1', ({ check }) => {
    const address = readCurl(card.twin.command ?? '').url;
    check('the address has stayed the same', address === first.endpoint.url, address);
    const differ = scores.filter((score, row) => score !== first.scores[row]).length;
    check('another model answers there', differ > scores.length / 2, `${differ} of ${scores.length} scores differ`);
    return Promise.resolve();
  });
  await ledger.step('ask what serves and what was done', async ({ check }) => {
    const status = await ask(stage, cast.lena, 'status');
    check('production serves v2', /^production\b[^\n]*\nServes: v2\b/m.test(status), status);
    const history = await ask(stage, cast.lena, 'history');
    check('both releases are there', /\br1\b/.test(history) && history.includes(release), history);
  });
}

async function registerChallenger(stage: Stage, challenger: string): Promise<void> {
  const { cast, ledger, teller, steward } = stage;
  const token = await ledger.step('create a personal token', async () => {
    const words = ['--scope', 'versions:read', 'versions:write', '--expires', '1d'];
    teller.tell(cast.ivo.name, `$ steward token create --for ${cast.dana.objectId} ${words.join(' ')}`);
    const [secret = ''] = (await steward('token', 'create', '--for', cast.dana.objectId, ...words)).split('\n');
    teller.tell('Shell', 'a token, shown once');
    return secret;
  });
  await ledger.step('register challenger.zip over HTTP', async ({ check, fact }) => {
    teller.tell(cast.dana.name, `POST ${stage.api}/api/projects/hmeq/versions, with her token and challenger.zip`);
    const { status, body } = await post(stage, token, challenger);
    const version = readVersion(status, body);
    teller.tell('HTTP API', `${status}: ${version.version}, package ${version.packageDigest}`);
    fact('package', version.packageDigest);
    check('it is a new version, v2', status === 201 && version.version === 'v2', { status, version: version.version });
    check('its modeller is the token’s owner', version.modeller === cast.dana.objectId, version.modeller);
    check(
      'its digest is that of the file',
      version.packageDigest === (await digestOf(challenger)),
      version.packageDigest,
    );
    const again = await post(stage, token, challenger);
    const same = readVersion(again.status, again.body);
    check('the same bytes again are v2', again.status === 200 && same.version === 'v2', {
      status: again.status,
      ...same,
    });
  });
}

async function post({ api, signal }: Stage, token: string, file: string): Promise<JsonAnswer> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/zip' };
  const body = await readFile(file);
  return callJson(`${api}/api/projects/hmeq/versions`, { method: 'POST', headers, body, signal });
}

function readVersion(status: number, body: unknown): z.infer<typeof versionSchema> {
  const parsed = versionSchema.safeParse(body);
  if (!parsed.success) throw new PlaygroundFailure(`The HTTP API answered ${status}: ${JSON.stringify(body)}`);
  return parsed.data;
}

async function approveByText(stage: Stage, release: string): Promise<ReleaseCard> {
  const { cast, ledger, now } = stage;
  const byText = { ...stage, by: 'text' } as const;
  await ledger.step('approve a version of one’s own', async ({ check }) => {
    const answer = await decide(byText, cast.dana, release, 'better in every way');
    check('who registered it is refused', /You registered v2/.test(answer), answer);
  });
  return ledger.step('approve by text', async ({ check, fact }) => {
    const typed = now();
    const answer = await decide(byText, cast.theo, release, 'KS up, contract unchanged');
    check('the approval is taken', /You approved/.test(answer), answer);
    const card = await waitForRelease(stage, release, /^Serving/);
    fact('millisecondsFromApprovalToServing', Math.round(now() - typed));
    fact('digests', card.twin.digests);
    check('its scores are verified', card.twin.state === 'Serving, scores verified', card.twin.state);
    return card;
  });
}
