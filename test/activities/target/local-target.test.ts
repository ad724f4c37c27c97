import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalTarget } from '../../../activities/target/local/create-local-target';
import type { PackageManifest } from '../../../domain/package/manifest';
import type { StageRequest } from '../../../domain/ports/target';
import { hashBytes } from '../../../formats/hash';
import { writeCurl } from '../../../activities/target/write-curl';
import { describePlan } from '../../../activities/target/local/describe-plan';

const place = { project: 'hmeq', environment: 'production' };
const image = hashBytes('image');
const manifest = {
  contract: {
    inputs: [
      { name: 'LOAN', type: 'number' },
      { name: 'NINQ', type: 'integer' },
      { name: 'JOB', type: 'text', categories: ["Manager's", 'Sales'] },
    ],
    outputs: [],
    outcome: { name: 'BAD', event: '1' },
  },
  call: { method: 'classify', signature: 'serving_default', rows: 'examples', score: { kind: 'label', label: '1' } },
  model: { signatures: [] },
  goldenRows: [],
} as unknown as PackageManifest;
const request: StageRequest = {
  ...place,
  release: 17,
  label: 'v4',
  image,
  reference: `oci:/layout@${image}`,
  versionDirectory: '123',
  packageDigest: hashBytes('package'),
  contract: manifest.contract,
  call: manifest.call,
  recording: { mode: 'fast', whenFull: 'gap' },
};

describe('plan', () => {
  const serving = { release: 12, label: 'v3', image: hashBytes('before') };

  it('plan: reads as a person would say it', () => {
    expect(describePlan(request, serving, 'http://127.0.0.1:7713/hmeq/production/v1/models/hmeq').lines)
      .toMatchInlineSnapshot(`
      [
        "production: v3 (image 6db7d803e74f, r12) → v4 (image 6105d6cc76af, r17)",
        "starts one model server on this machine from that image, version directory 123",
        "records every row before it is answered (fast: survives a killed process); when the disk is full, answers and counts what is lost",
        "sends the requests to http://127.0.0.1:7713/hmeq/production/v1/models/hmeq from v3 to v4 in one step, then stops the model server of v3",
      ]
    `);
    expect(describePlan(request, undefined, 'http://127.0.0.1:7713/hmeq/production/v1/models/hmeq').lines)
      .toMatchInlineSnapshot(`
      [
        "production: nothing → v4 (image 6105d6cc76af, r17)",
        "starts one model server on this machine from that image, version directory 123",
        "records every row before it is answered (fast: survives a killed process); when the disk is full, answers and counts what is lost",
        "makes the address http://127.0.0.1:7713/hmeq/production/v1/models/hmeq answer",
      ]
    `);
  });

  it('plan: its digest changes with the image and with what serves, and with nothing else', () => {
    const { digest } = describePlan(request, serving, 'a');
    expect(describePlan({ ...request, reference: 'oci:/other@x' }, { ...serving }, 'a').digest).toBe(digest);
    expect(describePlan({ ...request, image: hashBytes('other') }, serving, 'a').digest).not.toBe(digest);
    expect(describePlan(request, { ...serving, release: 13 }, 'a').digest).not.toBe(digest);
    expect(describePlan(request, undefined, 'a').digest).not.toBe(digest);
  });
});

describe('curl line', () => {
  it('curl line: writes values by their types and quotes them for a shell', () => {
    expect(writeCurl('http://127.0.0.1:7713/hmeq/production/v1/models/hmeq', manifest)).toBe(
      `curl -s -H 'Content-Type: application/json' -d '{"signature_name":"serving_default","examples":[{"LOAN":1.0,"NINQ":1,"JOB":"Manager'\\''s"}]}' 'http://127.0.0.1:7713/hmeq/production/v1/models/hmeq:classify'`,
    );
  });

  it('curl line: takes a golden row where there is one', () => {
    const goldenRows = [{ inputs: { LOAN: 1100, NINQ: null, JOB: 'Sales' }, score: 0.5 }];
    expect(writeCurl('http://h', { ...manifest, goldenRows })).toContain('[{"LOAN":1100.0,"JOB":"Sales"}]');
  });
});

describe('local target', () => {
  /** A local host that always answers so. */
  async function answering<T>(status: number, body: string, work: (url: string) => Promise<T>): Promise<T> {
    const server = createServer((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
  const targetAt = (url: string) => createLocalTarget({ url, token: 'token', fetch });

  it.each([
    ['no JSON', 200, '<html>', 'target_answer_unclear'],
    ['another JSON', 200, '{"serving":{"release":"1"}}', 'target_answer_unclear'],
    ['an error without a reason', 500, '{"error":"x"}', 'target_answer_unclear'],
    ['an unknown reason', 500, '{"code":"no_such_reason","details":{}}', 'target_answer_unclear'],
    ['a reason', 409, '{"code":"target_full","details":{"limit":4}}', 'target_full'],
    ['too much', 200, 'x'.repeat(5 * 1024 * 1024), 'target_away'],
  ])('local target: an answer that is %s has a clear end', async (_what, status, body, code) => {
    await answering(status, body, (url) => expect(targetAt(url).serving(place)).rejects.toMatchObject({ code }));
  });

  it('local target: a model server that is busy or restarting is tried again', async () => {
    for (const status of [429, 503, 504])
      await answering(status, '{"error":"busy"}', (url) =>
        expect(
          targetAt(url).probe({ ...place, release: 1 }, manifest.call, manifest.contract, []),
        ).rejects.toMatchObject({ code: 'target_away', retryable: true }),
      );
  });

  it('local target: a model that refuses the probe rows is said with its words', async () => {
    await answering(400, '{"error":"no feature LOAN"}', (url) =>
      expect(targetAt(url).probe({ ...place, release: 1 }, manifest.call, manifest.contract, [])).rejects.toMatchObject(
        {
          code: 'scoring_refused',
          details: { why: 'no feature LOAN' },
        },
      ),
    );
  });

  it('local target: stages only images of a layout directory, and only the one that is meant', async () => {
    for (const reference of ['registry/hmeq@sha256:1', `oci:relative@${image}`, `oci:/layout@${hashBytes('other')}`])
      await expect(targetAt('http://127.0.0.1:9').stage({ ...request, reference })).rejects.toMatchObject({
        code: 'target_request_refused',
      });
  });
});
