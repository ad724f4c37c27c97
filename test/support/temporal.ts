import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { testServers } from './run-state';

export interface TestTemporal {
  readonly client: Client;
  /** For workers. */
  readonly connection: NativeConnection;
  readonly address: string;
  readonly namespace: string;
  readonly close: () => Promise<void>;
}

/** Connects to the one Temporal server of the run. Give each test its own task queue and workflow ids. */
export async function connectTestTemporal(): Promise<TestTemporal> {
  const { temporalAddress: address, temporalNamespace: namespace } = testServers();
  const forClient = await Connection.connect({ address });
  const connection = await NativeConnection.connect({ address });
  return {
    client: new Client({ connection: forClient, namespace }),
    connection,
    address,
    namespace,
    close: async () => {
      await forClient.close();
      await connection.close();
    },
  };
}
