import { connectDatabase } from '../../../database/database';
import { createTestDatabase } from '../../support/databases';
import { connectTestTemporal } from '../../support/temporal';
import { startTimeSkipping } from '../../support/time-skipping';

describe('the test servers', () => {
  it('databases: a copy holds the schema, and the application may not change the audit trail', async () => {
    const copy = await createTestDatabase();
    const application = connectDatabase({ url: copy.url });
    try {
      expect(await application.query('select count(*) from audit')).toEqual([{ count: 0 }]);
      await expect(application.query('delete from audit')).rejects.toThrow(/permission denied/);
      await expect(application.query('create table mine (id integer)')).rejects.toThrow(/permission denied/);
    } finally {
      await application.close();
      await copy.drop();
    }
  });

  it('temporal: the namespace of the run answers', async () => {
    const temporal = await connectTestTemporal();
    const { client, namespace } = temporal;
    const described = await client.workflowService.describeNamespace({ namespace });
    expect(described.namespaceInfo?.name).toBe(namespace);
    await temporal.close();
  });

  it('time-skipping: an hour passes in no time', async () => {
    const environment = await startTimeSkipping();
    try {
      const before = await environment.currentTimeMs();
      await environment.sleep('1 hour');
      expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(3_600_000);
    } finally {
      await environment.teardown();
    }
  });
});
