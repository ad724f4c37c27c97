import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createAppendBuilder } from '../../activities/image/append/create-append-builder';
import { createRegistryPlace } from '../../activities/image/create-registry-place';
import { createChosenRunner } from '../../activities/scoring/create-chosen-runner';
import { createJobRunner } from '../../activities/scoring/kubernetes/create-job-runner';
import { createKubernetesTarget } from '../../activities/target/kubernetes/create-kubernetes-target';
import type { TrainingDependencies } from '../../activities/training';
import { isCalledOff } from '../../activities/training/is-called-off';
import { listAlerts } from '../../database/alerts';
import { verifyAudit } from '../../database/audit';
import { listEvaluations } from '../../database/evaluations';
import { importOutcomes } from '../../database/outcomes';
import { getRetraining, listRetrainings } from '../../database/retrainings';
import { getVersion } from '../../database/versions';
import type { ImageBuilder } from '../../domain/ports/builder';
import type { ScoringRunner } from '../../domain/ports/scoring';
import type { KubernetesSpec, ProjectFile } from '../../domain/project';
import type { Release } from '../../domain/release/release';
import { isRetrainingOpen } from '../../domain/retraining/retraining';
import { hashBytes } from '../../formats/hash';
import type { RegistryClient } from '../../formats/oci/registry/create-registry-client';
import { extractModel } from '../../formats/package/model-files';
import { generateApplicants } from '../../playground/world/generate-applicants';
import { scoreRows } from '../../serving/client/score-rows';
import { createImportAnnouncer } from '../../workflows/client/announce-import';
import { type JobTrainerBench, openJobTrainer } from '../activities/training/job-trainer-bench';
import { addGatewayLogin } from '../support/databases';
import { clusterTools } from '../support/kubernetes/cluster';
import { type Relay, relayTo } from '../support/kubernetes/relay';
import { modelServerCommand } from '../support/kubernetes/serving-images';
import { decisionLine, playIn } from '../support/play';
import { testClient } from '../support/registry-client';
import { retrainingProject, rowsOfWindow, trainPackage } from '../support/retraining-world';
import { scratchFolder } from '../support/scratch-folder';
import { dana, ivo, lena, startSteward, type TestSteward, theo } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

jest.setTimeout(120_000);

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;
const place = { project: 'hmeq', environment: 'production' };

