import { execFileSync } from 'node:child_process';
import { readAuditOf } from '../../database/audit';
import { getRelease } from '../../database/releases';
import { findServing } from '../../database/servings';
import { releaseWorkflowId } from '../../domain/ids';
import type { Release } from '../../domain/release/release';
import { deploymentsPath, servingPath } from '../../formats/local-host/paths';
import { readIndex } from '../../formats/oci/layout';
import { connectClient } from '../../workflows/client/connect-client';
import { hmeq, messagesOf, type Shown } from '../playground/connector/stand-in';
import type { DrivenLaptop } from '../support/laptop-driver';

export interface Outcome {
  /** What is not as it should be; nothing when the release ended well. */
  readonly problems: readonly string[];
  /** Cards of the release in the channel beyond the one. */
  readonly extraCards: number;
  /** Replies below the card that say what another one says. */
  readonly repeatedReplies: number;
}

/** Everything that must hold of a release that was approved once and serves, looked up where it is kept. */
export async function judgeOutcome(driven: DrivenLaptop, number: number): Promise<Outcome> {
  const release = await getRelease(driven.database, number);
  await awaitWorkflow(driven, release);
  const cards = await findCards(driven, number);
  const problems = [
    ...judgeRecord(release),
    ...(await judgeServing(driven, release)),
    ...(await judgeAudit(driven, release)),
    ...(await judgeImage(driven, release)),
    ...cards.problems,
  ];
  return { problems, extraCards: cards.roots - 1, repeatedReplies: cards.repeated };
}

function expectThat(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}

/** The run writes its last card before it ends. */
async function awaitWorkflow({ laptop }: DrivenLaptop, { project, environment }: Release): Promise<void> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = laptop.settings;
  const { client, connection } = connectClient({ address, namespace, tls: false });
  await client.workflow.getHandle(releaseWorkflowId(project, environment)).result();
  await connection.close();
}

function judgeRecord(release: Release): string[] {
  const open = release.steps.filter(({ state }) => state !== 'done').map(({ step, state }) => `${step} ${state}`);
  return [
    ...expectThat(release.state === 'serving', `it is ${release.state} (${release.ending?.code ?? 'no ending'})`),
    ...expectThat(open.length === 0, `steps not done: ${open.join(', ')}`),
    ...expectThat(release.verified?.golden === true, 'its scores are not verified'),
    ...expectThat(release.attempt === 1, `attempt ${release.attempt}`),
    ...expectThat(release.approval?.decisions.length === 1, `${release.approval?.decisions.length ?? 0} decisions`),
  ];
}

async function judgeServing({ laptop, database }: DrivenLaptop, release: Release): Promise<string[]> {
  const { STEWARD_LOCAL_HOST_URL: host, STEWARD_LOCAL_HOST_TOKEN: token } = laptop.settings;
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${host}${path}`, { headers: { authorization: `Bearer ${token}` } })).json();
  const { serving } = (await ask(servingPath(release))) as { serving: { release: number; image: string } | null };
  const held = ((await ask(deploymentsPath(release))) as { deployments: { release: number }[] }).deployments;
  const recorded = await findServing(database, release.project, release.environment);
  const scored = await fetch(`${release.endpoint?.address ?? ''}:classify`, {
    method: 'POST',
    body: '{"examples":[{"LOAN":1500.0,"DEBTINC":90.0,"JOB":"Office"}]}',
  });
  const names = held.map((deployment) => `r${deployment.release}`).join(', ');
  return [
    ...expectThat(serving?.release === release.number, `traffic goes to r${serving?.release ?? ' nothing'}`),
    ...expectThat(serving?.image === release.image?.digest, 'another image serves'),
    ...expectThat(held.length === 1 && held[0]?.release === release.number, `the local host holds ${names}`),
    ...expectThat(recorded?.release === release.number, `recorded as serving: r${recorded?.release ?? ' nothing'}`),
    ...expectThat(scored.status === 200, `its address answers ${scored.status}`),
  ];
}

const once = ['release.requested', 'release.approval_asked', 'release.approved', 'release.serving'];

async function judgeAudit({ database }: DrivenLaptop, release: Release): Promise<string[]> {
  const rows = await readAuditOf(database, `release/${release.number}`);
  const count = (wanted: string): number => rows.filter(({ action }) => action === wanted).length;
  const effects = ['push', 'stage', 'switch', ...(release.previous === undefined ? [] : ['withdraw'])];
  const expected = [...once, ...effects.flatMap((effect) => [`${effect}.intended`, `${effect}.observed`])];
  const known = new Set(expected);
  const strange = rows.filter(({ action }) => !known.has(action)).map(({ action }) => action);
  return [
    ...expected.flatMap((action) => expectThat(count(action) === 1, `${count(action)} audit rows ${action}`)),
    ...expectThat(strange.length === 0, `audit rows that should not be: ${strange.join(', ')}`),
  ];
}

async function judgeImage({ laptop }: DrivenLaptop, { image }: Release): Promise<string[]> {
  const { manifests } = await readIndex(laptop.settings.STEWARD_STORE_DIR);
  const published = manifests.filter(({ digest }) => digest === image?.digest).length;
  return expectThat(published === 1, `its image is listed ${published} times`);
}

/** A release's own card starts a thread; replies are below it. Answers to commands are in threads of their own. */
async function findCards(
  { database, driver }: DrivenLaptop,
  number: number,
): Promise<{ problems: string[]; roots: number; repeated: number }> {
  const messages = (await messagesOf(driver, hmeq)).filter(({ author }) => author.kind === 'bot');
  const names = new RegExp(`\\br${number}\\b`);
  const roots = messages.filter(({ id, thread, card }) => id === thread && names.test(JSON.stringify(card ?? '')));
  const statement = 'select activity_id from cards where subject = $1';
  const [row] = await database.query<{ activity_id: string | null }>(statement, [`release/${number}`]);
  const live: Shown | undefined = roots.find(({ id }) => id === row?.activity_id);
  const problems = [
    ...expectThat(live !== undefined, 'it has no live card'),
    ...expectThat(JSON.stringify(live?.card ?? '').includes('Serving, scores verified'), 'its card does not say so'),
  ];
  const replies = messages.filter(({ id, thread }) => id !== thread && roots.some((root) => root.id === thread));
  const repeated = replies.length - new Set(replies.map(({ summary }) => summary)).size;
  return { problems, roots: roots.length, repeated };
}

/** Model servers of this laptop that run, and how many of them do not belong to the local host that runs now. */
export function countModelServers({ laptop, home }: DrivenLaptop): {
  readonly running: number;
  readonly strays: number;
} {
  const lines = execFileSync('ps', ['-axww', '-o', 'ppid=,args='], { encoding: 'utf8' }).split('\n');
  const own = lines.filter((line) => line.includes('model-server') && line.includes(home));
  const host = String(laptop.part('localHost').pid());
  return { running: own.length, strays: own.filter((line) => line.trim().split(' ')[0] !== host).length };
}
