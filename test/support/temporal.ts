import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { testServers } from './run-state';

export interface TestTemporal {
  readonly client: Client;
  /** For workers. */
  readonly connection: NativeConnection;
  readonly address: string;
  /** Of this connection alone: task queues have fixed names, and test files run side by side. */
  readonly namespace: string;
  readonly close: () => Promise<void>;
}

/** The engine's own chatter would bury what a test says; warnings of the engine are expected where parts are ended. */
function quietRuntime(): void {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF' } } });
}

/** Connects to the one Temporal server of the run, in a namespace of its own, which keeps what ended for so many seconds. */
export async function connectTestTemporal(retention = 86_400): Promise<TestTemporal> {
  const { temporalAddress: address } = testServers();
  quietRuntime();
  const forClient = await Connection.connect({ address });
  const namespace = `test-${randomUUID()}`;
  await forClient.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: retention as unknown as Retention },
  });
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

type Retention = NonNullable<
  NonNullable<
    Parameters<Connection['workflowService']['registerNamespace']>[0]['workflowExecutionRetentionPeriod']
  >['seconds']
>;