/** One story in one run, each chapter on what the one before it left: nothing here is put where people would not put it. */
describeOnCluster('from the first release to the rollback of a retrained one, on a cluster', () => {
  let temporal: TestTemporal;
  let steward: TestSteward;
  let bench: JobTrainerBench;
  let relay: Relay;
  let client: RegistryClient;
  let builder: ImageBuilder;

  afterAll(async () => {
    await steward.stop();
    await temporal.close();
    await relay.close();
    await client.close();
    await bench.close();
  });
  const folder = scratchFolder();
  const { say, ask, inState, until } = playIn(() => steward);

  beforeAll(async () => {
    bench = await openJobTrainer(folder);
    const { registry } = bench.cluster;
    client = testClient({ plainHosts: [registry] });
    const files = createRegistryPlace({
      ...{ client, host: registry, prefix: 'credit', progress: () => undefined },
      report: ({ error }) => {
        throw error;
      },
    });
    builder = createAppendBuilder({ place: files, workDirectory: path.join(folder, 'builds'), extractModel });
    temporal = await connectTestTemporal();
    const { client: engine, connection: native, namespace } = temporal;
    steward = await startSteward({
      folder,
      temporal: { client: engine, native, namespace },
      project: projectOnCluster(),
      judges: true,
      adjust: (deps) => ({
        ...deps,
        builder,
        target: () =>
          createKubernetesTarget(spec(), {
            ...{ cluster: { kubeconfig: bench.kubeconfig }, gatewayImage: bench.carrierImage },
            ...{ now: Date.now, pause: deps.pause },
            imageName: (project, image) => `${registry}/credit/${project}@${image}`,
          }),
      }),
      adjustTraining: (deps) => ({
        ...deps,
        jobTrainer: (trainer) => bench.trainerOf(trainer, (number) => isCalledOff(deps.database, number)),
        scoring: createChosenRunner({ builder: deps.scoring, cluster: scoringByJob(deps) }),
      }),
    });
    relay = await relayTo(new URL(await addGatewayLogin(steward, 'of the recorder')), bench.cluster.hostAddress);
    const secret = ['create', 'secret', 'generic', 'steward-recorder', `--from-literal=database-url=${relay.url}`];
    await bench.cluster.kubectl('-n', bench.namespace, ...secret);
    await say(lena, 'connect hmeq');
  });

  function scoringByJob({ database, withWorkDirectory }: TrainingDependencies): ScoringRunner {
    const { kubeconfig, exchange, exchangeUrl, carrierImage } = bench;
    return createJobRunner({
      ...{ cluster: { kubeconfig }, builder, exchange, exchangeUrl, carrierImage, randomBytes, now: Date.now },
      ...{ withWorkDirectory, isCalledOff: (number) => isCalledOff(database, number), pause: (ms) => wait(ms) },
    });
  }

  function spec(): KubernetesSpec {
    return {
      ...{ kind: 'kubernetes', namespace: bench.namespace, replicas: 1, probesFrom: [], spoolMegabytes: 16 },
      ...{ recorderSecret: 'steward-recorder', resources: { cpu: '50m', memory: '256Mi' } },
    };
  }

  function projectOnCluster(): ProjectFile {
    const trainer = { ...bench.spec, command: ['node', '/app/dist/trainer/main.js'] };
    const { environments, monitoring, ...rest } = retrainingProject({ trainer });
    const { production } = environments;
    if (!production || !monitoring) throw new Error('the test project is judged nowhere');
    return {
      ...rest,
      // Between what v1 reaches before the world moves on, 0.68, and after it, 0.40 and less.
      monitoring: { ...monitoring, threshold: 0.55 },
      environments: { production: { ...production, target: spec() } },
      serving: {
        bases: [{ base: { kind: 'image', reference: bench.base }, server: { command: modelServerCommand } }],
      },
    };
  }

  /** Scores applicants through the environment's Service, as its clients do. */
  async function score(version: string, firstReference: number, drift: number, rows = rowsOfWindow) {
    const { manifest } = await getVersion(steward.database, 'hmeq', version);
    const get = ['get', 'service', 'hmeq-production', '-o', 'jsonpath={.spec.clusterIP}'];
    const service = await bench.cluster.kubectl('-n', bench.namespace, ...get);
    const applicants = generateApplicants({ seed: 5, rows, drift, firstReference });
    const run = await scoreRows(
      {
        ...{ fetch: byNewConnection, elapsed: () => performance.now(), random: () => 0.5 },
        wait: async (ms, signal) => wait(ms, undefined, { signal }),
      },
      {
        ...{ address: `http://${service}:8501/v1/models/hmeq`, call: manifest.call, contract: manifest.contract },
        ...(manifest.model.signatures[0] && { signature: manifest.model.signatures[0] }),
      },
      {
        rows: applicants.map(({ reference, inputs }, at) => ({ reference, inputs, file: 'applicants', line: at + 1 })),
        ...{ batch: 100, concurrency: 1, signal: new AbortController().signal },
      },
    );
    expect(run).toMatchObject({ scored: rows, failures: [] });
    return { applicants, scores: run.scores };
  }

  /** One that is kept leads to the Pod that it was made to, for as long as that lives. */
  const byNewConnection: typeof fetch = (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set('connection', 'close');
    return fetch(url, { ...init, headers });
  };

  /** Which version each of these rows is on record under, once all of them are. */
  async function versionsOf(applicants: readonly { readonly reference: string }[]): Promise<readonly string[]> {
    const references = applicants.map(({ reference }) => reference);
    return until(async () => {
      const found = await steward.database.query<{ version: string }>(
        'select version from scored_rows where reference = any($1)',
        [references],
      );
      return found.length >= references.length ? found.map(({ version }) => version) : undefined;
    });
  }

  /** The nodes lead new connections to the next version some hundred milliseconds after the switch. */
  async function settle(version: string, firstReference: number): Promise<void> {
    for (let next = firstReference; ; next += 1) {
      const { applicants } = await score(version, next, 0, 1);
      if ((await versionsOf(applicants))[0] === version) return;
    }
  }

  /** A window of applicants whose outcomes become known; gives its newest evaluation. */
  async function liveThrough(window: number, drift: number) {
    const { applicants, scores } = await score('v1', window * 10_000, drift);
    expect(new Set(await versionsOf(applicants))).toEqual(new Set(['v1']));
    const observedAt = new Date().toISOString();
    const outcomes = applicants.map(({ reference, BAD }) => ({ reference, value: String(BAD), observedAt }));
    const key = `window ${window}`;
    const { import: kept } = await steward.database.transaction((tx) =>
      importOutcomes(
        tx,
        {
          ...{ project: 'hmeq', outcomes, event: '1', correct: false, key, digest: hashBytes(key) },
          ...{ source: 'outcomes.csv', importedBy: { kind: 'person', objectId: lena }, placeOf: String },
        },
        () => new Date().toISOString(),
      ),
    );
    await createImportAnnouncer(steward.client).announceImport(kept.id);
    const evaluation = await until(async () =>
      (await listEvaluations(steward.database, { ...place, limit: 20 })).find((one) => one.window?.number === window),
    );
    return { evaluation, scores };
  }

  /** A rollback waits for nobody. */
  async function released(number: number, ...deciders: string[]): Promise<Release> {
    const waiting = await inState(number, 'waiting', 'serving', 'failed');
    for (const who of deciders) await say(who, decisionLine(waiting));
    return inState(number, 'serving', 'failed');
  }

  let first: Release;
  let calm: Awaited<ReturnType<typeof liveThrough>>;

  it('cluster story: the champion is pushed, staged by digest, verified without traffic, and serves', async () => {
    await writeFile(path.join(steward.inbox, 'champion.zip'), trainPackage(1));
    await say(dana, 'register champion.zip');
    first = await released(await ask(dana, 'deploy champion to production'), lena);
    expect(first).toMatchObject({ state: 'serving', version: 'v1', verified: { golden: true } });
  });

  it('cluster story: what clients scored through its Service is judged, and that it decayed is said', async () => {
    calm = await liveThrough(1, 0);
    expect(calm.evaluation).toMatchObject({ state: 'ok', result: { rows: rowsOfWindow } });
    for (const window of [2, 3]) expect((await liveThrough(window, 0.9)).evaluation).toMatchObject({ state: 'breach' });
    const alert = await until(async () => (await listAlerts(steward.database, 'hmeq', { limit: 1 }))[0]);
    expect(alert).toMatchObject({ kind: 'decay', version: 'v1' });
  });

  it('cluster story: a Job makes a better one, which two others than who asked for it approve', async () => {
    await say(dana, 'retrain in production -- it decays');
    const { number } = await until(async () => (await listRetrainings(steward.database, 'hmeq', { limit: 1 }))[0]);
    const retraining = await until(async () => {
      const found = await getRetraining(steward.database, number);
      return isRetrainingOpen(found.state) ? undefined : found;
    });
    expect(retraining).toMatchObject({ state: 'registered', version: 'v2', gateWindow: 3 });
    const tags = await fetch(`http://${bench.cluster.registry}/v2/credit/hmeq/tags/list`);
    // The gate's Job ran the candidate's image, which was not registered yet.
    expect(await tags.text()).toContain(`gate-t${number}-`);
    expect(await released(retraining.release ?? 0, lena, theo)).toMatchObject({
      state: 'serving',
      version: 'v2',
      requester: { kind: 'system' },
      approval: { quorum: 2, decisions: [{ person: lena }, { person: theo }] },
      previous: { release: first.number },
    });
  });

  it('cluster story: rolled back, the same applicants are the same rows and have the same answers as before', async () => {
    await settle('v2', 40_000);
    const back = await released(await ask(ivo, 'rollback production -- v2 declines everybody'));
    expect(back).toMatchObject({ kind: 'rollback', state: 'serving', version: 'v1' });
    expect(back.image?.digest).toBe(first.image?.digest);
    await settle('v1', 50_000);
    const again = await score('v1', 10_000, 0, 50);
    expect([...again.scores]).toEqual([...calm.scores.slice(0, 50)]);
    expect(await versionsOf(again.applicants)).toHaveLength(50);
    expect(await verifyAudit(steward.database)).toMatchObject({ intact: true });
  });
});
