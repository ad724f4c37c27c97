import { createLocalTarget } from '../../../activities/target/local/create-local-target';
import { versionDirectory } from '../../../domain/digest';
import { describeTarget } from '../../contracts/target';
import { openLocalTarget } from './local-target-bench';

describeTarget('local target', openLocalTarget);

const place = { project: 'gone', environment: 'production' };

describe('local target', () => {
  it('local target: says that the local host is away, to be tried again', async () => {
    const parts = await openLocalTarget();
    try {
      const { first } = parts.models;
      const { packageDigest, contract, call } = first.manifest;
      const staged = {
        ...place,
        release: 1,
        label: 'v1',
        image: first.image,
        reference: first.reference,
        versionDirectory: versionDirectory(packageDigest),
        packageDigest,
        contract,
        call,
        recording: { mode: 'fast', whenFull: 'gap' } as const,
      };
      const wrong = createLocalTarget({ url: parts.url, token: 'another-token-than-the-right-one', fetch });
      await expect(wrong.serving(place)).rejects.toMatchObject({
        code: 'target_token_refused',
        details: { environment: 'production' },
      });
      await expect(
        wrong.probe({ ...place, release: 1 }, first.manifest.call, first.manifest.contract, []),
      ).rejects.toMatchObject({
        code: 'target_token_refused',
      });
      await parts.kill();
      const away = { code: 'target_away', retryable: true, details: { environment: 'production' } };
      await expect(parts.target.plan(staged)).rejects.toMatchObject(away);
      await expect(parts.target.stage(staged)).rejects.toMatchObject(away);
      await expect(parts.target.observe(staged)).rejects.toMatchObject(away);
      await expect(parts.target.switchTo(staged, undefined)).rejects.toMatchObject(away);
      await expect(parts.target.withdraw(staged)).rejects.toMatchObject(away);
    } finally {
      await parts.close();
    }
  });
});
