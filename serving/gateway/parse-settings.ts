import { StewardError } from '../../domain/errors';
import { describeIssues } from '../../formats/describe-issues';
import { type GatewayDeployment, gatewayDeployment } from '../../formats/gateway/deployment';
import { type Environment, parseSettings } from '../../formats/settings/parse-settings';

export interface GatewaySettings {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly model: URL;
  readonly databaseUrl: string;
  /** Of this deployment's gateway alone. */
  readonly directory: string;
  /** Bytes that the rows that wait may take. */
  readonly maxSpool: number;
  readonly deployment: GatewayDeployment;
}

/** The gateway's settings out of an environment. Throws `settings_invalid`; no secret is quoted. */
export function parseGatewaySettings(environment: Environment): GatewaySettings {
  const read = parseSettings('gateway', environment);
  const model = new URL(read.STEWARD_GATEWAY_MODEL_URL);
  if (model.protocol !== 'http:')
    throw invalid(['STEWARD_GATEWAY_MODEL_URL: must begin with http://; the model server is on the same machine']);
  return {
    host: read.STEWARD_GATEWAY_HOST,
    port: read.STEWARD_GATEWAY_PORT,
    model,
    databaseUrl: read.STEWARD_GATEWAY_DATABASE_URL,
    directory: read.STEWARD_GATEWAY_SPOOL_DIR,
    maxSpool: read.STEWARD_GATEWAY_SPOOL_MB * 1024 * 1024,
    deployment: parseDeployment(read.STEWARD_GATEWAY_DEPLOYMENT),
  };
}

function parseDeployment(json: string): GatewayDeployment {
  const value = parseJson(json);
  const result = gatewayDeployment.safeParse(value);
  if (result.success) return result.data;
  throw invalid(describeIssues(result.error, value).map((line) => `STEWARD_GATEWAY_DEPLOYMENT: ${line}`));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(['STEWARD_GATEWAY_DEPLOYMENT: is no JSON']);
    throw error;
  }
}

function invalid(problems: readonly string[]): StewardError {
  const listed = problems.map((problem) => `- ${problem}`).join('\n');
  return new StewardError('settings_invalid', { process: 'gateway', count: problems.length, problems: listed });
}
