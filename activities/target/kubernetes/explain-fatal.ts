import type { ReasonCode } from '../../../domain/reasons';
import type { Namespace } from './connect-namespace';
import type { Fatal } from './find-fatal';

const codes: Readonly<Record<Fatal['kind'], ReasonCode>> = {
  pull: 'stage_image_not_pulled',
  config: 'stage_container_refused',
  crash: 'stage_crashed',
  memory: 'stage_out_of_memory',
  unschedulable: 'stage_unschedulable',
  refused: 'stage_pods_refused',
};

/** The reason, and what is known of it as a whole sentence: Kubernetes' own words, or the container's last ones. */
export async function explainFatal(
  namespace: Namespace,
  fatal: Fatal,
): Promise<{ readonly code: ReasonCode; readonly detail: string }> {
  const { kind, container } = fatal;
  const ofGateway = container === 'gateway' && (kind === 'crash' || kind === 'memory');
  return {
    code: ofGateway ? 'stage_gateway_failed' : codes[kind],
    detail: await sayFatalWithLog(namespace, fatal),
  };
}

/** With the last words of a container that crashed. */
export async function sayFatalWithLog(namespace: Namespace, fatal: Fatal): Promise<string> {
  const { kind, pod, container } = fatal;
  const crashed = kind === 'crash' && pod !== undefined && container !== undefined;
  return sayFatal(fatal, crashed ? await lastLines(namespace, pod, container) : '');
}

/** A whole sentence: Kubernetes' own words, and the container's last ones where they are given. */
export function sayFatal({ words, container }: Fatal, log = ''): string {
  const where = container === undefined ? '' : `Container ${container}: `;
  const said = [words, log && `last it said: ${log}`].filter(Boolean).join('; ');
  return `${where}${said || 'Kubernetes gives no words for it'}`.replace(/[.\s]*$/, '.').slice(0, 900);
}

/** What a node gives in the place of a log that it has removed already. */
const lost = 'unable to retrieve container logs';

/** Of the container's last run; what a model server prints is not our text, and is cut short. */
async function lastLines(namespace: Namespace, pod: string, container: string): Promise<string> {
  const before = await namespace.readLog(pod, container, true);
  const log = before === '' || before.startsWith(lost) ? await namespace.readLog(pod, container, false) : before;
  return log.trim().split('\n').slice(-3).join(' / ').slice(-400);
}
